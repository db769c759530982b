import type { Moment, TimedEvent } from './moment.ts'
import type { CaseTimeline } from './timeline.ts'

/** How a demand stands for an event of which only kind and time are known. */
export type Outlook =
  | { state: 'kept' }
  | { state: 'broken'; found: string }
  /** Kept by some such events and broken by others; `says` which keep it. */
  | { state: 'depends'; says: string }

/** What a rule demands of the events that it is about, compiled. */
export interface Demand {
  /** In words, to follow "expected". */
  wants: string
  /** The part of an event that breaks it, to point at. */
  part: 'kind' | 'amount'
  /** What is found where an event breaks it, in words to follow "received"; `undefined` where it is kept. */
  broken(timeline: CaseTimeline, moment: Moment, event: TimedEvent): string | undefined
  outlook(timeline: CaseTimeline, moment: Moment): Outlook
}

export const kept: Outlook = { state: 'kept' }

/** The outlook of a demand that asks nothing of the event itself. */
export const outlookOf = (found: string | undefined): Outlook =>
  found === undefined ? kept : { state: 'broken', found }

/** An event as a message names it. */
export const named = ({ event: { id, kind, at } }: TimedEvent): string => `${kind} ${id} of ${at}`
