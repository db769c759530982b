import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  type MethodOptions,
  undefinedBecause,
} from '../model/method.ts'
import { pairsOfSides } from '../model/pooled-arms.ts'
import type { Summary, SummaryKind } from '../model/summary.ts'
import { eachContrast } from './inference.ts'
import { mixDiffers } from './stratum-mix.ts'

/** The two differences of a contrast of two arms against two. */
export type TwoPairs = readonly [first: ContrastSpec, second: ContrastSpec]

/** Each contrast of two arms against two computed for itself, as the second difference less the first. */
export function eachInteraction(
  summary: Summary<SummaryKind>,
  { contrasts }: MethodOptions,
  compute: (pairs: TwoPairs, spec: ContrastSpec) => Computation<ContrastEstimate>,
): Computation<ContrastEstimates> {
  return eachContrast(
    contrasts,
    spec => {
      const [first, second, ...others] = pairsOfSides(spec).map(([arm, against]) => ({ id: spec.id, arm, against }))
      if (first === undefined || second === undefined || others.length > 0) {
        return undefinedBecause('not_two_by_two', 'It sets two arms against two, and the contrast is of others.')
      }
      const arms = [first, second].flatMap(({ arm, against }) => [arm, against])
      return mixDiffers(summary, arms) ?? compute([first, second], spec)
    },
    'difference_of_differences',
  )
}
