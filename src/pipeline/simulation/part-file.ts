import { join } from 'node:path'
import { hashFile } from '../../core/hash.ts'
import { type SimulationPart, simulationPartSchema } from '../../model/simulation-part.ts'
import { packageVersion } from '../package-folder.ts'
import type { Chunk } from '../parts/chunk.ts'
import { asJson, fromJson, otherLengths, type PartKind } from '../parts/part-file.ts'
import { type Trial, trialFiles } from '../trial-folder.ts'
import type { ReplicateRange } from '../work-through.ts'
import type { Recorded } from './recorder.ts'
import { mainAnalyses, type SimulationAsked } from './simulate-trial.ts'

/** The replicates of a chunk. Chunks are as long as each other, or one replicate longer. */
export const rangeOf = (replicates: number, { part, parts }: Chunk): ReplicateRange => ({
  from: Math.floor(((part - 1) * replicates) / parts),
  to: Math.floor((part * replicates) / parts),
})

/** What a part was made from: alike in all parts of a simulation, but for which one it is. */
export type PartHead = Omit<SimulationPart, 'numbers' | 'failures' | 'kinds' | 'sha256'>

/** The head that a part of a trial has. */
export async function headOfPart(trial: Trial, asked: SimulationAsked, { part, parts }: Chunk): Promise<PartHead> {
  const { protocol, plan, hashes, folder } = trial
  const { scenario, seed, replicates, analyses = mainAnalyses(plan) } = asked
  const sizing = await hashFile(join(folder, trialFiles.sizing))
  return {
    schema: 'equipoise/simulation-part/1',
    trial: protocol.id,
    inputs: { 'protocol.yaml': hashes.protocol, 'plan.yaml': hashes.plan, 'sizing.yaml': sizing },
    versions: { equipoise: packageVersion(), node: process.versions.node },
    ...{ scenario, seed, replicates, analyses: analyses.map(({ id }) => id) },
    ...{ part, parts },
    ...rangeOf(replicates, { part, parts }),
  }
}

/** What a part holds beside its head. */
export const contentOf = ({ numbers, failures, kinds }: Recorded) => ({ numbers: asJson(numbers), failures, kinds })

/** The replicates of a part, as they were recorded. */
export const recordedIn = ({ from, to, numbers, failures, kinds }: SimulationPart): Recorded => ({
  ...{ from, to, failures, kinds },
  numbers: fromJson(numbers),
})

/** A part of a simulation, which holds the replicates of its number. */
export const simulationPart: PartKind<typeof simulationPartSchema> = {
  schema: simulationPartSchema,
  check: ({ replicates, part, parts, from, to, numbers = {} }) => {
    if (replicates === undefined || part === undefined || parts === undefined) return []
    const range = rangeOf(replicates, { part, parts })
    return parts > replicates || part > parts || from !== range.from || to !== range.to
      ? [{ path: ['from'], expected: 'the replicates of its part', received: `${from} to ${to}` }]
      : otherLengths(numbers, to - from, ['numbers'])
  },
}
