import { refuseIfAny } from '../../core/errors.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { type Chunk, type ChunkFlags, chunkAsked } from '../parts/chunk.ts'
import type { Trial } from '../trial-folder.ts'
import { workersAsked } from '../workers-asked.ts'
import { numberOutOfRange, twoScenarios, unknownAnalysis } from './issues.ts'
import type { SimulationAsked } from './simulate-trial.ts'

/** What the command line says of a simulation. */
export interface SimulationFlags extends ChunkFlags {
  replicates: string
  seed: string
  null?: boolean | undefined
  worth?: boolean | undefined
  /** Ids with commas between, or `all`. */
  analyses?: string | undefined
  workers?: string | undefined
}

/** What is asked of a simulation, by how many workers, and which part of it alone. */
export interface AskedSimulation {
  asked: SimulationAsked
  workers: number | undefined
  part: (Chunk & { out: string }) | undefined
}

const mostReplicates = 100_000

/** What is asked of a simulation. Every flag that cannot be so is told of at once. */
export function simulationAsked({ plan }: Pick<Trial, 'plan'>, flags: SimulationFlags): AskedSimulation {
  const known = plan.analyses.map(({ id }) => id)
  const named = flags.analyses === undefined || flags.analyses === 'all' ? [] : flags.analyses.split(',')
  const { replicates } = flags
  const { issues: ofWorkers, workers } = workersAsked(flags.workers)
  const { issues: ofChunk, part } = chunkAsked(flags, { parts: Number(replicates), said: `replicates (${replicates})` })
  refuseIfAny([
    ...(isWhole(replicates, mostReplicates) ? [] : [numberOutOfRange('--replicates', replicates, mostReplicates)]),
    ...ofWorkers,
    ...(flags.null && flags.worth ? [twoScenarios()] : []),
    ...named.filter(id => !known.includes(id)).map(id => unknownAnalysis(id, known)),
    ...ofChunk,
  ])
  const asked: SimulationAsked = {
    scenario: flags.null ? 'null' : flags.worth ? 'worth' : 'model',
    replicates: Number(replicates),
    seed: flags.seed,
    analyses: analysesOf(plan.analyses, flags.analyses, named),
  }
  return { asked, workers, part }
}

const isWhole = (text: string, most: number): boolean => /^[1-9]\d*$/.test(text) && Number(text) <= most

const analysesOf = (planned: readonly PlannedAnalysis[], asked: string | undefined, named: readonly string[]) =>
  asked === undefined ? undefined : planned.filter(({ id }) => asked === 'all' || named.includes(id))
