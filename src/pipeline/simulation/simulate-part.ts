import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { TrialError } from '../../core/errors.ts'
import type { SimulationPart } from '../../model/simulation-part.ts'
import type { Sizing } from '../../model/sizing.ts'
import { onFile } from '../../storage/files.ts'
import type { Drawing } from '../resample.ts'
import type { Trial } from '../trial-folder.ts'
import { partFileTaken } from './issues.ts'
import { type Chunk, chunkText, headOfPart, type PartHead, partIn, writePart } from './part-file.ts'
import { runReplicates } from './run-replicates.ts'
import { type SimulationAsked, simulationJob } from './simulate-trial.ts'

/** A part of a simulation that is in its file. */
export interface SimulatedPart extends Omit<PartHead, 'schema' | 'inputs' | 'versions' | 'analyses'> {
  schema: 'equipoise/simulated-part/1'
  out: string
  sha256: string
  state: 'written' | 'unchanged'
}

/**
 * Runs one part of a simulation and writes its replicates to a file, for machines that share one simulation. A file that holds this part
 * already is left as it is, so that a loop over all parts can be run again after some were lost.
 *
 * Throws `TrialError` as `simulateTrial` does, and where the file holds anything else.
 *
 * @example await simulatePart(trial, sizing, { scenario: 'model', replicates: 1000, seed: '7' }, { part: 3, parts: 8, out: 'parts/3.json' })
 */
export async function simulatePart(
  trial: Trial,
  sizing: Sizing,
  asked: SimulationAsked,
  { out, ...chunk }: Chunk & { out: string },
  drawing?: Drawing,
): Promise<SimulatedPart> {
  const { job } = simulationJob(trial, sizing, asked)
  const head = await headOfPart(trial, asked, chunk)
  const there = partAt(out, head)
  if (there !== undefined) return told(head, out, there.sha256, 'unchanged')
  onFile(out, () => mkdirSync(dirname(out), { recursive: true }))
  const recorded = await runReplicates(job, head, drawing)
  return told(head, out, writePart(out, head, recorded), 'written')
}

/** The same part where the file has it. Anything else there is no part that may be lost. */
function partAt(path: string, head: PartHead): SimulationPart | undefined {
  if (!existsSync(path)) return undefined
  const found = partIn(path)
  if (found !== undefined) {
    const { numbers, failures, kinds, sha256, ...own } = found
    if (canonicalJson(own) === canonicalJson(head)) return found
  }
  throw new TrialError([partFileTaken(path, chunkText(head))])
}

function told(
  { inputs, versions, analyses, ...head }: PartHead,
  out: string,
  sha256: string,
  state: SimulatedPart['state'],
): SimulatedPart {
  return { ...head, schema: 'equipoise/simulated-part/1', out, sha256, state }
}
