import { existsSync } from 'node:fs'
import { civilDateOf } from '../../core/civil-date.ts'
import { sampledCases } from '../../design/index.ts'
import { declaredTargets } from '../../model/allocation.ts'
import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import { type EnrolmentEvent, isEnrolment } from '../../model/enrolment.ts'
import type { CaseId } from '../../model/ids.ts'
import type { TargetTable } from '../../model/targets.ts'
import type { AssessedCase } from '../../outcomes/index.ts'
import { readCsv } from '../../storage/csv-reader.ts'
import { readAllocation, readSample } from '../case-files.ts'
import { tableOfOne } from '../enrolment/arrivals.ts'
import { isOpen, readOpening, requireAsOpened } from '../enrolment/records.ts'
import { arrivingOf } from '../enrolment/sequence.ts'
import { noticeOfCases } from '../notices.ts'
import {
  artefactPath,
  hasArtefact,
  readManifest,
  requireArtefact,
  requireSameProtocol,
  withDrawnTargets,
} from '../run-folder.ts'
import { isElsewhere } from '../run-log.ts'
import { allocationOf } from '../sealing/open-run.ts'
import { isSealed, readSealRecord } from '../sealing/sealed-run.ts'
import type { Trial } from '../trial-folder.ts'
import { type RecordedEvent, recordedEvents } from './recorded-events.ts'

/** How far a run has come. */
export type RunStage = 'sampled' | 'enrolling' | 'allocated'

/** All that a run holds of its cases and of what happened to them, at any stage. */
export interface Situation {
  trial: Trial
  run: string
  notice: string | null
  stage: RunStage
  /** False where the arms are sealed and no key was given; the arm of every case is then empty. */
  armsKnown: boolean
  /** Whether the outcomes are in an engine: no event is in the run. */
  outcomesElsewhere: boolean
  assessed: readonly AssessedCase[]
  sample: readonly SampledCase[]
  /** Empty before the allocation; in order of arrival where cases came one by one. */
  allocation: readonly AllocatedCase[]
  targets: TargetTable | undefined
  /** Probability with which the arm of an arrival was drawn, given all before; of some methods known once enrolment is closed. */
  conditional: ReadonlyMap<CaseId, number>
  /** Arrivals of the log in their order, where cases came one by one. */
  arrivals: ReadonlyMap<CaseId, EnrolmentEvent>
  /** What happened to cases after they came in, in the order of recording. */
  events: readonly RecordedEvent[]
}

/** Reads a run at whatever stage it is. Refuses a run without a sample; on a sealed one the arms need a key file. */
export async function readSituation(trial: Trial, run: string, key?: string): Promise<Situation> {
  requireSameProtocol(trial, run)
  const recorded = await recordedEvents(run)
  const arrivals = new Map<CaseId, EnrolmentEvent>()
  for (const { event } of recorded) {
    if (!isEnrolment(event)) continue
    // A case that was not eligible may come again: its place is that of its last arrival.
    arrivals.delete(event.case)
    arrivals.set(event.case, event)
  }
  const conditional = await conditionalChances(run, arrivals)
  const shared = {
    run,
    outcomesElsewhere: isElsewhere(run),
    arrivals,
    conditional,
    events: recorded.filter(({ event }) => !isEnrolment(event)),
  }
  if (isOpen(run)) return { ...shared, ...enrolling(trial, run, [...arrivals.values()]) }
  return isSealed(run) && key === undefined
    ? { ...shared, ...(await concealed(trial, run)) }
    : { ...shared, ...(await drawn(trial, run, arrivals, key)) }
}

type Cases = Omit<Situation, 'run' | 'outcomesElsewhere' | 'arrivals' | 'conditional' | 'events'>

function enrolling(trial: Trial, run: string, arrivals: readonly EnrolmentEvent[]): Cases {
  requireAsOpened(trial, run, readOpening(run).opening)
  const allocated = arrivals.filter(({ allocation }) => allocation !== undefined)
  const { caseload, timeZone } = trial.protocol
  const sample = allocated.flatMap(event => {
    const table = tableOfOne(arrivingOf(event, trial.protocol), caseload, civilDateOf(event.at, timeZone))
    return sampledCases(table, [0], trial.protocol)
  })
  const allocation = allocated.flatMap(({ case: id, allocation: given }, index): AllocatedCase[] => {
    if (given === undefined) return []
    const { stratum, arm, probability, position } = given
    return [{ id, stratum, arm, probability, position, cluster: sample[index]?.cluster ?? id, linked: false }]
  })
  return {
    trial,
    notice: noticeOfCases(
      trial,
      arrivals.map(event => event.case),
    ),
    stage: 'enrolling',
    armsKnown: true,
    assessed: arrivals.map(({ case: id, reasons = [], allocation: given }) => ({
      id,
      eligible: given !== undefined,
      reasons,
    })),
    sample,
    allocation,
    targets: undefined,
  }
}

/** A run that is sealed: every sampled case was allocated, and nobody says where to. */
async function concealed(trial: Trial, run: string): Promise<Cases> {
  const sample = await readSample(artefactPath(run, 'sample'), trial.protocol)
  return {
    trial,
    notice: readSealRecord(run).notice,
    stage: 'allocated',
    armsKnown: false,
    assessed: await readAssessed(run),
    sample,
    allocation: sample.map(({ id, stratum, cluster }) => ({
      ...{ id, stratum, cluster, arm: '', position: 0, linked: false },
      probability: { numerator: 0, denominator: 1 },
    })),
    targets: declaredTargets(trial.protocol.allocation),
  }
}

async function drawn(
  trial: Trial,
  run: string,
  arrivals: Situation['arrivals'],
  key: string | undefined,
): Promise<Cases> {
  if (!isSealed(run)) requireArtefact(run, 'sample')
  const asDrawn = isSealed(run) ? trial : withDrawnTargets(trial, run)
  const isAllocated = isSealed(run) || hasArtefact(run, 'allocation')
  return {
    trial: asDrawn,
    notice: isSealed(run) ? readSealRecord(run).notice : (readManifest(run, 'sample').notice as string | null),
    stage: isAllocated ? 'allocated' : 'sampled',
    armsKnown: true,
    assessed: await readAssessed(run),
    sample: await readSample(artefactPath(run, 'sample'), trial.protocol),
    allocation: isAllocated ? inOrderOf(arrivals, await allocationIn(run, key)) : [],
    targets: declaredTargets(asDrawn.protocol.allocation),
  }
}

/** The allocation as its file says, hashes unchecked: what does not belong together is for the identities to find. */
const allocationIn = async (run: string, key: string | undefined): Promise<readonly AllocatedCase[]> =>
  isSealed(run) ? (await allocationOf(run, key)).allocation : readAllocation(artefactPath(run, 'allocation'))

async function readAssessed(run: string): Promise<AssessedCase[]> {
  const path = artefactPath(run, 'eligibility')
  if (!existsSync(path)) requireArtefact(run, 'eligibility')
  const { rows } = await readCsv(path, ['case', 'eligible', 'reasons'])
  return rows.map(({ cells: [id = '', eligible, reasons = ''] }) => ({
    id,
    eligible: eligible === 'true',
    reasons: reasons === '' ? [] : reasons.split(' '),
  }))
}

/** Cases in the order of arrival; as they are where they came all at once. */
function inOrderOf(arrivals: Situation['arrivals'], cases: readonly AllocatedCase[]): readonly AllocatedCase[] {
  if (arrivals.size === 0) return cases
  const order = new Map([...arrivals.keys()].map((id, at) => [id, at]))
  return cases.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
}

/** From the record of closing, else from the log as far as it says so. */
async function conditionalChances(run: string, arrivals: Situation['arrivals']): Promise<Map<CaseId, number>> {
  if (hasArtefact(run, 'enrolment')) {
    const columns = ['case', 'conditional_probability'] as const
    const { rows, header } = await readCsv(artefactPath(run, 'enrolment'))
    const [id = 0, chance = 0] = columns.map(column => header.indexOf(column))
    return new Map(rows.map(({ cells }) => [cells[id] ?? '', Number(cells[chance])]))
  }
  return new Map(
    [...arrivals].flatMap(([id, { allocation }]) => {
      const chance = allocation?.conditional
      return chance === undefined ? [] : [[id, chance.numerator / chance.denominator] as const]
    }),
  )
}
