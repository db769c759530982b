import { groupBy } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import type { Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { atRiskOn, eventOf } from './life-table.ts'

/** A day on which some case had the event: cases at risk of each arm, and those with the event. */
export interface EventDay {
  atRisk: readonly number[]
  events: readonly number[]
}

/** Every day on which some case of the arms had the event, in order. An arm without cases has none at risk. */
export function eventDays(summary: Summary<'eventTimes'>, arms: readonly ArmId[]): EventDay[] {
  const event = eventOf(summary)
  const readers = arms.map(arm => {
    const data = observedIn(summary, arm)
    const events = new Map(data?.times.map(({ time, ends }) => [time, ends[event] ?? 0]))
    return { events, atRisk: data === undefined ? () => 0 : atRiskOn(data) }
  })
  const days = readers.flatMap(({ events }) => [...events].flatMap(([day, cases]) => (cases > 0 ? [day] : [])))
  return [...new Set(days)]
    .sort((a, b) => a - b)
    .map(day => ({
      atRisk: readers.map(({ atRisk }) => atRisk(day)),
      events: readers.map(({ events }) => events.get(day) ?? 0),
    }))
}

/** The same in each stratum by itself, one after another. */
export function eventDaysWithinStrata(summary: Summary<'eventTimes'>, arms: readonly ArmId[]): EventDay[] {
  const strata = groupBy(summary.cells, ({ stratum }) => stratum)
  return [...strata.values()].flatMap(cells => eventDays({ ...summary, cells }, arms))
}
