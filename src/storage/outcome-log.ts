import { existsSync } from 'node:fs'
import Database from 'libsql'
import { canonicalJson } from '../core/canonical-json.ts'
import { TrialError } from '../core/errors.ts'
import type { OutcomeEvent } from '../model/event.ts'
import { onFile, requireFile } from './files.ts'
import { fileNotFound, logBusy, logDuplicate, logUnreadable } from './issues.ts'
import { type ChainBreak, chainHash, emptyHead, findChainBreak, type LogHead, type LogRow } from './log-chain.ts'

/** The time of recording: the one wall clock of a run. */
export type Clock = () => Date

/** An event of a log with its place in the chain. */
export interface LoggedEvent {
  /** Position in the log, from 1. */
  seq: number
  event: OutcomeEvent
  previous: string
  hash: string
}

/** The append-only record of what happened to cases. Every event keeps the hash of all before it. */
export interface OutcomeLog {
  readonly path: string
  /** Appends all events or, on any failure or interruption, none. A repeated id throws. Returns the new head. */
  append(events: readonly OutcomeEvent[], clock: Clock): LogHead
  /** Runs work while no other process can write, so that a check still holds when its events are appended. */
  exclusively<T>(work: () => T): T
  /** All events in the order of recording, corrected ones too. */
  readAll(): readonly OutcomeEvent[]
  /** The events after so many, each with its place in the chain. */
  readAfter(count: number): readonly LoggedEvent[]
  head(): LogHead
  /** Whether every one of these events is in the log, the same to the last field. */
  holds(events: readonly OutcomeEvent[]): boolean
  /** The first event that is not as recorded; `expected` is a head noted earlier. */
  verifyChain(expected?: LogHead): ChainBreak | undefined
  close(): void
}

const applicationId = 0x4551504c
/** How long a writer waits for another unless it is more patient. */
const busyMilliseconds = 3000

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
  return new SqliteLog(path, patience)
}

/** Opens an outcome log that must exist. */
export function openExistingLog(path: string): OutcomeLog {
  if (!existsSync(path)) throw new TrialError([fileNotFound(path)])
  return openLog(path)
}

class SqliteLog implements OutcomeLog {
  readonly path: string
  private readonly patience: number
  private database: Database.Database | undefined
  private isWriting = false

  constructor(path: string, patience: number) {
    this.path = path
    this.patience = patience
    if (!existsSync(path)) return
    requireFile(path)
    onLog(path, () => this.connect())
  }

  append(events: readonly OutcomeEvent[], clock: Clock): LogHead {
    if (events.length === 0) return this.head()
    return this.exclusively(() => {
      const insert = this.connect().prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)')
      const recordedAt = clock().toISOString()
      let { count, hash } = this.head()
      for (const event of events) {
        const previous = hash
        const json = canonicalJson(storedEvent(event))
        count += 1
        hash = chainHash(previous, json)
        this.insertOnce(event.id, () => insert.run(count, event.id, json, recordedAt, previous, hash))
      }
      return { count, hash }
    })
  }

  exclusively<T>(work: () => T): T {
    return onLog(this.path, () => {
      const database = this.connect()
      if (database.inTransaction) return work()
      this.prepareToWrite(database)
      database.exec('BEGIN IMMEDIATE')
      try {
        if (!hasTables(database)) database.exec(schema)
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK')
        throw error
      }
    })
  }

  readAll(): readonly OutcomeEvent[] {
    return this.rows('SELECT event FROM event ORDER BY seq').map(([event]) => loadedEvent(this.path, String(event)))
  }

  readAfter(count: number): readonly LoggedEvent[] {
    const sql = `SELECT seq, event, previous, hash FROM event WHERE seq > ${Math.trunc(count)} ORDER BY seq`
    return this.rows(sql).map(([seq, event, previous, hash]) => ({
      seq: Number(seq),
      event: loadedEvent(this.path, String(event)),
      previous: String(previous),
      hash: String(hash),
    }))
  }

  head(): LogHead {
    const [last] = this.rows('SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1')
    return last === undefined ? emptyHead : { count: Number(last[0]), hash: String(last[1]) }
  }

  holds(events: readonly OutcomeEvent[]): boolean {
    const stored = new Map(this.rows('SELECT id, event FROM event').map(([id, event]) => [id, event]))
    return events.every(event => stored.get(event.id) === canonicalJson(storedEvent(event)))
  }

  verifyChain(expected?: LogHead): ChainBreak | undefined {
    const rows = this.rows('SELECT seq, id, event, previous, hash FROM event ORDER BY seq')
    const stored = rows.map(
      ([seq, id, event, previous, hash]): LogRow => ({
        seq: Number(seq),
        id: String(id),
        event: String(event),
        previous: String(previous),
        hash: String(hash),
      }),
    )
    return findChainBreak(stored, expected)
  }

  /** Back to a single file, unless another process still uses the log; it then does so when it closes. */
  close(): void {
    try {
      if (this.isWriting) this.database?.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;')
    } catch (error) {
      if (!isBusy(error)) throw error
    } finally {
      this.database?.close()
      this.database = undefined
      this.isWriting = false
    }
  }

  /** The connection; opens the file, or makes it, on first use. */
  private connect(): Database.Database {
    if (this.database !== undefined) return this.database
    const database = new Database(this.path, { timeout: this.patience })
    try {
      const isForeign = hasTables(database) && firstValue(database, 'PRAGMA application_id') !== applicationId
      if (isForeign) throw new TrialError([logUnreadable(this.path, 'another SQLite database')])
    } catch (error) {
      database.close()
      throw error
    }
    this.database = database
    return database
  }

  private prepareToWrite(database: Database.Database): void {
    if (this.isWriting) return
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
    this.isWriting = true
  }

  private rows(sql: string): unknown[][] {
    return onLog(this.path, () => {
      if (this.database === undefined && !existsSync(this.path)) return []
      const database = this.connect()
      return hasTables(database) ? allRows(database, sql) : []
    })
  }

  private insertOnce(id: string, insert: () => unknown): void {
    try {
      insert()
    } catch (error) {
      if (codeOf(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
      throw new TrialError([logDuplicate(this.path, id)], { cause: error })
    }
  }
}

/** Rows as arrays. Statements are read to their end: an open one would hold a transaction. */
function allRows(database: Database.Database, sql: string): unknown[][] {
  return database.prepare(sql).raw().all() as unknown[][]
}

const firstValue = (database: Database.Database, sql: string): unknown => allRows(database, sql)[0]?.[0]
const hasTables = (database: Database.Database): boolean =>
  firstValue(database, 'SELECT count(*) FROM sqlite_schema') !== 0

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '')
const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY')

/** Failures of SQLite as issues about the log; anything else as it is. */
function onLog<T>(path: string, work: () => T): T {
  try {
    return onFile(path, work)
  } catch (error) {
    const isSqlite =
      codeOf(error).startsWith('SQLITE') || (error instanceof Error && /^ConnectionFailed/.test(error.message))
    if (!isSqlite) throw error
    const issue = isBusy(error) ? logBusy(path) : logUnreadable(path, (error as Error).message || codeOf(error))
    throw new TrialError([issue], { cause: error })
  }
}

/** An event as the log stores it: pence named as such, fields without a value left out. */
function storedEvent({ amountPence, fields, ...event }: OutcomeEvent) {
  const present = Object.entries(fields).filter(([, value]) => value !== null)
  return { ...event, amount_pence: amountPence, fields: Object.fromEntries(present) }
}

function loadedEvent(path: string, json: string): OutcomeEvent {
  try {
    const { amount_pence, ...event } = JSON.parse(json) as ReturnType<typeof storedEvent>
    return { ...event, amountPence: amount_pence }
  } catch (error) {
    throw new TrialError([logUnreadable(path, 'an event that is not JSON')], { cause: error })
  }
}
