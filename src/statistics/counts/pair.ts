import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  type Measure,
  type MethodOptions,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { eachContrast, noCasesIn } from '../inference.ts'
import { type Binomial, binomialOf, requireOneLevel } from './proportion.ts'

/** The two arms of a contrast, their strata added up. */
export interface Pair {
  arm: Binomial
  against: Binomial
}

/** The two arms of a contrast, or why it cannot be estimated: one of them has no case. */
export function pairOf(summary: Summary<'counts'>, spec: ContrastSpec): Computation<never> | Pair {
  const [arm, against] = [observedIn(summary, spec.arm), observedIn(summary, spec.against)]
  if (arm === undefined) return noCasesIn(spec.arm)
  if (against === undefined) return noCasesIn(spec.against)
  return { arm: binomialOf(arm), against: binomialOf(against) }
}

/** Each contrast of counts of one level computed for itself. */
export function eachPair(
  summary: Summary<'counts'>,
  { contrasts }: MethodOptions,
  compute: (pair: Pair, spec: ContrastSpec) => Computation<ContrastEstimate>,
  measure?: Measure,
): Computation<ContrastEstimates> {
  requireOneLevel(summary)
  return eachContrast(
    contrasts,
    spec => {
      const pair = pairOf(summary, spec)
      return 'status' in pair ? pair : compute(pair, spec)
    },
    measure,
  )
}

/** Why the odds or the ratio of two arms cannot be told: all their cases are alike. */
export const noVariationIn = ({ arm, against }: ContrastSpec): Computation<never> =>
  undefinedBecause('no_variation_in_outcome', `All cases of ${arm} and ${against} are alike.`)

/** z of the score test of equal probabilities: its square is Pearson's X^2 of the two arms. Some cases differ. */
export function pooledZ({ arm, against }: Pair): number {
  const n = arm.n + against.n
  const events = arm.events + against.events
  const share = (arm.n / n) * (against.n / n) * events * ((n - events) / n)
  return (arm.events * against.n - against.events * arm.n) / n / Math.sqrt(share)
}

/** Why plain variances of proportions will not do for a contrast: a single case is always like itself. */
export function singleCaseIn({ arm, against }: Pair, spec: ContrastSpec): Computation<never> | undefined {
  const single = arm.n === 1 ? spec.arm : against.n === 1 ? spec.against : undefined
  return single === undefined
    ? undefined
    : undefinedBecause('too_few_cases', `One case of ${single} gives no variance.`)
}
