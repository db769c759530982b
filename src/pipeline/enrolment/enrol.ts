import { existsSync } from 'node:fs'
import { canonicalJson } from '../../core/canonical-json.ts'
import { civilDateOf } from '../../core/civil-date.ts'
import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import type { Progress } from '../../core/progress.ts'
import { arrivalDealer, exclusionReasonsOn, sampledCases } from '../../design/index.ts'
import type { EnrolmentEvent } from '../../model/enrolment.ts'
import type { ArmId, CaseId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { isEventTime } from '../../outcomes/index.ts'
import type { LogHead } from '../../storage/log/chain.ts'
import type { Clock, LogReader, LogWriter, OutcomeLog } from '../../storage/log/outcome-log.ts'
import { noticeOfCases } from '../notices.ts'
import { manifestPath } from '../run-folder.ts'
import { withRunLog } from '../run-log.ts'
import type { Trial } from '../trial-folder.ts'
import { type ArrivingCase, tableOfOne } from './arrivals.ts'
import { closedAlready, logDiffers, outsideWindow, recordedOtherwise, timeInvalid } from './issues.ts'
import { enrolmentWindow, readClosing, readEnrolmentSecret, readOpening, requireAsOpened } from './records.ts'
import { ArrivalSequence, arrivingOf, type Occasion } from './sequence.ts'

/** Cases that arrive, in their order, and the secret that allocates them. */
export interface EnrolRequest {
  trial: Trial
  run: string
  arriving: readonly ArrivingCase[]
  secretFile?: string | undefined
  /** When those arrived that have no day of their own, a civil date or an instant with offset; now where absent. */
  at?: string | undefined
  /** Who enrols them: a role or team. */
  by?: string | undefined
  clock: Clock
  /** Told of every case once it is safely on the disk; the next one waits for it. */
  onEnrolled?: ((enrolled: EnrolledOutcome) => void | Promise<void>) | undefined
}

/** What became of a case that arrived. */
export interface EnrolledOutcome {
  case: CaseId
  status: EnrolmentEvent['kind']
  arm: ArmId | null
  /** Criteria that it fails. */
  reasons: readonly string[]
  /** Its place in the log, and the hash that it and all events before it determine: together they are a receipt. */
  event: number
  hash: string
  state: 'written' | 'unchanged'
}

/** What enrolling did. */
export interface EnrolOutcome {
  schema: 'equipoise/enrolled/1'
  trial: string
  run: string
  notice: string | null
  cases: readonly EnrolledOutcome[]
  log: LogHead
  state: 'written' | 'unchanged'
}

/** Milliseconds for which a case waits while others are enrolled: a file of thousands may be among them. */
const patience = 60_000

/**
 * Enrols cases one after the other, each in a transaction of its own: it is assessed, allocated if it is eligible,
 * appended to the log, and forced to the disk before its arm is known to anybody. A case that was allocated before gets
 * the same answer again; with other values it is refused, and then no case of the request is enrolled. Several processes
 * may enrol at once. What is stored does not tell the next arm to anybody without the secret.
 */
export async function enrolCases(request: EnrolRequest, progress: Progress): Promise<EnrolOutcome> {
  const { trial, run, arriving } = request
  const window = enrolmentWindow(trial, 'enrol')
  const { opening } = readOpening(run)
  requireAsOpened(trial, run, opening)
  requireOpen(run)
  const occasions = occasionsOf(request)
  const occasion = (each: ArrivingCase): Occasion => occasions.get(each) as Occasion
  const sequence = new ArrivalSequence(trial.protocol, readEnrolmentSecret(run, opening, request.secretFile))
  const enrolAll = async (log: OutcomeLog): Promise<EnrolOutcome> => {
    await catchUp(sequence, log)
    const fresh = arriving.filter(({ id }) => !sequence.allocated.has(id))
    refuseIfAny([
      ...windowIssues(fresh.map(occasion), trial.protocol, window),
      ...arriving.flatMap(each => conflictIssues(each, sequence)),
      ...undealtIssues(fresh, trial.protocol, occasion),
    ])
    const cases: EnrolledOutcome[] = []
    for (const [index, each] of arriving.entries()) {
      progress.report('Enrolling', index, arriving.length)
      const context = { request, sequence, occasion: occasion(each) }
      const known = await recordedBefore(each, { ...context, log })
      const enrolled = known ?? (await log.exclusively(writer => enrolOne(each, { ...context, log: writer })))
      await request.onEnrolled?.(enrolled)
      cases.push(enrolled)
    }
    progress.report('Enrolling', arriving.length, arriving.length)
    const notice = noticeOfCases(
      trial,
      arriving.map(({ id }) => id),
    )
    const state = cases.some(each => each.state === 'written') ? 'written' : 'unchanged'
    return {
      schema: 'equipoise/enrolled/1',
      trial: trial.protocol.id,
      run,
      notice,
      cases,
      log: await log.head(),
      state,
    }
  }
  return withRunLog(run, enrolAll, { patience })
}

/** Refuses a run that was closed; what closing exports shows it even where the record of closing was taken away. */
function requireOpen(run: string): void {
  const closed = readClosing(run) !== undefined || existsSync(manifestPath(run, 'sample'))
  if (closed) throw new TrialError([closedAlready(manifestPath(run, 'enrolment'))])
}

/** When each case arrives: on its own day, or all at one time. */
function occasionsOf({ arriving, at: given, by = 'enrolment', clock }: EnrolRequest): Map<ArrivingCase, Occasion> {
  const together = given ?? clock().toISOString()
  const occasions = new Map(arriving.map(each => [each, { at: each.at ?? together, by }]))
  const times = new Set([together, ...arriving.flatMap(({ at }) => at ?? [])])
  refuseIfAny([...times].filter(at => !isEventTime(at)).map(timeInvalid))
  return occasions
}

function windowIssues(
  occasions: readonly Occasion[],
  { timeZone }: Protocol,
  window: ReturnType<typeof enrolmentWindow>,
): Issue[] {
  const days = new Set(occasions.map(({ at }) => civilDateOf(at, timeZone)))
  return [...days].filter(day => day < window.from || day > window.until).map(day => outsideWindow(window, day))
}

/** Follows what was recorded since, by this process or another. A log that is not what it should be allocates nobody. */
export async function catchUp(sequence: ArrivalSequence, log: LogReader): Promise<void> {
  for (const logged of await log.readAfter(sequence.head.count)) {
    const gap = logged.previous !== sequence.head.hash
    if (gap) throw new TrialError([logDiffers(log.place, `event ${logged.seq} does not follow the one before it`)])
    sequence.follow(logged)
  }
  const cut = isCut(await log.head(), sequence.head) ? ['events that were followed are gone'] : []
  const [finding] = [...sequence.findings, ...cut]
  if (finding !== undefined) throw new TrialError([logDiffers(log.place, finding)])
}

/** Another process may have recorded more by now, but never less. */
const isCut = (now: LogHead, followed: LogHead): boolean =>
  now.count < followed.count || (now.count === followed.count && now.hash !== followed.hash)

interface Enrolling<Log = LogReader> {
  request: EnrolRequest
  sequence: ArrivalSequence
  log: Log
  occasion: Occasion
}

/** Assesses, allocates and records one case, inside a transaction. */
async function enrolOne(arriving: ArrivingCase, context: Enrolling<LogWriter>): Promise<EnrolledOutcome> {
  const { request, sequence, log, occasion } = context
  requireOpen(request.run)
  await catchUp(sequence, log)
  refuseIfAny(conflictIssues(arriving, sequence))
  const known = await recordedBefore(arriving, context)
  if (known !== undefined) return known
  const derived = sequence.next(arriving, occasion)
  const previous = sequence.head.hash
  const head = await log.append([derived.event], request.clock)
  sequence.follow({ seq: head.count, event: derived.event, previous, hash: head.hash }, derived)
  return outcomeOf(derived.event, head, 'written')
}

const outcomeOf = (event: EnrolmentEvent, head: LogHead, state: EnrolledOutcome['state']): EnrolledOutcome => ({
  case: event.case,
  status: event.kind,
  arm: event.allocation?.arm ?? null,
  reasons: event.reasons ?? [],
  event: head.count,
  hash: head.hash,
  state,
})

/** The answer to a case that arrived before: allocated, or found not eligible on the same day with the same values. */
async function recordedBefore(
  arriving: ArrivingCase,
  { sequence, log, occasion: { at } }: Enrolling,
): Promise<EnrolledOutcome | undefined> {
  const { protocol } = sequence
  const allocated = sequence.allocated.get(arriving.id)
  if (allocated !== undefined) {
    return outcomeOf(allocated.event, { count: allocated.seq, hash: allocated.hash }, 'unchanged')
  }
  const last = sequence.assessments.get(arriving.id)?.at(-1)
  if (last === undefined) return undefined
  const dayOf = (time: string): string => civilDateOf(time, protocol.timeZone)
  const same = dayOf(last.at) === dayOf(at) && differingFields(arriving, last, protocol).length === 0
  const logged = same ? (await log.readAfter(0)).find(({ event }) => event.id === last.id) : undefined
  return logged && outcomeOf(last, { count: logged.seq, hash: logged.hash }, 'unchanged')
}

function differingFields({ values }: ArrivingCase, event: EnrolmentEvent, protocol: Protocol): string[] {
  const recorded = arrivingOf(event, protocol).values
  return Object.keys(values).filter(field => canonicalJson(values[field] ?? null) !== canonicalJson(recorded[field]))
}

/** A case that was allocated with other values. */
function conflictIssues(arriving: ArrivingCase, sequence: ArrivalSequence): Issue[] {
  const allocated = sequence.allocated.get(arriving.id)
  const differing = allocated === undefined ? [] : differingFields(arriving, allocated.event, sequence.protocol)
  return differing.length === 0 ? [] : [recordedOtherwise(arriving.id, differing)]
}

/** What keeps eligible cases from being dealt at all, tried with draws that count for nothing. */
function undealtIssues(
  arriving: readonly ArrivingCase[],
  protocol: Protocol,
  occasion: (each: ArrivingCase) => Occasion,
): Issue[] {
  const deal = arrivalDealer(protocol, () => ({ below: () => 0 }))
  return arriving.flatMap(each => {
    const day = civilDateOf(occasion(each).at, protocol.timeZone)
    const table = tableOfOne(each, protocol.caseload, day)
    if (exclusionReasonsOn(day, table, protocol).length > 0) return []
    try {
      for (const unit of sampledCases(table, [0], protocol)) deal(unit)
      return []
    } catch (error) {
      if (error instanceof TrialError) return [...error.issues]
      throw error
    }
  })
}
