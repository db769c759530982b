import { isEnrolment } from '../model/enrolment.ts'
import type { OutcomeEvent } from '../model/event.ts'
import { eventContent } from '../model/event-content.ts'
import type { CaseId } from '../model/ids.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import type { LogReader } from '../storage/log/outcome-log.ts'

/** What recording asks of a log, kept in memory: only what was added since is read from it. */
export class LogMemory {
  private readonly byId = new Map<string, OutcomeEvent>()
  private readonly byCase = new Map<CaseId, OutcomeEvent[]>()
  private count = 0

  /** Reads the events that the log holds beyond those known; whether there were any. */
  async readOn(log: Pick<LogReader, 'readAfter'>): Promise<boolean> {
    const added = await log.readAfter(this.count)
    for (const { event } of added) this.add(event)
    return added.length > 0
  }

  /** Adds the next event of the log. */
  add(event: OutcomeEvent): void {
    this.count += 1
    this.byId.set(event.id, event)
    if (isEnrolment(event)) return
    const events = this.byCase.get(event.case)
    if (events === undefined) this.byCase.set(event.case, [event])
    else events.push(event)
  }

  /** Whether the log holds this very event. */
  holds(event: OutcomeEvent): boolean {
    const known = this.byId.get(event.id)
    return known !== undefined && eventContent(known) === eventContent(event)
  }

  /** The recorded events that can decide about submitted ones: those of their cases, and those that they name or repeat. */
  relevantTo(submitted: readonly LocatedEvent[]): readonly OutcomeEvent[] {
    const relevant = new Set<OutcomeEvent>()
    const cases = new Set(submitted.map(({ event }) => event.case))
    for (const id of cases) for (const event of this.byCase.get(id) ?? []) relevant.add(event)
    for (const { event } of submitted) {
      for (const id of [event.id, event.corrects]) {
        const known = id === undefined ? undefined : this.byId.get(id)
        if (known !== undefined) relevant.add(known)
      }
    }
    return [...relevant]
  }
}
