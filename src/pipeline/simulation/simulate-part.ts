import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Sizing } from '../../model/sizing.ts'
import { onFile } from '../../storage/files.ts'
import type { Drawing } from '../drawing.ts'
import type { Chunk } from '../parts/chunk.ts'
import { partAt, writePart } from '../parts/part-file.ts'
import type { Trial } from '../trial-folder.ts'
import { contentOf, headOfPart, type PartHead, simulationPart } from './part-file.ts'
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
  const there = partAt(simulationPart, out, { ...head })
  if (there !== undefined) return told(head, out, there.sha256, 'unchanged')
  onFile(out, () => mkdirSync(dirname(out), { recursive: true }))
  const recorded = await runReplicates(job, head, drawing)
  return told(head, out, writePart(out, { ...head, ...contentOf(recorded) }), 'written')
}

function told(
  { inputs, versions, analyses, ...head }: PartHead,
  out: string,
  sha256: string,
  state: SimulatedPart['state'],
): SimulatedPart {
  return { ...head, schema: 'equipoise/simulated-part/1', out, sha256, state }
}
