import {
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  type Interval,
  type MethodOptions,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { contrastOpinions } from '../second-opinion.ts'
import { eachPair, type Pair } from './pair.ts'
import { combineProportions } from './proportion-difference.ts'
import { theirCombinedLimits } from './second-opinion-proportions.ts'

/**
 * How many cases must be in an arm rather than in another for one more of them to have the event.
 *
 * Estimand: 1 / (p_1 - p_2); below 0 it is the number for one fewer.
 * Formula: with d the difference and l, u its Newcombe limits, the estimate is 1 / d and its interval 1/u to 1/l where l and
 * u have one sign. Where they do not, the interval is two rays, at most 1/l and at least 1/u, through infinity (no
 * difference): `outside` is set. P is of the score test of no difference; the standard error is that of d over d^2.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined where an arm has no case, or the proportions are
 * equal. Throws `TrialError` for counts of several levels. Not to be averaged or compared between trials: compare
 * differences.
 *
 * Altman (1998); Newcombe (1998), method 10.
 *
 * @example numberNeeded.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const numberNeeded = defineMethod({
  id: 'number-needed',
  title: 'Numbers needed for one more event',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'altman-1998' }, { key: 'newcombe-1998', at: 'Method 10' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) =>
    eachPair(summary, options, (pair, spec) => estimateOf(pair, spec, options.level), 'number_needed'),
  secondOpinion: result =>
    contrastOpinions(result, contrast => {
      const pair = contrast.intermediates as unknown as Pair
      const limits = theirCombinedLimits({ estimate: 1 / contrast.estimate, interval: contrast.interval }, [
        { weight: 1, ...pair },
      ])
      return limits && raysOf(limits)
    }),
})

function estimateOf(pair: Pair, spec: ContrastSpec, level: number): Computation<ContrastEstimate> {
  const difference = combineProportions(spec, [{ stratum: 'all', weight: 1, ...pair }], level, 'Newcombe')
  const { estimate, standardError, interval } = difference
  if (estimate === 0) {
    return undefinedBecause('no_difference', 'The proportions are equal, so no number of cases yields one more event.')
  }
  return computed({
    ...difference,
    estimate: 1 / estimate,
    standardError: standardError / (estimate * estimate),
    interval: { ...raysOf(interval), level, method: 'Newcombe, inverted' },
    intermediates: { ...pair, difference: estimate, differenceInterval: [interval.lower, interval.upper] },
  })
}

/** The inverses of the differences in an interval: an interval, or two rays where it holds 0 inside. */
function raysOf({ lower, upper }: Pick<Interval, 'lower' | 'upper'>): Pick<Interval, 'lower' | 'upper' | 'outside'> {
  if (lower < 0 && upper > 0) return { lower: 1 / lower, upper: 1 / upper, outside: true }
  return { lower: upper === 0 ? -Infinity : 1 / upper, upper: lower === 0 ? Infinity : 1 / lower }
}
