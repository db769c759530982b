import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { hashFile } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { streamsOf } from '../core/random.ts'
import { type AllocationRecord, allocationMethod, drawAllocation } from '../design/index.ts'
import type { AllocatedCase, Rows, SampledCase } from '../model/case.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { planAtAllocation } from './amended-plan.ts'
import { allocationText, readSampleTable } from './case-files.ts'
import { assuranceOf, type DrawAssurance } from './commit/assurance.ts'
import {
  commitInput,
  type DrawStart,
  requireAsCommitted,
  type StartRequest,
  startOfAllocation,
} from './commit/start.ts'
import { requireBatch } from './enrolment/records.ts'
import {
  artefactPath,
  artefacts,
  holdsDraw,
  prepareRun,
  readManifest,
  requireDraw,
  requireSameProtocol,
  withDrawnTargets,
  writeArtefact,
} from './run-folder.ts'
import { type Trial, trialFiles } from './trial-folder.ts'

/** What allocation did. */
export interface AllocationOutcome {
  schema: 'equipoise/allocation/1'
  trial: string
  run: string
  notice: string | null
  algorithm: { name: string; version: number }
  seed: string
  cases: number
  linkedCases: number
  /** Cases of each stratum in each arm. */
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** What can be said against the suspicion that the draw was chosen. */
  assurance: DrawAssurance
  state: 'written' | 'unchanged'
}

/** Allocates the sample of a run to arms: artefact 04. */
export async function allocateSample(
  request: { trial: Trial; run: string } & StartRequest,
  progress: Progress,
): Promise<AllocationOutcome> {
  const { trial, run } = request
  requireBatch(trial, 'allocate')
  requireDraw(run, 'sample')
  const start = startOfAllocation(run, request)
  requireSameProtocol(trial, run)
  await requireAsCommitted(trial, run)
  const path = artefactPath(run, 'sample')
  const { notice } = readManifest(run, 'sample')
  const sample = await readSampleTable(path, trial.protocol, progress)
  progress.report('Allocating', 0, 2)
  // Between long steps an interruption is heard.
  await setImmediate()
  const allocated = deriveAllocation(withDrawnTargets(trial, run), sample, start.seed)
  const planHash = await planAtAllocation(trial, run)
  const record = allocationRecord(trial, { sampleHash: await hashFile(path), planHash, notice, start }, allocated)
  const text = allocationText(allocated)
  progress.report('Allocating', 1, 2)
  await setImmediate()
  const isDrawn = holdsDraw(run, 'allocation', text, record)
  prepareRun(trial, run)
  if (!isDrawn) {
    writeFileAtomically(artefactPath(run, 'allocatedPlan'), readFileSync(join(trial.folder, trialFiles.plan)))
    writeArtefact(run, 'allocation', text, record)
  }
  progress.report('Allocating', 2, 2)
  return {
    schema: 'equipoise/allocation/1',
    trial: trial.protocol.id,
    run,
    notice,
    algorithm: record.algorithm,
    seed: start.seed,
    cases: allocated.length,
    linkedCases: allocated.linkedCases,
    counts: record.counts,
    assurance: assuranceOf(run),
    state: isDrawn ? 'unchanged' : 'written',
  }
}

/** The manifest of 04. Used to write it and to verify it. */
export function allocationRecord(
  { protocol, hashes }: Trial,
  {
    sampleHash,
    planHash,
    notice,
    start,
  }: { sampleHash: string; planHash: string | undefined; notice: string | null; start: DrawStart },
  allocated: AllocationRecord,
) {
  return {
    schema: 'equipoise/allocation-manifest/1' as const,
    trial: protocol.id,
    notice,
    inputs: {
      'protocol.yaml': hashes.protocol,
      ...commitInput(start),
      [artefacts.sample]: sampleHash,
      ...(planHash === undefined ? {} : { [artefacts.allocatedPlan]: planHash }),
    },
    algorithm: allocationMethod(protocol).algorithm,
    seed: start.seed,
    counts: armCounts(allocated.strataAndArms()),
  }
}

/** What a sample, a protocol and a seed determine. */
export const deriveAllocation = (trial: Trial, sample: Rows<SampledCase>, seed: string): AllocationRecord =>
  drawAllocation(sample, trial.protocol, streamsOf(seed))

/** Cases of each stratum in each arm. */
export function armCounts(
  cases: Iterable<Pick<AllocatedCase, 'stratum' | 'arm'>>,
): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {}
  for (const { stratum, arm } of cases) {
    const row = counts[stratum] ?? {}
    row[arm] = (row[arm] ?? 0) + 1
    counts[stratum] = row
  }
  return counts
}
