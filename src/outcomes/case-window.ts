import { type CivilDate, civilDateOf, dateAfter } from '../core/civil-date.ts'
import type { AllocatedCase } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import type { CaseId } from '../model/ids.ts'
import { fromAllocation, type Protocol } from '../model/protocol.ts'
import type { CaseEvents } from './case-events.ts'
import { dayOf } from './event-time.ts'

/** The days on which events of a case count, both included, and whether the follow-up holds all of them. */
export interface CaseWindow {
  from: CivilDate
  to: CivilDate
  isComplete: boolean
}

type Windows = readonly (CaseWindow | null)[] | undefined

/**
 * The window of every case, where the protocol gives them one each: from its allocation (the first day of the follow-up, where
 * all cases were allocated together) or from a baseline date; `null` where that is missing.
 */
export function caseWindows(
  { followUp, timeZone }: Pick<Protocol, 'followUp' | 'timeZone'>,
  cases: readonly Pick<AllocatedCase, 'id'>[],
  baseline: ReadonlyMap<string, readonly FieldValue[]>,
  arrivals: ReadonlyMap<CaseId, string> | undefined,
): (CaseWindow | null)[] | undefined {
  const { perCase } = followUp
  if (perCase === undefined) return undefined
  const arrivalOf = (id: CaseId): CivilDate | undefined => {
    const at = arrivals?.get(id)
    return at === undefined ? undefined : civilDateOf(at, timeZone)
  }
  const starts =
    perCase.from === fromAllocation
      ? cases.map(({ id }) => (arrivals === undefined ? followUp.from : arrivalOf(id)))
      : cases.map((_, row) => baseline.get(perCase.from)?.[row])
  return starts.map(start => {
    if (typeof start !== 'string') return null
    const to = dateAfter(start, perCase)
    return { from: start, to, isComplete: followUp.from <= start && to <= followUp.to }
  })
}

/** The events that lie in the windows of their cases. */
export const inWindows = (all: CaseEvents, windows: Windows): CaseEvents =>
  within(all, windows, (day, { from, to }) => from <= day && day <= to)

/** The events up to the last days of the windows of their cases. */
export const upToEnds = (all: CaseEvents, windows: Windows): CaseEvents =>
  within(all, windows, (day, { to }) => day <= to)

function within(all: CaseEvents, windows: Windows, holds: (day: CivilDate, window: CaseWindow) => boolean): CaseEvents {
  if (windows === undefined) return all
  return {
    ...all,
    events: all.events.filter(({ row, time }) => {
      const window = windows[row]
      return window !== undefined && window !== null && holds(dayOf(time), window)
    }),
  }
}
