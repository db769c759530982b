import type { Issue } from '../../core/errors.ts'
import type { EnrolmentEvent } from '../../model/enrolment.ts'
import type { ArmId, CaseId } from '../../model/ids.ts'
import { Recorder, type RecordingContext } from '../../outcomes/index.ts'
import { readCsv } from '../../storage/csv-reader.ts'
import type { LocatedEvent } from '../../storage/event-parts.ts'
import type { Clock, OutcomeLog } from '../../storage/log/outcome-log.ts'
import { casesThatArrived } from '../enrolment/cases.ts'
import { isOpen, isSequential } from '../enrolment/records.ts'
import { artefactPath, requireDraw, requireSameProtocol } from '../run-folder.ts'
import { withRunLog } from '../run-log.ts'
import { keepInStore } from '../run-store.ts'
import { armsToRecord } from '../sealing/arms-to-record.ts'
import { isSealed } from '../sealing/sealed-run.ts'
import type { Trial } from '../trial-folder.ts'

/** A run to record on. */
export interface RecordingRequest {
  trial: Trial
  run: string
  /** Key file of a sealed run, needed only for events that some arms may not have. */
  key?: string | undefined
  /** Address of a database that the log is kept in, where it is none yet. */
  store?: string | undefined
  clock: Clock
}

/** A run whose log can be written. */
export interface Recording {
  notice: string | null
  log: OutcomeLog
  recorder: Recorder
  context: RecordingContext
  /** What speaks against recording events without their arms being known. */
  withheld(events: readonly LocatedEvent[]): readonly Issue[]
}

/** What every answer of recording says of the run and of its log, artefact 05. */
export interface RecordedRun {
  trial: string
  run: string
  notice: string | null
  /** Events in the log now, and the hash that all of them determine. */
  log: { count: number; hash: string }
}

/** Opens the log of a run for recording, works with it, and closes it. */
export async function withRecording<T>(
  { trial, run, key, store, clock }: RecordingRequest,
  work: (recording: Recording) => Promise<T>,
): Promise<T> {
  if (!isSealed(run) && !isOpen(run)) requireDraw(run, 'allocation')
  requireSameProtocol(trial, run)
  if (store !== undefined) await keepInStore(run, store)
  return withRunLog(run, async log => {
    const { notice, withheld, arrived, ...cases } = await casesToRecord(trial, run, key)
    const context = { protocol: trial.protocol, ...cases }
    return work({ notice, log, context, withheld, recorder: new Recorder(log, context, clock, arrived) })
  })
}

interface CasesToRecord
  extends Pick<RecordingContext, 'allocation' | 'knownCases'>,
    Pick<Recording, 'notice' | 'withheld'> {
  /** Adds a case that is enrolled while events are recorded. */
  arrived(event: EnrolmentEvent): void
}

async function casesToRecord(trial: Trial, run: string, key: string | undefined): Promise<CasesToRecord> {
  if (!isSequential(run)) {
    return { ...(await armsToRecord(trial, run, key)), knownCases: await casesOfCaseload(run), arrived: () => {} }
  }
  const { notice, ...arrivals } = await casesThatArrived(trial, run)
  const allocation = new Map<CaseId, { arm: ArmId; at?: string | undefined }>(arrivals.allocation)
  const later = new Set<CaseId>()
  const knownCases = { has: (id: CaseId) => arrivals.knownCases.has(id) || later.has(id) }
  const arrived = ({ case: id, at, allocation: given }: EnrolmentEvent): void => {
    later.add(id)
    if (given !== undefined) allocation.set(id, { arm: given.arm, at })
  }
  return { notice, allocation, knownCases, withheld: () => [], arrived }
}

/** Ids of all cases of the caseload, to tell a case that is unknown from one that has no arm. */
async function casesOfCaseload(run: string): Promise<Set<CaseId>> {
  const { rows } = await readCsv(artefactPath(run, 'eligibility'))
  return new Set(rows.map(({ cells }) => cells[0] ?? ''))
}
