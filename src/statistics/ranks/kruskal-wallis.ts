import { ratio } from '../../core/exact.ts'
import { type Computation, computed, type TestResult } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'
import { describeRanks, type RankedArms, rankedArms } from './ranked-arms.ts'
import { tiesCaution } from './ties.ts'

/**
 * Whether the arms differ in the ranks of a numeric outcome.
 *
 * Null hypothesis: the outcome has the same distribution in every arm. It is not a test of equal means.
 * Formula: H = 12 / (N (N + 1)) x sum over arms of n (mean rank - (N + 1) / 2)^2, divided by the tie correction
 * 1 - T / (N^3 - N), T = sum of t^3 - t over groups of t tied values; chi-squared with arms - 1 degrees of freedom.
 * With D = 2 x rank sum - n (N + 1), an exact integer, this is 3 (N - 1) x (sum of D^2 / n) / (N^3 - N - T), formed as
 * one ratio of integers: the textbook shortcut with squared rank sums cancels.
 *
 * Takes ranks over all cells together, with mid-ranks for ties; strata are added up. Gives H, the mean ranks, the tie
 * correction and H before it. Undefined where an arm has no case, there are fewer than two arms, or all values tie.
 * Not to be used where the question is about means or totals of money; where almost all values are zero it repeats the
 * test of counts, and says so.
 *
 * Kruskal and Wallis (1952).
 *
 * @example kruskalWallis.compute(ranks, { level: 0.95, contrasts: [] })
 */
export const kruskalWallis = defineMethod({
  id: 'kruskal-wallis',
  title: 'Kruskal-Wallis rank test',
  plainly:
    'All cases are put in order of their amounts, those with the same amount sharing their places, and the average place of each arm is set beside that of the others. The test asks whether amounts come from the same distribution in every arm. It says nothing of average amounts in pounds: where nearly all cases paid nothing, it asks above all who paid.',
  requires: 'ranks',
  pValues: 'overall',
  assumesIndependence: true,
  citations: [{ key: 'kruskal-wallis-1952' }],
  compute: (summary: Summary<'ranks'>): Computation<TestResult> => {
    const ranked = rankedArms(summary)
    if ('status' in ranked) return ranked
    const statistic = kruskalWallisOf(ranked)
    const degreesOfFreedom = ranked.arms.length - 1
    const described = describeRanks(ranked)
    const result: TestResult = {
      kind: 'test',
      statistic: { symbol: 'H', value: statistic },
      degreesOfFreedom,
      pValue: chiSquaredUpperTail(statistic, degreesOfFreedom),
      nullHypothesis: equalDistributions,
      intermediates: { ...described, uncorrected: statistic * described.tieCorrection },
    }
    return computed(result, tiesCaution(ranked.largestTieTerm, ranked.tieTerm))
  },
  secondOpinion: chiSquaredOpinion,
})

/** The null hypothesis of the tests of ranks over all arms. */
export const equalDistributions = 'The outcome has the same distribution in every arm.'

/** H of ranked arms. */
export function kruskalWallisOf({ arms, total, untied }: RankedArms): number {
  const deviations = arms.map(({ n, doubledRankSum }) => ({ n, deviation: doubledRankSum - n * (total + 1n) }))
  return kruskalWallisStatistic(deviations, total, untied)
}

/** 3 (N - 1) x (sum of D^2 / n) / `untied`, where D = 2 x rank sum - n (N + 1) and `untied` = N^3 - N - T. */
export function kruskalWallisStatistic(
  arms: readonly { n: bigint; deviation: bigint }[],
  total: bigint,
  untied: bigint,
): number {
  let [top, bottom] = [0n, 1n]
  for (const { n, deviation } of arms) [top, bottom] = [top * n + deviation * deviation * bottom, bottom * n]
  return ratio(3n * (total - 1n) * top, bottom * untied)
}
