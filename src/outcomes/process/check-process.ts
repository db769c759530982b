import type { Issue } from '../../core/errors.ts'
import { groupBy } from '../../core/lists.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { ArmId } from '../../model/ids.ts'
import type { LocatedEvent } from '../../storage/event-parts.ts'
import { standingEvents } from '../corrections.ts'
import { type EventContext, partPlace } from '../event-context.ts'
import { overrideNeedless, ruleBroken } from '../issues.ts'
import { allowedAt, allowedText } from './allowed-next.ts'
import { type CompiledProcess, type CompiledRule, compileProcess } from './compile.ts'
import type { TimedEvent } from './moment.ts'
import { CaseTimeline } from './timeline.ts'

/**
 * Events that break a rule of the process without saying so, and those that say so of a rule that they keep. Every case with
 * a submitted event is judged anew by all of its standing events, whatever their order in the file, so that an event that
 * takes the ground of a recorded one away is refused too.
 */
export function processIssues(submitted: readonly LocatedEvent[], context: EventContext): Issue[] {
  const { protocol, existing, allocation } = context
  const process = compileProcess(protocol.process)
  const byCase = groupBy(submitted, ({ event }) => event.case)
  const earlier = groupBy(
    existing.filter(event => byCase.has(event.case)),
    event => event.case,
  )
  return [...byCase].flatMap(([id, located]) => {
    const events = [...(earlier.get(id) ?? []), ...located.map(({ event }) => event)]
    const timeline = new CaseTimeline(standingEvents(events), protocol.timeZone, process.record)
    return caseIssues(timeline, process, allocation.get(id)?.arm, located)
  })
}

interface Finding {
  position: number
  rule: CompiledRule
  found: string
}

function caseIssues(
  timeline: CaseTimeline,
  process: CompiledProcess,
  arm: ArmId | undefined,
  located: readonly LocatedEvent[],
): Issue[] {
  const broken: Finding[] = []
  const needless: { event: OutcomeEvent; rule: string }[] = []
  for (const [position, timed] of timeline.events.entries()) {
    const { event } = timed
    const rules = rulesAbout(timed, process, arm)
    if (rules.length === 0 && event.override === undefined) continue
    const moment = timeline.momentOf(position)
    const unused = new Set(arm === undefined ? [] : event.override)
    for (const rule of rules) {
      const found = rule.demand.broken(timeline, moment, timed)
      if (found === undefined) continue
      if (rule.id !== undefined && event.override?.includes(rule.id)) unused.delete(rule.id)
      else broken.push({ position, rule, found })
    }
    for (const rule of unused) if (process.overridable.has(rule)) needless.push({ event, rule })
  }
  const own = new Map(located.map(each => [each.event.id, each]))
  const placeOf = placesOf(located, own)
  return [
    ...broken.map(({ position, rule, found }, index) => {
      const { event } = timeline.events[position] as TimedEvent
      // What is allowed is said once for a case: with its first event that is refused.
      const allowed =
        index === 0 ? allowedText(allowedAt(process, timeline, timeline.momentOf(position), arm)) : undefined
      const judged = { ...event, isRecorded: !own.has(event.id) }
      return ruleBroken(placeOf(event, rule.demand.part), judged, { ...rule, wants: rule.demand.wants, found }, allowed)
    }),
    ...needless.map(({ event, rule }) => overrideNeedless(placeOf(event, 'override'), event.id, rule)),
  ]
}

function rulesAbout({ event, record }: TimedEvent, process: CompiledProcess, arm: ArmId | undefined): CompiledRule[] {
  return process
    .rulesOf(event.kind)
    .filter(({ arms, isAbout }) => (arms === undefined || (arm !== undefined && arms.includes(arm))) && isAbout(record))
}

/** Where to point: at the event itself or, where it was recorded before, at what changes its ground. */
function placesOf(located: readonly LocatedEvent[], own: ReadonlyMap<string, LocatedEvent>) {
  const changing = located.find(({ event }) => event.corrects !== undefined) ?? located[0]
  return (event: OutcomeEvent, part: string) => {
    const at = own.get(event.id)
    if (at !== undefined) return partPlace(at, part)
    return changing === undefined ? { field: `event ${event.id}` } : partPlace(changing, 'kind')
  }
}
