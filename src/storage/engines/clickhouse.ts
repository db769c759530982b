import { randomUUID } from 'node:crypto'
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import { TrialError } from '../../core/errors.ts'
import { clickHouseName } from '../sql-text.ts'
import { clickHouseFailure } from './clickhouse-errors.ts'
import { type ServerSettings, serverSettings, settingsQuery } from './clickhouse-settings.ts'
import type { DialectId, EngineColumn, EngineRow, EngineType, QueryEngine } from './engine.ts'
import { engineAddress, engineRefused } from './issues.ts'
import { untilStopped } from './stop.ts'
import { tabSeparatedRow } from './tab-separated.ts'
import { tableParts } from './table-name.ts'

/** What ClickHouse reads, and how much time it may take. */
export interface ClickHouseOptions {
  /** `http://USER@HOST:PORT/DATABASE`, or `https://`; the password is in CLICKHOUSE_PASSWORD, the user there or in CLICKHOUSE_USER. */
  url: string
  /** A table or view, also a distributed one, with its database unless that is in the address. */
  table: string
  /** Milliseconds that a statement may take. */
  timeout?: number | undefined
}

/** Opens a table of ClickHouse over HTTP. Each statement is read only, and answers from all rows or not at all. */
export async function openClickHouse({ url, table, timeout }: ClickHouseOptions): Promise<QueryEngine> {
  const address = addressOf(url)
  const relation = tableParts(table).map(clickHouseName).join('.')
  const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client')
  const client = createClient({
    url: address.origin,
    username: decodeURIComponent(address.username) || process.env.CLICKHOUSE_USER || 'default',
    password: process.env.CLICKHOUSE_PASSWORD ?? '',
    database: decodeURIComponent(address.pathname.slice(1)) || 'default',
    application: 'equipoise',
    request_timeout: longestWait,
    // A connection for each statement: one that was kept may have ended since.
    keep_alive: { enabled: false },
    log: { level: ClickHouseLogLevel.OFF },
  })
  return readyClickHouse(client, { relation, shown: `${address.href} (${table})`, timeout })
}

export interface ClickHousePlace {
  relation: string
  shown: string
  timeout?: number | undefined
}

/** An engine over a client of ClickHouse; the client is closed with it. */
export async function readyClickHouse(client: ClickHouseClient, place: ClickHousePlace): Promise<QueryEngine> {
  const engine = new ClickHouseEngine(client, place)
  try {
    await engine.prepare()
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** Node's timers count no further. */
const longestWait = 2 ** 31 - 1
const form = 'https://USER@HOST:PORT/DATABASE'

function addressOf(text: string): URL {
  const refuse = (why: string): TrialError => new TrialError([engineAddress(form, why)])
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw refuse('something else, which is not shown as it may hold a password')
  }
  if (url.password !== '') throw refuse('one with a password, which is not shown')
  if (url.search !== '' || url.hash !== '') throw refuse('one with settings after it, which are not shown')
  return url
}

class ClickHouseEngine implements QueryEngine {
  readonly relation: string
  readonly shown: string
  private readonly client: ClickHouseClient
  private readonly timeout: number | undefined
  private settings: ServerSettings | undefined

  constructor(client: ClickHouseClient, { relation, shown, timeout }: ClickHousePlace) {
    this.client = client
    this.relation = relation
    this.shown = shown
    this.timeout = timeout
  }

  /** Before 21 there are no window functions and no named queries. */
  get dialect(): DialectId {
    return Number.parseInt(this.settings?.version ?? '', 10) < 21 ? 'clickhouse18' : 'clickhouse'
  }

  /** Asks the server what it is and how it is set. */
  async prepare(): Promise<void> {
    const settings = serverSettings(await this.query(settingsQuery))
    if (settings.wrong.length > 0) {
      const why = `a user who may set nothing and has ${settings.wrong.join(', ')}, with which answers may not be of all rows`
      throw new TrialError([engineRefused(this.shown, why)])
    }
    this.settings = settings
  }

  async columns(): Promise<readonly EngineColumn[]> {
    const rows = await this.query(`DESCRIBE TABLE ${this.relation}`)
    return rows.map(([name, type]) => ({ name: name ?? '', type: typeOf(type ?? ''), declared: type ?? '' }))
  }

  query(statement: string, signal?: AbortSignal): Promise<readonly EngineRow[]> {
    const request = new AbortController()
    const id = randomUUID()
    return untilStopped(
      { signal, timeout: this.timeout },
      {
        place: this.shown,
        run: () => this.rows(statement, id, request.signal),
        stop: () => {
          request.abort()
          return this.kill(id)
        },
        failure: error => clickHouseFailure(this.shown, this.settings === undefined, error),
      },
    )
  }

  close(): Promise<void> {
    return this.client.close()
  }

  private async rows(statement: string, id: string, signal: AbortSignal): Promise<EngineRow[]> {
    const answer = await this.client.query({
      query: statement,
      format: 'TabSeparated',
      query_id: id,
      abort_signal: signal,
      clickhouse_settings: this.sent(),
    })
    const rows: EngineRow[] = []
    for await (const lines of answer.stream()) for (const { text } of lines) rows.push(tabSeparatedRow(text))
    return rows
  }

  /** The whole answer is waited for: else an error after its beginning would come as its last lines. */
  private sent(): ClickHouseSettings {
    const limit = this.timeout !== undefined && this.settings?.send.readonly !== undefined
    return {
      wait_end_of_query: 1,
      ...(limit && { max_execution_time: Math.ceil((this.timeout ?? 0) / 1000) }),
      ...this.settings?.send,
    }
  }

  /** Stops a statement in the server, which may go on without anybody who listens. */
  private async kill(id: string): Promise<void> {
    await this.client.command({ query: `KILL QUERY WHERE query_id = '${id}' SYNC` }).catch(() => undefined)
  }
}

const types: readonly (readonly [type: EngineType, declared: RegExp])[] = [
  ['integer', /^U?Int\d+$/],
  ['decimal', /^Decimal\d*\(/],
  ['float', /^B?Float\d+$/],
  ['boolean', /^Bool$/],
  ['text', /^(String|FixedString\(\d+\)|Enum(8|16)\(.*\))$/s],
]

function typeOf(declared: string): EngineType {
  const [, inner] = /^(?:Nullable|LowCardinality)\((.*)\)$/s.exec(declared) ?? []
  if (inner !== undefined) return typeOf(inner)
  return types.find(([, pattern]) => pattern.test(declared))?.[0] ?? 'other'
}
