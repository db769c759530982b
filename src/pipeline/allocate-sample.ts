import { hashFile } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { streamsOf } from '../core/random.ts'
import { allocate, allocationMethod } from '../design/index.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import { allocationText, readSample } from './case-files.ts'
import { requireSeed } from './draw-sample.ts'
import {
  artefactPath,
  artefacts,
  holdsDraw,
  prepareRun,
  readManifest,
  requireDraw,
  requireSameProtocol,
  writeArtefact,
} from './run-folder.ts'
import type { Trial } from './trial-folder.ts'

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
  state: 'written' | 'unchanged'
}

/** Allocates the sample of a run to arms: artefact 04. */
export async function allocateSample(
  request: { trial: Trial; run: string; seed: string },
  progress: Progress,
): Promise<AllocationOutcome> {
  const { trial, run, seed } = request
  requireSeed(seed)
  requireDraw(run, 'sample')
  requireSameProtocol(trial, run)
  progress.report('Allocating', 0, 1)
  const path = artefactPath(run, 'sample')
  const { notice } = readManifest(run, 'sample')
  const allocated = deriveAllocation(trial, await readSample(path, trial.protocol), seed)
  const record = allocationRecord(trial, { sampleHash: await hashFile(path), notice, seed }, allocated)
  const text = allocationText(allocated)
  const isDrawn = holdsDraw(run, 'allocation', text, record)
  prepareRun(trial, run)
  if (!isDrawn) writeArtefact(run, 'allocation', text, record)
  progress.report('Allocating', 1, 1)
  return {
    schema: 'equipoise/allocation/1',
    trial: trial.protocol.id,
    run,
    notice,
    algorithm: record.algorithm,
    seed,
    cases: allocated.length,
    linkedCases: allocated.filter(({ linked }) => linked).length,
    counts: record.counts,
    state: isDrawn ? 'unchanged' : 'written',
  }
}

/** The manifest of 04. Used to write it and to verify it. */
export function allocationRecord(
  { protocol, hashes }: Trial,
  { sampleHash, notice, seed }: { sampleHash: string; notice: string | null; seed: string },
  allocated: readonly AllocatedCase[],
) {
  return {
    schema: 'equipoise/allocation-manifest/1' as const,
    trial: protocol.id,
    notice,
    inputs: { 'protocol.yaml': hashes.protocol, [artefacts.sample]: sampleHash },
    algorithm: allocationMethod(protocol).algorithm,
    seed,
    counts: armCounts(allocated),
  }
}

/** What a sample, a protocol and a seed determine. */
export const deriveAllocation = (trial: Trial, sample: readonly SampledCase[], seed: string): AllocatedCase[] =>
  allocate(sample, trial.protocol, streamsOf(seed))

function armCounts(cases: readonly AllocatedCase[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {}
  for (const { stratum, arm } of cases) {
    const row = counts[stratum] ?? {}
    row[arm] = (row[arm] ?? 0) + 1
    counts[stratum] = row
  }
  return counts
}
