import type { Issue } from '../core/errors.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { EventKind } from '../model/protocol.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import { standingEvents } from './corrections.ts'
import { type EventContext, partPlace } from './event-context.ts'
import { eventRecord, eventRules } from './event-record.ts'
import { isEventTime, isNotAfter } from './event-time.ts'
import { guardNotMet } from './issues.ts'

type Guards = ReadonlyMap<string, (event: OutcomeEvent) => boolean>

/**
 * Events whose kind requires an earlier event of the case that there is not. All events of the case count that stand and
 * are not later, whatever their order in the file. A correction that takes a recorded event's ground away is refused too.
 */
export function guardIssues(submitted: readonly LocatedEvent[], { protocol, existing }: EventContext): Issue[] {
  const guards = compileGuards(protocol.process.events)
  if (guards.size === 0) return []
  const byCase = groupByCase(submitted)
  const earlier = new Map<string, OutcomeEvent[]>()
  for (const event of existing) if (byCase.has(event.case)) addTo(earlier, event.case, event)
  return [...byCase].flatMap(([id, located]) => {
    const events = [...(earlier.get(id) ?? []), ...located.map(({ event }) => event)]
    return unmet(standingEvents(events), guards, protocol.timeZone).map(event => {
      const own = located.find(item => item.event === event) ?? located.find(item => item.event.corrects !== undefined)
      return guardNotMet(
        own === undefined ? { field: `event ${event.id}` } : partPlace(own, 'kind'),
        event.kind,
        event.at,
      )
    })
  })
}

function compileGuards(kinds: readonly EventKind[]): Guards {
  const compile = eventRules(kinds)
  return new Map(
    kinds.flatMap(({ kind, requires }) => {
      if (requires === undefined) return []
      const meets = compile(requires)
      return [[kind, (event: OutcomeEvent) => meets(eventRecord(event))] as const]
    }),
  )
}

/** The events of one case whose guard no other event of it meets. */
function unmet(events: readonly OutcomeEvent[], guards: Guards, timeZone: string): OutcomeEvent[] {
  const timed = events.filter(event => isEventTime(event.at))
  return timed.filter(event => {
    const meets = guards.get(event.kind)
    if (meets === undefined) return false
    return !timed.some(other => other !== event && isNotAfter(other.at, event.at, timeZone) && meets(other))
  })
}

function groupByCase(submitted: readonly LocatedEvent[]): Map<string, LocatedEvent[]> {
  const byCase = new Map<string, LocatedEvent[]>()
  for (const located of submitted) addTo(byCase, located.event.case, located)
  return byCase
}

function addTo<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key)
  if (group === undefined) groups.set(key, [item])
  else group.push(item)
}
