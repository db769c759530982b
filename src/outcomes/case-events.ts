import type { FieldRecord } from '../model/condition-predicate.ts'

/** An event as outcomes are made of it: the row of its case, what rules ask, and a text whose order is that of time. */
export interface CaseEvent {
  row: number
  record: FieldRecord
  time: string
}

/** The standing events in the order of recording. */
export interface CaseEvents {
  cases: number
  events: readonly CaseEvent[]
}
