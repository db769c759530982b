import { setImmediate } from 'node:timers/promises'
import type { Progress } from '../core/progress.ts'
import { streamsOf } from '../core/random.ts'
import {
  assessEligibility,
  drawAllocation,
  drawSample,
  type Eligibility,
  type Sample,
  type StratumSample,
  samplingMethod,
} from '../design/index.ts'
import { withTargets } from '../model/allocation.ts'
import type { CaseTable } from '../model/case.ts'
import type { Protocol } from '../model/protocol.ts'
import { eligibilityAlgorithm } from './algorithms.ts'
import { replacementsText, sampleText } from './case-files.ts'
import { assuranceOf, type DrawAssurance } from './commit/assurance.ts'
import {
  commitInput,
  type DrawStart,
  requireAsCommitted,
  type StartRequest,
  startOfDraw,
  startRecord,
} from './commit/start.ts'
import { eligibilityText } from './eligibility-file.ts'
import { requireBatch } from './enrolment/records.ts'
import { noticeOfCases } from './notices.ts'
import {
  artefactPath,
  artefacts,
  type CaseloadArtefact,
  type Facts,
  holdsDraw,
  prepareRun,
  type SampleManifest,
  writeArtefact,
  writeJson,
} from './run-folder.ts'
import { type CaseloadFiles, caseloadFacts, caseloadInputs, readTrialCaseload } from './trial-caseload.ts'
import type { Trial } from './trial-folder.ts'

/** What to sample from, by which seed or value of a beacon, and into which run folder. */
export interface SampleRequest extends StartRequest, CaseloadFiles {
  trial: Trial
  run: string
}

/** What sampling did. */
export interface SampleOutcome {
  schema: 'equipoise/sample/1'
  trial: string
  run: string
  notice: string | null
  cases: number
  eligible: number
  exclusions: Eligibility['counts']
  strata: readonly StratumSample[]
  sampled: number
  /** Groups that were filled until they were representative; none by other methods. */
  groups: readonly { arm: string; cases: number; representative: boolean }[]
  replacements: number
  /** What can be said against the suspicion that the draw was chosen. */
  assurance: DrawAssurance
  state: 'written' | 'unchanged'
}

/** Reads the caseload, assesses eligibility and draws the sample: artefacts 01 to 03. Nothing is written unless all succeed. */
export async function drawSampleOfRun(request: SampleRequest, progress: Progress): Promise<SampleOutcome> {
  const { trial, run } = request
  const { protocol } = trial
  requireBatch(trial, 'sample')
  const start = startOfDraw(run, request)
  progress.report('Reading the caseload', 0)
  const caseload = await readTrialCaseload(trial, request, progress)
  const { table } = caseload
  await requireAsCommitted(trial, run, table)
  progress.report('Drawing the sample', 0, 3)
  const notice = noticeOfCases(trial, table.ids)
  const derived = deriveSample(trial, table, start.seed)
  progress.report('Drawing the sample', 1, 3)
  // Between long steps an interruption is heard.
  await setImmediate()
  // Tried at once, and thrown away: a sample that no allocation fits would be stuck in the run.
  drawAllocation(derived.sample.table, withTargets(protocol, derived.sample.targets?.table), streamsOf(start.seed))
  progress.report('Drawing the sample', 2, 3)
  await setImmediate()
  const records = sampleRecords(trial, { ...caseloadFacts(run, request, caseload), notice }, derived, start)
  const isDrawn = holdsDraw(run, 'sample', derived.sampleText, records.sample)
  prepareRun(trial, run)
  if (!isDrawn) {
    if (records.replacements) writeArtefact(run, 'replacements', derived.replacementsText, records.replacements)
    writeArtefact(run, 'sample', derived.sampleText, records.sample)
  }
  writeJson(artefactPath(run, 'caseload'), records.caseload)
  writeArtefact(run, 'eligibility', derived.eligibilityText, records.eligibility)
  progress.report('Drawing the sample', 3, 3)
  return {
    schema: 'equipoise/sample/1',
    trial: protocol.id,
    notice,
    run,
    cases: caseload.rows,
    eligible: derived.eligibility.eligibleRows.length,
    exclusions: derived.eligibility.counts,
    strata: derived.sample.strata,
    sampled: derived.sample.table.length,
    groups: derived.sample.targets?.groups ?? [],
    replacements: derived.sample.replacements.length,
    assurance: assuranceOf(run),
    state: isDrawn ? 'unchanged' : 'written',
  }
}

/** What a run records of a draw: artefact 01, and the manifests of 02 and 03. Used to write them and to verify them. */
export function sampleRecords(
  { protocol, hashes }: Trial,
  { notice, ...caseload }: Omit<CaseloadArtefact, 'schema' | 'trial' | 'inputs'>,
  derived: DerivedSample,
  start: DrawStart,
): { caseload: CaseloadArtefact; eligibility: Facts; sample: Facts; replacements?: Facts } {
  const shared = { trial: protocol.id, notice }
  const ofProtocol = { 'protocol.yaml': hashes.protocol }
  const inputs = { ...ofProtocol, ...caseloadInputs(caseload) }
  const { algorithm } = samplingMethod(protocol)
  return {
    caseload: { schema: 'equipoise/caseload/1', ...shared, ...caseload, inputs: ofProtocol },
    eligibility: {
      schema: 'equipoise/eligibility-manifest/1',
      ...shared,
      inputs,
      algorithm: eligibilityAlgorithm,
      counts: derived.eligibility.counts,
    },
    sample: {
      schema: 'equipoise/sample-manifest/1',
      ...shared,
      inputs: { ...inputs, ...commitInput(start), [artefacts.eligibility]: derived.eligibilityText.sha256 },
      algorithm,
      ...startRecord(start),
      strata: derived.sample.strata,
      ...samplingFacts(protocol, derived.sample),
    },
    ...(derived.sample.replacements.length === 0
      ? {}
      : {
          replacements: {
            schema: 'equipoise/replacements-manifest/1',
            ...shared,
            inputs: { ...inputs, ...commitInput(start), [artefacts.eligibility]: derived.eligibilityText.sha256 },
            algorithm,
            seed: start.seed,
          },
        }),
  }
}

/** What the sample's manifest says of a sampling that the protocol states: its probabilities, and numbers that it drew. */
function samplingFacts(protocol: Protocol, { inclusion, targets }: Sample): Pick<SampleManifest, 'sampling'> {
  if (protocol.sampling === undefined) return {}
  const { id, inclusion: kind } = samplingMethod(protocol)
  return { sampling: { method: id, probabilities: { are: kind, ofStratum: inclusion }, ...targets } }
}

type DerivedSample = ReturnType<typeof deriveSample>

/** What a caseload, a protocol and a seed determine: the texts of 02 and 03, the reserve lists too. Used to make them and to verify them. */
export function deriveSample(trial: Trial, table: CaseTable, seed: string) {
  const { protocol } = trial
  const eligibility = assessEligibility(table, protocol)
  const sample = drawSample(table, eligibility.eligibleRows, protocol, streamsOf(seed))
  return {
    eligibility,
    eligibilityText: eligibilityText(table.ids, eligibility),
    sampleText: sampleText(sample.table, protocol),
    replacementsText: replacementsText(sample.replacements),
    sample,
  }
}
