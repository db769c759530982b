import type { EngineRow } from './engine.ts'

/** A setting of a statement, and whether an answer could have fewer rows, or more, where it has another value. */
interface Setting {
  value: string
  isVital?: boolean
  /** Whether only newer servers know it; one that all know is set too where the answer lacks it. */
  isNewer?: boolean
}

const throwing = ['read', 'group_by', 'sort', 'result', 'timeout', 'set', 'join', 'transfer', 'distinct']

const wanted: Readonly<Record<string, Setting>> = {
  skip_unavailable_shards: { value: '0', isVital: true },
  ...Object.fromEntries(throwing.map(limit => [`${limit}_overflow_mode`, { value: 'throw', isVital: true }])),
  limit: { value: '0', isVital: true, isNewer: true },
  offset: { value: '0', isVital: true, isNewer: true },
  extremes: { value: '0', isVital: true },
  cancel_http_readonly_queries_on_client_close: { value: '1', isNewer: true },
  output_format_decimal_trailing_zeros: { value: '1', isNewer: true },
  session_timezone: { value: 'UTC', isNewer: true },
}

/** Asks for the version, and for what a user's settings are: a server refuses those it does not know. */
export const settingsQuery = `SELECT name, value FROM system.settings WHERE name IN (${[
  ...Object.keys(wanted),
  'readonly',
]
  .map(name => `'${name}'`)
  .join(', ')}) UNION ALL SELECT 'version', version()`

export interface ServerSettings {
  version: string
  /** What each statement is to set. */
  send: Readonly<Record<string, string>>
  /** Vital settings of a user who may change none. */
  wrong: readonly string[]
}

/** What has to be set for a user of a server, from the answer to `settingsQuery`. */
export function serverSettings(rows: readonly EngineRow[]): ServerSettings {
  const present = new Map(rows.map(([name, value]) => [name ?? '', value ?? '']))
  const version = present.get('version') ?? ''
  const different = Object.entries(wanted).filter(([name, { value, isNewer }]) => {
    const current = present.get(name)
    return current === undefined ? !isNewer : current !== value
  })
  if (present.get('readonly') !== '1') {
    return { version, send: { ...asSent(different), readonly: '1' }, wrong: [] }
  }
  const wrong = different
    .filter(([, { isVital }]) => isVital)
    .map(([name]) => `${name} = ${present.get(name) ?? 'unknown'}`)
  return { version, send: {}, wrong }
}

const asSent = (settings: readonly (readonly [string, Setting])[]): Record<string, string> =>
  Object.fromEntries(settings.map(([name, { value }]) => [name, value]))
