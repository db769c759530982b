import { type Issue, quote, TrialError } from '../../core/errors.ts'
import { storeAddress } from './issues.ts'

/** Where a database is. */
export interface PostgresAddress {
  /** The address as it may be shown and written down: without a password. */
  shown: string
  /** The address to connect with. */
  full: string
  /** Which database it is, whoever connects: equal for two addresses of one database. */
  database: string
}

/** What an address may say beside the place. A password among it would be written down. */
const parameters = [
  'host',
  'port',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'application_name',
  'connect_timeout',
]

/** Makes the issue of an address that is refused, from why. */
type Refuse = (why: string) => Issue

/** Reads an address `postgres://user:password@host:port/database`; throws what `refuse` says where it is none. */
export function postgresAddress(text: string, refuse: Refuse = storeAddress): PostgresAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw new TrialError([refuse('something else, which is not shown as it may hold a password')])
  }
  const issues = addressIssues(url, refuse)
  if (issues.length > 0) throw new TrialError(issues)
  url.protocol = 'postgres:'
  const full = url.href
  url.password = ''
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const port = url.searchParams.get('port') ?? (url.port || '5432')
  return { shown: url.href, full, database: `${host} ${port} ${url.pathname}` }
}

function addressIssues(url: URL, refuse: Refuse): Issue[] {
  const foreign = [...url.searchParams.keys()].filter(name => !parameters.includes(name))
  const hasHost = url.hostname !== '' || url.searchParams.has('host')
  return [
    ...(hasHost ? [] : [refuse('no host')]),
    ...(url.pathname.length > 1 ? [] : [refuse('no database')]),
    ...foreign.map(name => refuse(`the parameter ${quote(name)}, of which only ${parameters.join(', ')} are known`)),
  ]
}
