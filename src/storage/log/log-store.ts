import type { LogHead } from './chain.ts'
import type { StoredEvent } from './stored-event.ts'

/**
 * What a log needs of a database: rows in, rows out, and one writer at a time. Calls come one after the other; `insert` only
 * between `begin` and `commit`. Failures are `TrialError`s.
 */
export interface LogStore {
  readonly place: string
  /** Starts a transaction in which nobody else writes to this log; makes what the log is kept in where it is not there. */
  begin(): Promise<void>
  commit(): Promise<void>
  /** Gives a transaction up. Never throws: what made it fail is what matters. */
  rollback(): Promise<void>
  /** Adds rows; returns the ids that the log holds already, which it did not add. */
  insert(rows: readonly StoredEvent[]): Promise<readonly string[]>
  /** Position and hash of the last row. */
  last(): Promise<LogHead | undefined>
  /** The first rows after a position, in their order. */
  page(after: number, limit: number): Promise<readonly StoredEvent[]>
  close(): Promise<void>
}
