import { civilDateOf } from '../core/civil-date.ts'
import type { Ledger } from '../model/ledger.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import type { EventContext } from './event-context.ts'
import { isNotAfter } from './event-time.ts'

/** The rows of a ledger that are of the trial, and how many are not. */
export interface TrialRows {
  events: readonly LocatedEvent[]
  /** Rows of cases that were not allocated. */
  otherCases: number
  /** Rows of allocated cases on days that do not count. */
  outsideFollowUp: number
}

type Context = Pick<EventContext, 'protocol' | 'allocation'>

/**
 * A ledger holds a whole caseload at all times. Leaves out what its mapping says is none of the trial's: rows of other cases,
 * rows outside the follow-up or before the case came in. Where the mapping does not, they stay, to be refused.
 */
export function rowsOfTrial(events: readonly LocatedEvent[], ledger: Ledger, context: Context): TrialRows {
  const kept: LocatedEvent[] = []
  const left = { otherCases: 0, outsideFollowUp: 0 }
  for (const located of events) {
    const reason = reasonToLeaveOut(located, context)
    if (reason !== undefined && ledger[reason] === 'skip') left[reason] += 1
    else kept.push(located)
  }
  return { events: kept, ...left }
}

function reasonToLeaveOut(
  { event }: LocatedEvent,
  { protocol, allocation }: Context,
): keyof Omit<TrialRows, 'events'> | undefined {
  const allocated = allocation.get(event.case)
  if (allocated === undefined) return 'otherCases'
  const { followUp, timeZone } = protocol
  const day = civilDateOf(event.at, timeZone)
  const isFollowed = followUp.from <= day && day <= followUp.to
  const hasCome = allocated.at === undefined || isNotAfter(allocated.at, event.at, timeZone)
  return isFollowed && hasCome ? undefined : 'outsideFollowUp'
}
