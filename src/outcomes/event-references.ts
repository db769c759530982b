import type { Issue } from '../core/errors.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import { partPlace } from './event-context.ts'
import * as issues from './issues.ts'

/** What is wrong between events: repeated ids, and corrections of events that cannot be corrected. */
export function referenceIssues(submitted: readonly LocatedEvent[], existing: readonly OutcomeEvent[]): Issue[] {
  const recorded = new Map(existing.map(event => [event.id, event]))
  const all = new Map([...existing, ...submitted.map(({ event }) => event)].map(event => [event.id, event]))
  const seen = new Set<string>()
  return submitted.flatMap(located => {
    const { id } = located.event
    const found = correctionIssues(located, all)
    const place = partPlace(located, 'id')
    if (recorded.has(id)) found.push(issues.eventRecorded(place, id))
    else if (seen.has(id)) found.push(issues.eventRepeated(place, id))
    seen.add(id)
    return found
  })
}

function correctionIssues(located: LocatedEvent, all: ReadonlyMap<string, OutcomeEvent>): Issue[] {
  const { event } = located
  if (event.corrects === undefined) return []
  const place = partPlace(located, 'corrects')
  const corrected = all.get(event.corrects)
  if (corrected === undefined) return [issues.correctsUnknown(place, event.corrects)]
  if (corrected.case !== event.case) return [issues.correctsOtherCase(place, event.corrects, corrected.case)]
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
