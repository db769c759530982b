import { refuseIfAny } from '../../core/errors.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import type { Trial } from '../trial-folder.ts'
import { chunkUnreadable, chunkWithoutFile, numberOutOfRange, twoScenarios, unknownAnalysis } from './issues.ts'
import type { Chunk } from './part-file.ts'
import type { SimulationAsked } from './simulate-trial.ts'

/** What the command line says of a simulation. */
export interface SimulationFlags {
  replicates: string
  seed: string
  null?: boolean | undefined
  worth?: boolean | undefined
  /** Ids with commas between, or `all`. */
  analyses?: string | undefined
  workers?: string | undefined
  /** Which part of how many, as `3/8`, and the file for it. */
  chunk?: string | undefined
  out?: string | undefined
}

/** What is asked of a simulation, by how many workers, and which part of it alone. */
export interface AskedSimulation {
  asked: SimulationAsked
  workers: number | undefined
  part: (Chunk & { out: string }) | undefined
}

const mostReplicates = 100_000
const mostWorkers = 64

/** What is asked of a simulation. Every flag that cannot be so is told of at once. */
export function simulationAsked({ plan }: Pick<Trial, 'plan'>, flags: SimulationFlags): AskedSimulation {
  const known = plan.analyses.map(({ id }) => id)
  const named = flags.analyses === undefined || flags.analyses === 'all' ? [] : flags.analyses.split(',')
  const { workers, chunk, out } = flags
  const part = chunkIn(chunk, Number(flags.replicates))
  refuseIfAny([
    ...outOfRange('--replicates', flags.replicates, mostReplicates),
    ...(workers === undefined ? [] : outOfRange('--workers', workers, mostWorkers)),
    ...(flags.null && flags.worth ? [twoScenarios()] : []),
    ...named.filter(id => !known.includes(id)).map(id => unknownAnalysis(id, known)),
    ...(chunk === undefined || part !== undefined ? [] : [chunkUnreadable(chunk, flags.replicates)]),
    ...((chunk === undefined) === (out === undefined)
      ? []
      : [chunkWithoutFile(out === undefined ? '--chunk' : '--out')]),
  ])
  const asked: SimulationAsked = {
    scenario: flags.null ? 'null' : flags.worth ? 'worth' : 'model',
    replicates: Number(flags.replicates),
    seed: flags.seed,
    analyses: analysesOf(plan.analyses, flags.analyses, named),
  }
  return {
    ...{ asked, workers: workers === undefined ? undefined : Number(workers) },
    part: part === undefined || out === undefined ? undefined : { ...part, out },
  }
}

function chunkIn(text: string | undefined, replicates: number): Chunk | undefined {
  const [, part, parts] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text ?? '')?.map(Number) ?? []
  return part === undefined || parts === undefined || part > parts || parts > replicates ? undefined : { part, parts }
}

const outOfRange = (flag: string, text: string, most: number) =>
  /^[1-9]\d*$/.test(text) && Number(text) <= most ? [] : [numberOutOfRange(flag, text, most)]

const analysesOf = (planned: readonly PlannedAnalysis[], asked: string | undefined, named: readonly string[]) =>
  asked === undefined ? undefined : planned.filter(({ id }) => asked === 'all' || named.includes(id))
