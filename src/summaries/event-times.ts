import type { LevelId } from '../model/ids.ts'
import type { EventTime } from '../model/summary.ts'
import { waitingOf } from '../model/waiting.ts'

/** The days to which cases were followed, in order, from how many cases have each waiting. */
export function eventTimes(tally: ReadonlyMap<number, number>, ends: readonly LevelId[]): EventTime[] {
  const days = new Map<number, { ends: Record<LevelId, number>; censored: number }>()
  for (const [code, cases] of tally) {
    const { day, end } = waitingOf(code, ends)
    const at = days.get(day) ?? { ends: Object.fromEntries(ends.map(each => [each, 0])), censored: 0 }
    if (end === null) at.censored += cases
    else at.ends[end] = (at.ends[end] ?? 0) + cases
    days.set(day, at)
  }
  return [...days].sort(([a], [b]) => a - b).map(([time, at]) => ({ time, ...at }))
}

/** How many cases each end came to, from how many cases have each waiting. */
export function endCounts(tally: ReadonlyMap<number, number>, ends: readonly LevelId[]): ReadonlyMap<LevelId, number> {
  const counts = new Map<LevelId, number>()
  for (const [code, cases] of tally) {
    const { end } = waitingOf(code, ends)
    if (end !== null) counts.set(end, (counts.get(end) ?? 0) + cases)
  }
  return counts
}
