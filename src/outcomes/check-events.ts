import type { Issue } from '../core/errors.ts'
import { voiding } from '../model/process.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import type { EventContext } from './event-context.ts'
import { factIssues } from './event-facts.ts'
import { referenceIssues } from './event-references.ts'
import { processIssues } from './process/check-process.ts'

/**
 * Every reason why submitted events cannot be recorded; none when all can. The order of the events does not matter:
 * an offer and its payment may stand in any order of rows.
 */
export function checkEvents(submitted: readonly LocatedEvent[], context: EventContext): readonly Issue[] {
  const kinds = new Map([...context.protocol.process.events, voiding].map(kind => [kind.kind, kind]))
  const issues = [
    ...submitted.flatMap(located => factIssues(located, kinds, context)),
    ...referenceIssues(submitted, context.existing),
    ...processIssues(submitted, context),
  ]
  return issues.sort((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0))
}
