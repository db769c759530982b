import type { OutcomeEvent } from '../../model/event.ts'
import type { ChainBreak, LogHead } from './chain.ts'
import type { StoredEvent } from './stored-event.ts'

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

/** All events of a log at one moment, and the head that they determine. */
export interface LogSnapshot {
  events: readonly OutcomeEvent[]
  head: LogHead
}

/** What can be asked of a log. Failures of its store are `TrialError`s. */
export interface LogReader {
  /** Where the log is, for messages: a path, or an address without a password. */
  readonly place: string
  head(): Promise<LogHead>
  /** All events in the order of recording, corrected ones too. */
  readAll(): Promise<readonly OutcomeEvent[]>
  /** `readAll` with the head that belongs to it, whatever others record in the meantime. */
  snapshot(): Promise<LogSnapshot>
  /** The events after so many, each with its place in the chain. */
  readAfter(count: number): Promise<readonly LoggedEvent[]>
  /** The rows after a position as they are stored, some thousands at a time: a log need not fit into memory. */
  pages(after?: number): AsyncIterable<readonly StoredEvent[]>
}

/** A log inside a transaction that excludes every other writer. Of no use once that has ended. */
export interface LogWriter extends LogReader {
  /** Appends all events. A repeated id, or text that no log can hold, throws. Returns the new head. */
  append(events: Iterable<OutcomeEvent>, clock: Clock): Promise<LogHead>
  /** Appends rows of another log as they are, with their time of recording. They must follow the head. */
  restore(rows: AsyncIterable<readonly StoredEvent[]>): Promise<LogHead>
}

/**
 * The append-only record of what happened to cases. Every event keeps the hash of all before it. Calls on one log, made at
 * once, wait for each other.
 */
export interface OutcomeLog extends LogReader {
  /** Appends all events or, on any failure or interruption, none. A repeated id throws. Returns the new head. */
  append(events: Iterable<OutcomeEvent>, clock: Clock): Promise<LogHead>
  /**
   * Runs work while nobody else can write, so that a check still holds when its events are appended. What the writer
   * appended is kept when the work is done, all of it, and nothing of it where the work fails.
   */
  exclusively<T>(work: (writer: LogWriter) => T | Promise<T>): Promise<T>
  /** The first event that is not as recorded; `expected` is a head noted earlier. */
  verifyChain(expected?: LogHead): Promise<ChainBreak | undefined>
  close(): Promise<void>
}
