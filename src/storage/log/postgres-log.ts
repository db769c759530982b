import type { Client, QueryResult } from 'pg'
import { InternalError, TrialError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import { connectPostgres } from '../postgres-client.ts'
import type { LogHead } from './chain.ts'
import { ChainedLog } from './chained-log.ts'
import { storeEncoding, storeLost } from './issues.ts'
import type { LogStore } from './log-store.ts'
import type { OutcomeLog } from './outcome-log.ts'
import { postgresAddress } from './postgres-address.ts'
import { asStoreError, type Step } from './postgres-errors.ts'
import { schema, schemaName, stateQuery } from './postgres-schema.ts'
import type { StoredEvent } from './stored-event.ts'

/** How long a writer waits for another unless it is more patient. */
const busyMilliseconds = 3000
/** A writer that stops in the middle, its machine asleep, holds up the others no longer than this. */
const idleMilliseconds = 300_000
/** Locks of this program among those of others: a class of its own, and 0 for making the tables. */
const lockClass = 0x4551504c
const makingLock = 0

/**
 * Opens an outcome log of a PostgreSQL database: its address and the name of the log in it. The password may be in the address,
 * in PGPASSWORD or in the password file. Connects on first use; the tables are made by the first event. `patience` is the time
 * in milliseconds for which a writer waits for others.
 */
export function openPostgresLog(address: string, name: string, patience = busyMilliseconds): OutcomeLog {
  return new ChainedLog(new PostgresStore(address, name, patience))
}

class PostgresStore implements LogStore {
  readonly place: string
  private readonly address: string
  private readonly name: string
  private readonly patience: number
  private client: Client | undefined
  private isMade = false
  private isInTransaction = false

  constructor(address: string, name: string, patience: number) {
    const { full, shown } = postgresAddress(address)
    this.address = full
    this.place = `${shown} (log ${name})`
    this.name = name
    this.patience = patience
  }

  async begin(): Promise<void> {
    await this.connect()
    if (!this.isMade) await this.make()
    await this.start()
    await this.query('write', 'SELECT pg_advisory_xact_lock($1, $2)', [lockClass, lockOf(this.name)])
    await this.query('write', `INSERT INTO ${schemaName}.log VALUES ($1) ON CONFLICT DO NOTHING`, [this.name])
  }

  async commit(): Promise<void> {
    const { command } = await this.query('commit', 'COMMIT')
    if (command !== 'COMMIT') throw new InternalError('a failed transaction of the outcome log was to be kept')
    this.isInTransaction = false
  }

  async rollback(): Promise<void> {
    this.isInTransaction = false
    try {
      await this.client?.query('ROLLBACK')
    } catch {
      await this.close()
    }
  }

  async insert(rows: readonly StoredEvent[]): Promise<readonly string[]> {
    const sql = `INSERT INTO ${schemaName}.event (log, seq, id, event, recorded_at, previous, hash)
      SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
      ON CONFLICT (log, id) DO NOTHING RETURNING seq`
    const columns = (['seq', 'id', 'event', 'recordedAt', 'previous', 'hash'] as const).map(name =>
      rows.map(row => row[name]),
    )
    const { rows: added } = await this.query('write', sql, [this.name, ...columns])
    if (added.length === rows.length) return []
    const positions = new Set(added.map(({ seq }) => Number(seq)))
    return rows.filter(({ seq }) => !positions.has(seq)).map(({ id }) => id)
  }

  async last(): Promise<LogHead | undefined> {
    const sql = `SELECT seq, hash FROM ${schemaName}.event WHERE log = $1 ORDER BY seq DESC LIMIT 1`
    const [last] = await this.read(sql, [this.name])
    return last && { count: Number(last.seq), hash: String(last.hash) }
  }

  async page(after: number, limit: number): Promise<readonly StoredEvent[]> {
    const sql = `SELECT seq, id, event, recorded_at AS "recordedAt", previous, hash FROM ${schemaName}.event
      WHERE log = $1 AND seq > $2 ORDER BY seq LIMIT $3`
    const rows = await this.read(sql, [this.name, Math.trunc(after), limit])
    return rows.map(row => ({ ...row, seq: Number(row.seq) }) as StoredEvent)
  }

  async close(): Promise<void> {
    const { client } = this
    this.client = undefined
    this.isInTransaction = false
    await client?.end().catch(() => undefined)
  }

  private async read(sql: string, values: readonly unknown[]): Promise<Record<string, unknown>[]> {
    await this.connect()
    if (!this.isMade) await this.look()
    return this.isMade ? (await this.query('read', sql, values)).rows : []
  }

  /** The connection; a new one where the last broke, but not inside a transaction, which broke with it. */
  private async connect(): Promise<void> {
    if (this.client !== undefined) return
    if (this.isInTransaction) throw new TrialError([storeLost(this.place)])
    try {
      this.client = await connectPostgres(this.address, client => {
        if (this.client === client) this.client = undefined
      })
    } catch (error) {
      throw asStoreError(this.place, 'connect', error)
    }
    if (!this.isMade) await this.look()
  }

  /** Whether the tables are there; refuses a database that would change the text of events. */
  private async look(): Promise<void> {
    const [state] = (await this.query('read', stateQuery)).rows
    if (state?.encoding !== 'UTF8') throw new TrialError([storeEncoding(this.place, String(state?.encoding))])
    this.isMade = state.made === true
  }

  /** Makes the tables, one process after the other, so that two that come first at once do not make them twice. */
  private async make(): Promise<void> {
    await this.start()
    await this.query('write', 'SELECT pg_advisory_xact_lock($1, $2)', [lockClass, makingLock])
    await this.look()
    if (!this.isMade) await this.query('write', schema)
    await this.commit()
    this.isMade = true
  }

  /** Starts a transaction that is on the disk when its commit is confirmed, and that does not wait for ever. */
  private async start(): Promise<void> {
    await this.query(
      'write',
      `BEGIN; SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = ${Math.max(1, Math.trunc(this.patience))};
      SET LOCAL idle_in_transaction_session_timeout = ${idleMilliseconds}`,
    )
    this.isInTransaction = true
  }

  private async query(step: Step, sql: string, values?: readonly unknown[]): Promise<QueryResult> {
    if (this.client === undefined) throw new TrialError([storeLost(this.place)])
    try {
      return await this.client.query(sql, values as unknown[] | undefined)
    } catch (error) {
      throw asStoreError(this.place, step, error)
    }
  }
}

/** 31 bits of a log's name, never those of the lock for making the tables: two names may share them, and then only wait longer. */
const lockOf = (name: string): number => (Number.parseInt(sha256(name).slice(0, 8), 16) >>> 1) | 1
