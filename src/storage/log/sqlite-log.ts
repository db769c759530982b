import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'libsql'
import { TrialError } from '../../core/errors.ts'
import { onFile, requireFile } from '../files.ts'
import { fileNotFound } from '../issues.ts'
import type { LogHead } from './chain.ts'
import { ChainedLog } from './chained-log.ts'
import { logBusy, logNotWritten, logUnreadable } from './issues.ts'
import type { LogStore } from './log-store.ts'
import type { OutcomeLog } from './outcome-log.ts'
import type { StoredEvent } from './stored-event.ts'

const applicationId = 0x4551504c
/** How long a writer waits for another unless it is more patient. */
const busyMilliseconds = 3000
/** Rows of one INSERT: with each its own, half of the time would go into calls. */
const statementRows = 50
/** How long one attempt to write waits before the next: others of this process must get their turn. */
const pauseMilliseconds = 5
/** How long the last writer waits at the end for others to be done with the file. */
const leaveMilliseconds = 100

const schema = `
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_not_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the outcome log is append-only'); END;
CREATE TRIGGER event_not_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the outcome log is append-only'); END;
PRAGMA application_id = ${applicationId};
`

/**
 * Opens the outcome log at a path. Where there is none it is empty, and its file is made by the first event. Reading
 * changes no byte of the file; writing goes through a write-ahead log, each transaction forced to the disk. `patience` is
 * the time in milliseconds for which a writer waits for others.
 */
export function openLog(path: string, patience = busyMilliseconds): OutcomeLog {
  return new ChainedLog(new SqliteStore(path, patience))
}

/** Opens an outcome log that must exist. */
export function openExistingLog(path: string): OutcomeLog {
  if (!existsSync(path)) throw new TrialError([fileNotFound(path)])
  return openLog(path)
}

class SqliteStore implements LogStore {
  readonly place: string
  private readonly patience: number
  private database: Database.Database | undefined
  private isWriting = false

  constructor(path: string, patience: number) {
    this.place = path
    this.patience = patience
    if (!existsSync(path)) return
    requireFile(path)
    onLog(path, () => this.connect())
  }

  async begin(): Promise<void> {
    const deadline = performance.now() + this.patience
    while (!onLog(this.place, () => this.tryToBegin())) {
      if (performance.now() > deadline) throw new TrialError([logBusy(this.place)])
      await wait(pauseMilliseconds)
    }
  }

  async commit(): Promise<void> {
    onLog(this.place, () => this.connect().exec('COMMIT'))
  }

  async rollback(): Promise<void> {
    try {
      if (this.database?.inTransaction) this.database.exec('ROLLBACK')
    } catch {
      this.disconnect()
    }
  }

  async insert(rows: readonly StoredEvent[]): Promise<readonly string[]> {
    return onLog(this.place, () => {
      const database = this.connect()
      const whole = rows.length - (rows.length % statementRows)
      const added =
        insertEach(database, rows.slice(0, whole), statementRows) + insertEach(database, rows.slice(whole), 1)
      if (added === rows.length) return []
      const last = allRows(database, 'SELECT seq FROM event WHERE seq >= ?', rows[0]?.seq)
      const positions = new Set(last.map(([seq]) => Number(seq)))
      return rows.filter(({ seq }) => !positions.has(seq)).map(({ id }) => id)
    })
  }

  async last(): Promise<LogHead | undefined> {
    const [last] = this.rows('SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1')
    return last && { count: Number(last[0]), hash: String(last[1]) }
  }

  async page(after: number, limit: number): Promise<readonly StoredEvent[]> {
    const sql = 'SELECT seq, id, event, recorded_at, previous, hash FROM event WHERE seq > ? ORDER BY seq LIMIT ?'
    return this.rows(sql, Math.trunc(after), limit).map(([seq, ...texts]) => {
      const [id = '', event = '', recordedAt = '', previous = '', hash = ''] = texts.map(String)
      return { seq: Number(seq), id, event, recordedAt, previous, hash }
    })
  }

  /** Back to a single file, unless another process still uses the log; it then does so when it closes. */
  async close(): Promise<void> {
    try {
      const leave = `PRAGMA busy_timeout = ${leaveMilliseconds}; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;`
      if (this.isWriting) this.database?.exec(leave)
    } catch (error) {
      if (!isBusy(error)) throw error
    } finally {
      this.disconnect()
    }
  }

  private disconnect(): void {
    this.database?.close()
    this.database = undefined
    this.isWriting = false
  }

  /** The connection; opens the file, or makes it, on first use. */
  private connect(): Database.Database {
    if (this.database !== undefined) return this.database
    const database = new Database(this.place, { timeout: this.patience })
    try {
      const isForeign = hasTables(database) && firstValue(database, 'PRAGMA application_id') !== applicationId
      if (isForeign) throw new TrialError([logUnreadable(this.place, 'another SQLite database')])
    } catch (error) {
      database.close()
      throw error
    }
    this.database = database
    return database
  }

  /**
   * Begins to write if nobody else does. It does not wait inside SQLite: the writer that it would wait for may be one of
   * this process, which could then not go on.
   */
  private tryToBegin(): boolean {
    const database = this.connect()
    database.exec('PRAGMA busy_timeout = 0')
    try {
      if (!this.isWriting) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
      this.isWriting = true
      database.exec('BEGIN IMMEDIATE')
      if (!hasTables(database)) database.exec(schema)
      return true
    } catch (error) {
      if (database.inTransaction) database.exec('ROLLBACK')
      if (isBusy(error)) return false
      throw error
    } finally {
      database.exec(`PRAGMA busy_timeout = ${this.patience}`)
    }
  }

  private rows(sql: string, ...values: number[]): unknown[][] {
    return onLog(this.place, () => {
      if (this.database === undefined && !existsSync(this.place)) return []
      const database = this.connect()
      return hasTables(database) ? allRows(database, sql, ...values) : []
    })
  }
}

/** Inserts rows, so many with each statement, those apart whose id is there already; returns how many were added. */
function insertEach(database: Database.Database, rows: readonly StoredEvent[], together: number): number {
  const values = Array(together).fill('(?, ?, ?, ?, ?, ?)').join(', ')
  const statement = prepared(database, `INSERT INTO event VALUES ${values} ON CONFLICT (id) DO NOTHING`)
  let added = 0
  for (let start = 0; start < rows.length; start += together) {
    const given = rows
      .slice(start, start + together)
      .flatMap(({ seq, id, event, recordedAt, previous, hash }) => [seq, id, event, recordedAt, previous, hash])
    added += statement.run(...given).changes
  }
  return added
}

/** Rows as arrays. Statements are read to their end: an open one would hold a transaction. */
function allRows(database: Database.Database, sql: string, ...values: unknown[]): unknown[][] {
  return prepared(database, sql)
    .raw()
    .all(...values) as unknown[][]
}

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>()

/** A statement, made once for each connection: libsql gives the memory of none back, and a stream may run for months. */
function prepared(database: Database.Database, sql: string): Database.Statement {
  const known = statements.get(database) ?? new Map<string, Database.Statement>()
  statements.set(database, known)
  const statement = known.get(sql) ?? database.prepare(sql)
  known.set(sql, statement)
  return statement
}

const firstValue = (database: Database.Database, sql: string): unknown => allRows(database, sql)[0]?.[0]
const hasTables = (database: Database.Database): boolean =>
  firstValue(database, 'SELECT count(*) FROM sqlite_schema') !== 0

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '')
const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY')
const isNotWritten = (error: unknown): boolean => /^SQLITE_(FULL|READONLY|IOERR)/.test(codeOf(error))

/** Failures of SQLite as issues about the log; anything else as it is. */
function onLog<T>(path: string, work: () => T): T {
  try {
    return onFile(path, work)
  } catch (error) {
    const isSqlite =
      codeOf(error).startsWith('SQLITE') || (error instanceof Error && /^ConnectionFailed/.test(error.message))
    if (!isSqlite) throw error
    const why = (error as Error).message || codeOf(error)
    if (isBusy(error)) throw new TrialError([logBusy(path)], { cause: error })
    throw new TrialError([(isNotWritten(error) ? logNotWritten : logUnreadable)(path, why)], { cause: error })
  }
}
