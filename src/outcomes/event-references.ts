import type { Issue } from '../core/errors.ts'
import { type OutcomeEvent, voidKind } from '../model/event.ts'
import { differingParts } from '../model/event-content.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import { partPlace } from './event-context.ts'
import * as issues from './issues.ts'

/** What is wrong between events: ids in use, and corrections without a reason or of events that cannot be corrected. */
export function referenceIssues(submitted: readonly LocatedEvent[], existing: readonly OutcomeEvent[]): Issue[] {
  const recorded = new Map(existing.map(event => [event.id, event]))
  const fresh = new Map<string, OutcomeEvent>()
  const repeated = submitted.flatMap(located => {
    const { event } = located
    const place = () => partPlace(located, 'id')
    const before = recorded.get(event.id)
    const isRepeated = fresh.has(event.id)
    fresh.set(event.id, event)
    if (before !== undefined) return [issues.eventRecorded(place(), event.id, differingParts(before, event))]
    return isRepeated ? [issues.eventRepeated(place(), event.id)] : []
  })
  const find: Find = id => fresh.get(id) ?? recorded.get(id)
  return [...submitted.flatMap(located => correctionIssues(located, find)), ...repeated]
}

/** The event of an id, among those that are submitted and those that are recorded. */
type Find = (id: string) => OutcomeEvent | undefined

function correctionIssues(located: LocatedEvent, find: Find): Issue[] {
  const { event } = located
  if (event.corrects === undefined) {
    return event.kind === voidKind ? [issues.voidsNothing(partPlace(located, 'corrects'))] : []
  }
  return [...reasonIssues(located), ...correctedIssues(located, event.corrects, find)]
}

const reasonIssues = (located: LocatedEvent): Issue[] =>
  (located.event.reason ?? '').trim() === '' ? [issues.correctionReasonMissing(partPlace(located, 'reason'))] : []

function correctedIssues(located: LocatedEvent, corrects: string, find: Find): Issue[] {
  const { event } = located
  const place = partPlace(located, 'corrects')
  const corrected = find(corrects)
  if (corrected === undefined) return [issues.correctsUnknown(place, corrects)]
  if (corrected.case !== event.case) return [issues.correctsOtherCase(place, corrects, corrected.case)]
  return comesBack(event, find) ? [issues.correctsInCircle(place, event.id)] : []
}

/** Whether following the corrections from an event leads back to it. */
function comesBack(event: OutcomeEvent, find: Find): boolean {
  const seen = new Set<string>()
  let next = event.corrects
  while (next !== undefined && !seen.has(next)) {
    if (next === event.id) return true
    seen.add(next)
    next = find(next)?.corrects
  }
  return false
}
