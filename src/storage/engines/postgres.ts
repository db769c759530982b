import type { Client } from 'pg'
import { type Issue, TrialError } from '../../core/errors.ts'
import { postgresAddress } from '../log/postgres-address.ts'
import { codeOf, isCut, isOfClient, lacksPassword, messageOf, unfitPassword } from '../log/postgres-errors.ts'
import { connectPostgres } from '../postgres-client.ts'
import { sqlName } from '../sql-text.ts'
import type { EngineColumn, EngineRow, EngineType, QueryEngine } from './engine.ts'
import {
  engineAddress,
  engineLost,
  engineNoTable,
  engineReadOnly,
  engineRefused,
  engineStatement,
  engineTimedOut,
  engineUnreachable,
} from './issues.ts'
import { asFailure, said, untilStopped } from './stop.ts'
import { tableParts } from './table-name.ts'

/** What PostgreSQL reads, and how much time it may take. */
export interface PostgresOptions {
  /** `postgres://USER@HOST:PORT/DATABASE`; the password is in PGPASSWORD or in the password file of PostgreSQL. */
  address: string
  /** A table, view or foreign table, with its schema unless that is on the search path. */
  table: string
  /** Milliseconds that a statement may take. */
  timeout?: number | undefined
}

const form = 'postgres://USER@HOST:PORT/DATABASE'

/** Opens a table of a PostgreSQL database. Each statement is in a transaction that can only read. */
export async function openPostgres({ address, table, timeout }: PostgresOptions): Promise<QueryEngine> {
  const refuse = (why: string): Issue => engineAddress(form, why)
  const { full, shown } = postgresAddress(address, refuse)
  if (full !== shown) throw new TrialError([refuse('one with a password, which is not shown')])
  const relation = tableParts(table).map(sqlName).join('.')
  const engine = new PostgresEngine(full, relation, `${shown} (${table})`, timeout)
  try {
    await engine.query('SELECT 1')
  } catch (error) {
    await engine.close()
    throw error
  }
  return engine
}

interface Answer {
  fields: readonly { name: string; dataTypeID: number; dataTypeModifier: number }[]
  rows: EngineRow[]
}

class PostgresEngine implements QueryEngine {
  readonly dialect = 'postgres'
  readonly relation: string
  readonly shown: string
  private readonly address: string
  private readonly timeout: number | undefined
  private client: Client | undefined
  /** Ends when the last statement has: one connection does one thing at a time. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(address: string, relation: string, shown: string, timeout: number | undefined) {
    this.address = address
    this.relation = relation
    this.shown = shown
    this.timeout = timeout
  }

  async columns(): Promise<readonly EngineColumn[]> {
    const { fields } = await this.ask(`SELECT * FROM ${this.relation} LIMIT 0`)
    const ids = fields.map(({ dataTypeID }) => dataTypeID)
    const modifiers = fields.map(({ dataTypeModifier }) => dataTypeModifier)
    const { rows } = await this.ask(`SELECT t.typname, t.typtype, format_type(a.id, a.modifier)
      FROM unnest(ARRAY[${ids}]::oid[], ARRAY[${modifiers}]::integer[]) WITH ORDINALITY a (id, modifier, position)
      JOIN pg_catalog.pg_type t ON t.oid = a.id ORDER BY a.position`)
    return fields.map(({ name }, index) => {
      const [type, kind, declared] = rows[index] ?? []
      return { name, type: typeOf(type ?? '', kind ?? ''), declared: declared ?? '' }
    })
  }

  async query(statement: string, signal?: AbortSignal): Promise<readonly EngineRow[]> {
    return (await this.ask(statement, signal)).rows
  }

  async close(): Promise<void> {
    const { client } = this
    this.client = undefined
    await client?.end().catch(() => undefined)
  }

  private ask(statement: string, signal?: AbortSignal): Promise<Answer> {
    const mine = this.turn.then(() => this.answer(statement, signal))
    this.turn = mine.catch(() => undefined)
    return mine
  }

  private answer(statement: string, signal: AbortSignal | undefined): Promise<Answer> {
    let backend: string | undefined
    return untilStopped(
      { signal, timeout: this.timeout },
      {
        place: this.shown,
        run: async stopped => {
          const client = await this.connected()
          backend = await this.begin(client)
          try {
            stopped?.throwIfAborted()
            return (await client.query({ text: statement, rowMode: 'array', ...asText })) as unknown as Answer
          } finally {
            await client.query('ROLLBACK').catch(() => undefined)
          }
        },
        stop: () => (backend === undefined ? undefined : this.cancel(backend)),
        failure: error => this.failure(error),
      },
    )
  }

  /** Settings are of the transaction alone, so that they also hold behind a pool of connections. The server's number of the connection. */
  private async begin(client: Client): Promise<string> {
    const answers =
      await client.query(`BEGIN TRANSACTION READ ONLY; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL TimeZone = 'UTC';
      SET LOCAL statement_timeout = ${Math.trunc(this.timeout ?? 0)}; SELECT pg_backend_pid()::text AS id`)
    return (answers as unknown as { rows: { id: string }[] }[]).at(-1)?.rows[0]?.id ?? ''
  }

  /** Stops what a connection does, through another; where that fails, by ending the connection. */
  private async cancel(backend: string): Promise<void> {
    try {
      const client = await this.newClient()
      await client.query('SELECT pg_cancel_backend($1)', [backend])
      await client.end()
    } catch {
      await this.close()
    }
  }

  private async connected(): Promise<Client> {
    this.client ??= await this.newClient()
    return this.client
  }

  private async newClient(): Promise<Client> {
    try {
      return await connectPostgres(this.address, client => {
        if (this.client === client) this.client = undefined
      })
    } catch (error) {
      throw isOfClient(error) ? asFailure(connectIssue(this.shown, error), error) : error
    }
  }

  private failure(error: unknown): unknown {
    if (error instanceof TrialError || !isOfClient(error)) return error
    if (isCut(error)) this.client = undefined
    return asFailure(statementIssue(this.shown, error), error)
  }
}

/** The extended protocol takes one statement at a time, so that none can end the transaction and go on. */
const asText = {
  queryMode: 'extended',
  types: { getTypeParser: (type: number) => (text: string) => (type === booleanType ? booleans[text] : text) },
}
const booleanType = 16
const booleans: Readonly<Record<string, string>> = { t: 'true', f: 'false' }

const types: Readonly<Record<string, EngineType>> = {
  ...{ int2: 'integer', int4: 'integer', int8: 'integer', numeric: 'decimal', float4: 'float', float8: 'float' },
  ...{ bool: 'boolean', text: 'text', varchar: 'text', bpchar: 'text', name: 'text' },
}

const typeOf = (name: string, kind: string): EngineType => (kind === 'e' ? 'text' : (types[name] ?? 'other'))

function connectIssue(place: string, error: Error): Issue {
  if (lacksPassword(error) && codeOf(error) === '') return engineRefused(place, unfitPassword)
  if (/^(28|3D|42501)/.test(codeOf(error))) return engineRefused(place, saidBy(error))
  return engineUnreachable(place, codeOf(error) || 'no answer')
}

/** What an answer of the server means; the first that its SQLSTATE begins with. */
const answers: readonly (readonly [state: RegExp, issue: (place: string, why: string) => Issue])[] = [
  [/^(42P01|3F000)/, engineNoTable],
  [/^(28|3D|42501)/, engineRefused],
  [/^25006/, engineReadOnly],
  [/^57014/, engineTimedOut],
]

function statementIssue(place: string, error: Error): Issue {
  if (isCut(error)) return engineLost(place, codeOf(error) || 'its end')
  const [, issue] = answers.find(([state]) => state.test(codeOf(error))) ?? []
  return (issue ?? engineStatement)(place, saidBy(error))
}

const saidBy = (error: Error): string => said(messageOf(error), process.env.PGPASSWORD)
