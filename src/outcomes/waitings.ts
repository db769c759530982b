import { type CivilDate, daysOf } from '../core/civil-date.ts'
import type { Outcome } from '../model/protocol.ts'
import { censored, endsOf, waitingCode } from '../model/waiting.ts'
import type { CaseEvent, CaseEvents } from './case-events.ts'
import type { eventRules } from './event-record.ts'
import { dayOf } from './event-time.ts'

/** The first and the last day on which a case was followed; `null` where it was not followed from its first day, or that is not known. */
export type Followed = { from: CivilDate; to: CivilDate } | null

/**
 * How long each case waited, by `waitingCode`: to the first event that ends the waiting, or to the last day on which it was
 * followed. Of events at one time, what is waited for comes before what competes with it, and both before what ends the following.
 */
export function waitings(
  outcome: Extract<Outcome, { type: 'time' }>,
  rules: ReturnType<typeof eventRules>,
  { cases, events }: CaseEvents,
  followed: readonly Followed[],
): (number | null)[] {
  const ends = endsOf(outcome)
  const { until, competing = [], censoredWhen } = outcome
  const meets = [
    until,
    ...competing.map(({ when }) => when),
    ...(censoredWhen === undefined ? [] : [censoredWhen]),
  ].map(rules)
  const names = [...ends, censored]
  const first = new Array<{ time: string; place: number } | undefined>(cases).fill(undefined)
  for (const event of events) {
    const place = meets.findIndex(holds => holds(event.record))
    if (place >= 0 && isEarlier(event, place, first[event.row])) first[event.row] = { time: event.time, place }
  }
  return followed.map((window, row) => {
    if (window === null) return null
    const found = first[row]
    const last = found === undefined ? window.to : dayOf(found.time)
    const end = found === undefined || names[found.place] === censored ? null : (names[found.place] as string)
    return waitingCode({ day: daysOf(last) - daysOf(window.from) + 1, end }, ends)
  })
}

function isEarlier({ time }: CaseEvent, place: number, known: { time: string; place: number } | undefined): boolean {
  return known === undefined || time < known.time || (time === known.time && place < known.place)
}
