import { refuseIfAny } from '../../core/errors.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import type { Trial } from '../trial-folder.ts'
import { numberOutOfRange, twoScenarios, unknownAnalysis } from './issues.ts'
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
}

const mostReplicates = 100_000
const mostWorkers = 64

/** What is asked of a simulation. Every flag that cannot be so is told of at once. */
export function simulationAsked(
  { plan }: Pick<Trial, 'plan'>,
  flags: SimulationFlags,
): SimulationAsked & { workers?: number | undefined } {
  const known = plan.analyses.map(({ id }) => id)
  const named = flags.analyses === undefined || flags.analyses === 'all' ? [] : flags.analyses.split(',')
  const { workers } = flags
  refuseIfAny([
    ...outOfRange('--replicates', flags.replicates, mostReplicates),
    ...(workers === undefined ? [] : outOfRange('--workers', workers, mostWorkers)),
    ...(flags.null && flags.worth ? [twoScenarios()] : []),
    ...named.filter(id => !known.includes(id)).map(id => unknownAnalysis(id, known)),
  ])
  return {
    scenario: flags.null ? 'null' : flags.worth ? 'worth' : 'model',
    replicates: Number(flags.replicates),
    seed: flags.seed,
    analyses: analysesOf(plan.analyses, flags.analyses, named),
    workers: workers === undefined ? undefined : Number(workers),
  }
}

const outOfRange = (flag: string, text: string, most: number) =>
  /^[1-9]\d*$/.test(text) && Number(text) <= most ? [] : [numberOutOfRange(flag, text, most)]

const analysesOf = (planned: readonly PlannedAnalysis[], asked: string | undefined, named: readonly string[]) =>
  asked === undefined ? undefined : planned.filter(({ id }) => asked === 'all' || named.includes(id))
