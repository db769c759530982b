import { compareBytes } from '../../core/byte-order.ts'
import type { CivilDate } from '../../core/civil-date.ts'
import { InternalError } from '../../core/errors.ts'
import { type SimulationSource, simulationStream } from '../../core/simulation-random.ts'
import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import type { OutcomeModel } from '../../model/synthetic.ts'

/** An allocated case with the baseline fields that its payments depend on. */
export type TrialCase = Pick<AllocatedCase, 'id' | 'arm'> &
  Pick<SampledCase, 'baseline'> & { /** Its day, where cases arrive one by one. */ arrived?: CivilDate | undefined }

/** A case on its way to a course: all that happens to it is drawn from its own stream. */
export interface Candidate {
  id: string
  /** Its day, where cases arrive one by one. */
  arrived?: CivilDate | undefined
  /** Pence at sampling. */
  arrears: number
  source: SimulationSource
  /** Its place among the cases of its arm, a random number between 0 and 1. */
  rank: number
  /** Decides who pays in the ordinary course: minus the logarithm of another. */
  patience: number
}

/** The cases of an arm in random order, which does not depend on the order they came in. */
export function candidatesOf(
  arm: string,
  cases: readonly TrialCase[],
  model: OutcomeModel,
  seed: string,
): readonly Candidate[] {
  return cases
    .filter(trialCase => trialCase.arm === arm)
    .map(trialCase => candidate(trialCase, model, seed))
    .sort((a, b) => a.rank - b.rank || compareBytes(a.id, b.id))
}

function candidate({ id, arrived, baseline }: TrialCase, model: OutcomeModel, seed: string): Candidate {
  const arrears = baseline[model.arrears]
  if (typeof arrears !== 'number') throw new InternalError(`case ${id} has no baseline field "${model.arrears}"`)
  const source = simulationStream({ purpose: `synthetic case: ${id}`, seed })
  return { id, arrived, arrears, source, rank: source.uniform(), patience: -Math.log1p(-source.uniform()) }
}
