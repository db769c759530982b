import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFile } from '../core/hash.ts'
import type { Progress } from '../core/progress.ts'
import { streamsOf } from '../core/random.ts'
import { allocate, allocationMethod } from '../design/index.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { allocationText, readSample } from './case-files.ts'
import { requireSeed } from './draw-sample.ts'
import {
  artefactPath,
  artefacts,
  holdsDraw,
  manifestPath,
  prepareRun,
  readManifest,
  requireDraw,
  requireSameProtocol,
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
  const planHash = await planAtAllocation(trial, run)
  const record = allocationRecord(trial, { sampleHash: await hashFile(path), planHash, notice, seed }, allocated)
  const text = allocationText(allocated)
  const isDrawn = holdsDraw(run, 'allocation', text, record)
  prepareRun(trial, run)
  if (!isDrawn) {
    writeFileAtomically(artefactPath(run, 'allocatedPlan'), readFileSync(join(trial.folder, trialFiles.plan)))
    writeArtefact(run, 'allocation', text, record)
  }
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

/**
 * Hash of the plan by which a run was or will be allocated: of the copy that it keeps, else of the plan. Undefined for a
 * run that was allocated without keeping one.
 */
export async function planAtAllocation({ hashes }: Pick<Trial, 'hashes'>, run: string): Promise<string | undefined> {
  if (!existsSync(manifestPath(run, 'allocation'))) return hashes.plan
  if (readManifest(run, 'allocation').inputs[artefacts.allocatedPlan] === undefined) return undefined
  const copy = artefactPath(run, 'allocatedPlan')
  return existsSync(copy) ? hashFile(copy) : 'none'
}

/** The manifest of 04. Used to write it and to verify it. */
export function allocationRecord(
  { protocol, hashes }: Trial,
  {
    sampleHash,
    planHash,
    notice,
    seed,
  }: { sampleHash: string; planHash: string | undefined; notice: string | null; seed: string },
  allocated: readonly AllocatedCase[],
) {
  return {
    schema: 'equipoise/allocation-manifest/1' as const,
    trial: protocol.id,
    notice,
    inputs: {
      'protocol.yaml': hashes.protocol,
      [artefacts.sample]: sampleHash,
      ...(planHash === undefined ? {} : { [artefacts.allocatedPlan]: planHash }),
    },
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
