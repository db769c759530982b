import { TrialError } from '../../core/errors.ts'
import { type OutcomeEvent, voidKind } from '../../model/event.ts'
import type { ArmId, CaseId } from '../../model/ids.ts'
import { type AllowedKind, allowedNext, isEventTime, standingEvents } from '../../outcomes/index.ts'
import { caseNotAllocated, caseUnknown, timeInvalid } from '../../outcomes/issues.ts'
import { isSealed } from '../sealing/sealed-run.ts'
import { type Recording, type RecordingRequest, withRecording } from './open-recording.ts'

/** An event of a case, and whether it still says what happened. */
export interface RecordedEvent {
  event: OutcomeEvent
  /** Its position in the log, from 1. */
  seq: number
  /** corrected: another event of the case took its place. voided: it was taken away. void: it took one away. */
  state: 'standing' | 'corrected' | 'voided' | 'void'
}

/** What is recorded of a case, and what may be recorded next. */
export interface CaseHistoryOutcome {
  schema: 'equipoise/case/1'
  trial: string
  run: string
  notice: string | null
  case: CaseId
  /** `null` where the run is sealed: to show an arm is to unblind it. */
  arm: ArmId | null
  events: readonly RecordedEvent[]
  /** The time that `allowed` is about. */
  at: string
  allowed: readonly AllowedKind[]
}

/** The history of one case. A case that nobody knows, or that was not allocated, is refused. */
export function caseHistoryOfRun(
  request: RecordingRequest & { case: CaseId; at?: string | undefined },
): Promise<CaseHistoryOutcome> {
  return withRecording(request, async recording => {
    await recording.recorder.refresh()
    return caseHistory(recording, request)
  })
}

/** The same of a recording that is under way, as its log was last read. */
export function caseHistory(
  { notice, context, recorder }: Recording,
  { trial, run, clock, case: id, at }: RecordingRequest & { case: CaseId; at?: string | undefined },
): CaseHistoryOutcome {
  const arm = context.allocation.get(id)?.arm
  if (arm === undefined) {
    const refuse = context.knownCases.has(id) ? caseNotAllocated : caseUnknown
    throw new TrialError([refuse({ field: '--case' }, id)])
  }
  if (at !== undefined && !isEventTime(at)) throw new TrialError([timeInvalid({ field: '--at' }, at)])
  const events = recorder.eventsOf(id)
  const isConcealed = isSealed(run)
  const time = at ?? lastDay(trial.protocol.followUp, clock)
  return {
    schema: 'equipoise/case/1',
    trial: trial.protocol.id,
    run,
    notice,
    case: id,
    arm: isConcealed ? null : arm,
    events: withStates(events.map(({ event, seq }) => ({ event, seq }))),
    at: time,
    allowed: allowedNext(trial.protocol, {
      arm: isConcealed ? undefined : arm,
      events: events.map(({ event }) => event),
      at: time,
    }),
  }
}

/** Today or, where the follow-up is over, its last day. */
function lastDay({ to }: { to: string }, clock: RecordingRequest['clock']): string {
  const now = clock()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
  return now.slice(0, to.length) > to ? to : now
}

function withStates(events: readonly { event: OutcomeEvent; seq: number }[]): RecordedEvent[] {
  const standing = new Set(standingEvents(events.map(({ event }) => event)))
  const voided = new Set(events.flatMap(({ event }) => (event.kind === voidKind ? [event.corrects] : [])))
  return events.map(({ event, seq }) => {
    if (event.kind === voidKind) return { event, seq, state: 'void' }
    if (standing.has(event)) return { event, seq, state: 'standing' }
    return { event, seq, state: voided.has(event.id) ? 'voided' : 'corrected' }
  })
}
