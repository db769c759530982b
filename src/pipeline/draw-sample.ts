import { resolve } from 'node:path'
import { sha256 } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { streamsOf } from '../core/random.ts'
import {
  allocate,
  assessEligibility,
  drawSample,
  type Eligibility,
  exclusionReasons,
  type StratumSample,
} from '../design/index.ts'
import type { CaseTable } from '../model/case.ts'
import { readCaseload } from '../storage/caseload.ts'
import { eligibilityAlgorithm, samplingAlgorithm } from './algorithms.ts'
import { csvText, sampleText } from './case-files.ts'
import { assuranceOf, type DrawAssurance } from './commit/assurance.ts'
import {
  commitInput,
  type DrawStart,
  requireAsCommitted,
  type StartRequest,
  startOfDraw,
  startRecord,
} from './commit/start.ts'
import { requireBatch } from './enrolment/records.ts'
import { noticeOfCases } from './notices.ts'
import {
  artefactPath,
  artefacts,
  type CaseloadArtefact,
  type Facts,
  holdsDraw,
  prepareRun,
  relativeToRun,
  writeArtefact,
  writeJson,
} from './run-folder.ts'
import type { Trial } from './trial-folder.ts'

/** What to sample from, by which seed or value of a beacon, and into which run folder. */
export interface SampleRequest extends StartRequest {
  trial: Trial
  run: string
  caseload: string
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
  const { table, rows, sha256: caseloadHash } = await readCaseload(request.caseload, protocol.caseload)
  await requireAsCommitted(trial, run, table)
  progress.report('Drawing the sample', 0, 2)
  const notice = noticeOfCases(trial, table.ids)
  const derived = deriveSample(trial, table, start.seed)
  // Tried at once, and thrown away: a sample that no allocation fits would be stuck in the run.
  allocate(derived.cases, protocol, streamsOf(start.seed))
  progress.report('Drawing the sample', 1, 2)
  const path = relativeToRun(run, resolve(request.caseload))
  const records = sampleRecords(trial, { path, sha256: caseloadHash, cases: rows, notice }, derived, start)
  const isDrawn = holdsDraw(run, 'sample', derived.sampleText, records.sample)
  prepareRun(trial, run)
  if (!isDrawn) writeArtefact(run, 'sample', derived.sampleText, records.sample)
  writeJson(artefactPath(run, 'caseload'), records.caseload)
  writeArtefact(run, 'eligibility', derived.eligibilityText, records.eligibility)
  progress.report('Drawing the sample', 2, 2)
  return {
    schema: 'equipoise/sample/1',
    trial: protocol.id,
    notice,
    run,
    cases: rows,
    eligible: derived.eligibility.eligibleRows.length,
    exclusions: derived.eligibility.counts,
    strata: derived.strata,
    sampled: derived.cases.length,
    assurance: assuranceOf(run),
    state: isDrawn ? 'unchanged' : 'written',
  }
}

/** What a run records of a draw: artefact 01, and the manifests of 02 and 03. Used to write them and to verify them. */
export function sampleRecords(
  { protocol, hashes }: Trial,
  { notice, ...caseload }: Pick<CaseloadArtefact, 'path' | 'sha256' | 'cases' | 'notice'>,
  derived: DerivedSample,
  start: DrawStart,
): { caseload: CaseloadArtefact; eligibility: Facts; sample: Facts } {
  const shared = { trial: protocol.id, notice }
  const ofProtocol = { 'protocol.yaml': hashes.protocol }
  const inputs = { ...ofProtocol, caseload: caseload.sha256 }
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
      inputs: { ...inputs, ...commitInput(start), [artefacts.eligibility]: sha256(derived.eligibilityText) },
      algorithm: samplingAlgorithm,
      ...startRecord(start),
      strata: derived.strata,
    },
  }
}

type DerivedSample = ReturnType<typeof deriveSample>

/** What a caseload, a protocol and a seed determine: the texts of 02 and 03. Used to make them and to verify them. */
export function deriveSample(trial: Trial, table: CaseTable, seed: string) {
  const { protocol } = trial
  const eligibility = assessEligibility(table, protocol)
  const sample = drawSample(table, eligibility.eligibleRows, protocol, streamsOf(seed))
  return {
    eligibility,
    eligibilityText: csvText(['case', 'eligible', 'reasons'], eligibilityRows(table, eligibility)),
    sampleText: sampleText(sample.cases, protocol),
    strata: sample.strata,
    cases: sample.cases,
  }
}

function* eligibilityRows(table: CaseTable, eligibility: Eligibility): Generator<(string | boolean)[]> {
  const eligible = new Set(eligibility.eligibleRows)
  for (const [row, id] of table.ids.entries()) {
    yield [id, eligible.has(row), exclusionReasons(eligibility, row).join(' ')]
  }
}
