import { type EnrolmentEvent, isEnrolment } from '../model/enrolment.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { CaseId } from '../model/ids.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import type { LogReader } from '../storage/log/outcome-log.ts'
import { eventText } from '../storage/log/stored-event.ts'

/** Where an event stands in the chain of a log. */
export interface LogPosition {
  seq: number
  hash: string
}

/** What recording asks of a log, kept in memory: only what was added since is read from it. */
export class LogMemory {
  private readonly byId = new Map<string, { event: OutcomeEvent; position: LogPosition | undefined }>()
  private readonly byCase = new Map<CaseId, OutcomeEvent[]>()
  private count = 0

  /** Reads the events that the log holds beyond those known; whether there were any. Those that enrol cases go to `arrived`. */
  async readOn(log: Pick<LogReader, 'readAfter'>, arrived: (event: EnrolmentEvent) => void): Promise<boolean> {
    const added = await log.readAfter(this.count)
    for (const { event, seq, hash } of added) {
      this.count = seq
      this.add(event, { seq, hash })
      if (isEnrolment(event)) arrived(event)
    }
    return added.length > 0
  }

  /** Adds an event as the last. One that is to be recorded has no position yet. */
  add(event: OutcomeEvent, position?: LogPosition): void {
    this.byId.set(event.id, { event, position })
    if (isEnrolment(event)) return
    const events = this.byCase.get(event.case)
    if (events === undefined) this.byCase.set(event.case, [event])
    else events.push(event)
  }

  /** Whether this very event is known, and not another under its id. */
  holds(event: OutcomeEvent): boolean {
    const known = this.byId.get(event.id)?.event
    return known !== undefined && eventText(known) === eventText(event)
  }

  positionOf(id: string): LogPosition | undefined {
    return this.byId.get(id)?.position
  }

  /** The events of a case, in the order of recording, corrected ones too; not its arrival. */
  eventsOf(id: CaseId): readonly OutcomeEvent[] {
    return this.byCase.get(id) ?? []
  }

  /** The known events that can decide about submitted ones: those of their cases, and those that they name or repeat. */
  relevantTo(submitted: readonly LocatedEvent[]): readonly OutcomeEvent[] {
    const relevant = new Set<OutcomeEvent>()
    const cases = new Set(submitted.map(({ event }) => event.case))
    for (const id of cases) for (const event of this.eventsOf(id)) relevant.add(event)
    for (const { event } of submitted) {
      const same = this.byId.get(event.id)?.event
      const corrected = event.corrects === undefined ? undefined : this.byId.get(event.corrects)?.event
      if (same !== undefined) relevant.add(same)
      if (corrected !== undefined && !isEnrolment(corrected)) relevant.add(corrected)
    }
    return [...relevant]
  }
}
