import { InternalError, type Issue, refuseIfAny } from '../core/errors.ts'
import type { EnrolmentEvent } from '../model/enrolment.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { CaseId } from '../model/ids.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import type { EventsFile } from '../storage/events-file.ts'
import type { LogHead } from '../storage/log/chain.ts'
import type { Clock, OutcomeLog } from '../storage/log/outcome-log.ts'
import { eventText, textIssues } from '../storage/log/stored-event.ts'
import { checkEvents } from './check-events.ts'
import type { EventContext } from './event-context.ts'
import { LogMemory, type LogPosition } from './log-memory.ts'

/** Events to record, and what was already wrong with their file. */
export type Submission = Pick<EventsFile, 'events' | 'issues'>

/** What events are checked against, beside the log. */
export type RecordingContext = Omit<EventContext, 'existing'>

/** What recording did: how many events are new, how many the log held already, and its head now. */
export interface Recorded {
  recorded: number
  held: number
  head: LogHead
}

/** What became of one event of a stream, and where it stands in the chain if it is in the log. */
export type EventVerdict =
  | ({ state: 'recorded' | 'held' } & LogPosition)
  | { state: 'refused'; issues: readonly Issue[] }

type Judgement = { state: 'fresh' | 'held' } | { state: 'refused'; issues: readonly Issue[] }

/**
 * Records events in a log, each against all that the log holds, whoever recorded it. The log is read once and then only
 * what is new in it. `arrived` is told of every case that was enrolled, before events of it are checked.
 */
export class Recorder {
  private readonly log: OutcomeLog
  private readonly context: RecordingContext
  private readonly clock: Clock
  private readonly arrived: (event: EnrolmentEvent) => void
  private memory = new LogMemory()

  constructor(
    log: OutcomeLog,
    context: RecordingContext,
    clock: Clock,
    arrived: (event: EnrolmentEvent) => void = () => {},
  ) {
    this.log = log
    this.context = context
    this.clock = clock
    this.arrived = arrived
  }

  /**
   * Records the events of a submission that the log does not hold or, where anything is wrong with any of them, none: then it
   * throws one `TrialError` with every reason and has not touched the log.
   */
  async recordAll({ events, issues }: Submission): Promise<Recorded> {
    const check = (): readonly LocatedEvent[] => {
      const fresh = events.filter(({ event }) => !this.memory.holds(event))
      refuseIfAny([...issues, ...this.check(fresh)])
      return fresh
    }
    const { checked: fresh, head } = await this.append(check, kept => kept)
    return { recorded: fresh.length, held: events.length - fresh.length, head: head ?? (await this.log.head()) }
  }

  /**
   * Records each event that can be, in their order and in one transaction; what is wrong with one stops no other. The verdicts
   * are those of the log as it is when this returns.
   */
  async recordEach(events: readonly LocatedEvent[]): Promise<readonly EventVerdict[]> {
    const { checked: judgements } = await this.append(
      () => this.judge(events),
      judged => events.filter((_, index) => judged[index]?.state === 'fresh'),
    )
    await this.readOn(this.log)
    return events.map(({ event }, index) => {
      const judgement = judgements[index]
      if (judgement?.state === 'refused') return judgement
      const position = this.memory.positionOf(event.id)
      if (position === undefined) throw new InternalError(`event ${event.id} was recorded and is not in the log`)
      return { state: judgement?.state === 'fresh' ? 'recorded' : 'held', ...position }
    })
  }

  /** Reads what others recorded since. */
  async refresh(): Promise<void> {
    await this.readOn(this.log)
  }

  /** The events of a case as the log was last read, in the order of recording, with their positions. */
  eventsOf(id: CaseId): readonly { event: OutcomeEvent; seq: number }[] {
    return this.memory.eventsOf(id).map(event => ({ event, seq: this.memory.positionOf(event.id)?.seq ?? 0 }))
  }

  /** Checks, and then again where the log has grown until nobody else can write; appends what may be. */
  private async append<T>(
    check: () => T,
    freshOf: (checked: T) => readonly LocatedEvent[],
  ): Promise<{ checked: T; head: LogHead | undefined }> {
    await this.readOn(this.log)
    const first = check()
    if (freshOf(first).length === 0) return { checked: first, head: undefined }
    return this.log.exclusively(async writer => {
      const checked = (await this.readOn(writer)) ? check() : first
      const head = await writer.append(
        freshOf(checked).map(({ event }) => event),
        this.clock,
      )
      return { checked, head }
    })
  }

  private readOn(log: Pick<OutcomeLog, 'readAfter'>): Promise<boolean> {
    return this.memory.readOn(log, this.arrived)
  }

  private check(events: readonly LocatedEvent[], pending?: LogMemory): readonly Issue[] {
    const existing = [...this.memory.relevantTo(events), ...(pending?.relevantTo(events) ?? [])]
    return checkEvents(events, { ...this.context, existing })
  }

  /** What is to become of each event, given the log and those before it. */
  private judge(events: readonly LocatedEvent[]): readonly Judgement[] {
    const pending = new LogMemory()
    return events.map((located): Judgement => {
      const { event } = located
      if (this.memory.holds(event) || pending.holds(event)) return { state: 'held' }
      const issues = [...textIssues(this.log.place, event, eventText(event)), ...this.check([located], pending)]
      if (issues.length > 0) return { state: 'refused', issues }
      pending.add(event)
      return { state: 'fresh' }
    })
  }
}
