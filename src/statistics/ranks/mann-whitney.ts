import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type MethodOptions,
  type ResultOpinion,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { normalUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { around, eachContrast, normalCritical } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { varianceOfSuperiority } from './probability-of-superiority.ts'
import { exactTwoSided, isCountable } from './rank-sum-distribution.ts'
import { nullVarianceOfU, pairsOf, type RankedPair, rankedPairOf, superiority } from './ranked-pair.ts'
import { tiesCaution } from './ties.ts'

/**
 * Whether the amounts of one arm tend to be larger than another's, by the ranks of the two arms' cases.
 *
 * Null hypothesis: the outcome has the same distribution in both arms. It is not a test of equal means or medians.
 * Estimand: the probability that a case of the arm has more than a case of the other, ties counted half.
 * Formula: U = number of pairs in which the arm's case has more, plus half of those that tie; estimate U / (n m).
 * P without ties and with at most 10,000 pairs n m: exact, twice the smaller tail. Otherwise normal with the continuity
 * correction: z = (|U - n m / 2| - 1/2) / sqrt(n m (N^3 - N - T) / (12 N (N - 1))), signed as U - n m / 2 and never past 0,
 * with N = n + m and T = sum of t^3 - t over groups of t tied values.
 * Interval: estimate plus and minus z x standard error by the placements, which hold whatever the distributions, so that
 * it and P may differ near the level; with one case in an arm, or no overlap, the standard error of the null hypothesis.
 * Limits are not cut at 0 and 1.
 *
 * Takes frequencies; strata are added up, and only the cases of the two arms are ranked. A contrast is undefined where
 * an arm has no case or all values tie. Not to be used where the question is about means or totals of money.
 *
 * Mann and Whitney (1947); DeLong, DeLong and Clarke-Pearson (1988) on the standard error.
 *
 * @example mannWhitney.compute(frequencies, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const mannWhitney = defineMethod({
  id: 'mann-whitney',
  title: 'Mann-Whitney test, exact without ties and otherwise normal with continuity correction',
  requires: 'frequencies',
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'mann-whitney-1947' }, { key: 'delong-1988' }],
  compute: (summary: Summary<'frequencies'>, { level, contrasts }: MethodOptions): Computation<ContrastEstimates> =>
    eachContrast(
      contrasts,
      spec => {
        const pair = rankedPairOf(summary, spec)
        if ('status' in pair) return pair
        return computed(estimateOf(spec, pair, level), tiesCaution(pair.largestTieTerm, pair.tieTerm))
      },
      'probability',
    ),
  secondOpinion: opinionsOn,
})

/** The null hypothesis of the tests of ranks of two arms. */
export const equalInBoth = 'The outcome has the same distribution in both arms.'

function estimateOf(spec: ContrastSpec, pair: RankedPair, level: number): ContrastEstimate {
  const estimate = superiority(pair)
  const standardError = Math.sqrt(varianceOfSuperiority(pair))
  const [n, m, u] = [Number(pair.arm.n), Number(pair.against.n), Number(pair.arm.sum) / 2]
  const exact = pair.tieTerm === 0n && isCountable(n, m)
  const standardDeviation = Math.sqrt(nullVarianceOfU(pair))
  const z = correctedZ(pair, standardDeviation)
  return {
    ...spec,
    estimate,
    standardError,
    statistic: { symbol: 'U', value: u },
    degreesOfFreedom: undefined,
    pValue: exact ? exactTwoSided(u, n, m) : 2 * normalUpperTail(Math.abs(z)),
    interval: around(estimate, normalCritical(level) * standardError, level, 'placements'),
    intermediates: {
      nullHypothesis: equalInBoth,
      n: { arm: n, against: m },
      expected: (n * m) / 2,
      standardDeviation,
      tieTerm: Number(pair.tieTerm),
      distribution: exact ? 'exact' : 'normal with continuity correction',
      ...(exact ? {} : { z }),
    },
  }
}

/** (U - n m / 2) brought nearer to 0 by a half, over its standard deviation. */
function correctedZ(pair: RankedPair, standardDeviation: number): number {
  const doubled = Number(pair.arm.sum - pairsOf(pair))
  return (Math.sign(doubled) * Math.max(Math.abs(doubled) - 1, 0)) / (2 * standardDeviation)
}

/** An exact P is outside what the other program knows; a P by the normal distribution is the two-sided one of z. */
function opinionsOn(result: ContrastEstimates): ResultOpinion[] {
  return result.contrasts.flatMap(({ computation, ...spec }) => {
    if (computation.status === 'undefined') return []
    const { pValue = 0, intermediates, ...rest } = computation.result
    const { z } = intermediates
    const statistic = typeof z === 'number' ? { symbol: 'z', value: z } : undefined
    const contrast = { ...spec, computation: computed({ ...rest, pValue, intermediates, statistic }) }
    const known = symmetricContrastOpinions({ ...result, contrasts: [contrast] })
    return statistic ? known : [{ of: `P of ${spec.id}`, ours: pValue, status: 'outside_window' as const }, ...known]
  })
}
