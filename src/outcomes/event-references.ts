import type { Issue } from '../core/errors.ts'
import { type OutcomeEvent, voidKind } from '../model/event.ts'
import { differingParts } from '../model/event-content.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import { partPlace } from './event-context.ts'
import * as issues from './issues.ts'

/** What is wrong between events: ids in use, and corrections without a reason or of events that cannot be corrected. */
export function referenceIssues(submitted: readonly LocatedEvent[], existing: readonly OutcomeEvent[]): Issue[] {
  const recorded = new Map(existing.map(event => [event.id, event]))
  const all = new Map([...existing, ...submitted.map(({ event }) => event)].map(event => [event.id, event]))
  const seen = new Set<string>()
  return submitted.flatMap(located => {
    const { id } = located.event
    const found = correctionIssues(located, all)
    const place = () => partPlace(located, 'id')
    const before = recorded.get(id)
    if (before !== undefined) found.push(issues.eventRecorded(place(), id, differingParts(before, located.event)))
    else if (seen.has(id)) found.push(issues.eventRepeated(place(), id))
    seen.add(id)
    return found
  })
}

function correctionIssues(located: LocatedEvent, all: ReadonlyMap<string, OutcomeEvent>): Issue[] {
  const { event } = located
  if (event.corrects === undefined) {
    return event.kind === voidKind ? [issues.voidsNothing(partPlace(located, 'corrects'))] : []
  }
  return [...reasonIssues(located), ...correctedIssues(located, event.corrects, all)]
}

const reasonIssues = (located: LocatedEvent): Issue[] =>
  (located.event.reason ?? '').trim() === '' ? [issues.correctionReasonMissing(partPlace(located, 'reason'))] : []

function correctedIssues(located: LocatedEvent, corrects: string, all: ReadonlyMap<string, OutcomeEvent>): Issue[] {
  const { event } = located
  const place = partPlace(located, 'corrects')
  const corrected = all.get(corrects)
  if (corrected === undefined) return [issues.correctsUnknown(place, corrects)]
  if (corrected.case !== event.case) return [issues.correctsOtherCase(place, corrects, corrected.case)]
  return comesBack(event, all) ? [issues.correctsInCircle(place, event.id)] : []
}

/** Whether following the corrections from an event leads back to it. */
function comesBack(event: OutcomeEvent, all: ReadonlyMap<string, OutcomeEvent>): boolean {
  const seen = new Set<string>()
  let next = event.corrects
  while (next !== undefined && !seen.has(next)) {
    if (next === event.id) return true
    seen.add(next)
    next = all.get(next)?.corrects
  }
  return false
}
