import type { FieldRecord } from '../../model/condition-predicate.ts'
import type { OutcomeEvent } from '../../model/event.ts'

/** A compiled rule about one event. */
export type Meets = (record: FieldRecord) => boolean

/** A time: the day in the trial's time zone since 1970, and the millisecond of an instant; a bare date has none. */
export interface When {
  day: number
  instant: number | undefined
}

export interface TimedEvent extends When {
  event: OutcomeEvent
  record: FieldRecord
}

/**
 * A place in the order of a case's events. An instant and a bare date of one day are neither before the other, so that
 * what is not later and what is earlier are found apart, as ranges of positions in the order.
 */
export interface Moment extends When {
  /** Position of the event that is judged, which never counts for itself; -1 for one that is only thought of. */
  self: number
  /** Events before `end` are not later. */
  end: number
  /** Events before `start` are earlier, but for bare dates of its own day, from `dayStart` to `bareEnd`. */
  start: number
  dayStart: number
  bareEnd: number
}
