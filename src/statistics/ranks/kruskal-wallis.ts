import { ratio } from '../../core/exact.ts'
import { type Caution, type Computation, computed, type TestResult, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { armsOf } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { noCasesIn } from '../inference.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'

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
  requires: 'ranks',
  assumesIndependence: true,
  citations: [{ key: 'kruskal-wallis-1952' }],
  compute: (summary: Summary<'ranks'>): Computation<TestResult> => {
    const arms = armsOf(summary).map(({ arm, data }) => ({
      arm,
      n: BigInt(data?.n ?? 0),
      doubledRankSum: data?.doubledRankSum ?? 0n,
    }))
    const empty = arms.find(({ n }) => n === 0n)
    if (empty !== undefined) return noCasesIn(empty.arm)
    if (arms.length < 2) return undefinedBecause('too_few_arms', 'A test needs at least two arms.')
    const total = arms.reduce((sum, { n }) => sum + n, 0n)
    const untied = total ** 3n - total - (summary.tieTerm ?? 0n)
    if (untied === 0n) return undefinedBecause('all_values_tied', 'Every case has the same value.')
    const deviations = arms.map(({ n, doubledRankSum }) => ({ n, deviation: doubledRankSum - n * (total + 1n) }))
    const statistic = kruskalWallisStatistic(deviations, total, untied)
    const correction = ratio(untied, total ** 3n - total)
    const degreesOfFreedom = arms.length - 1
    const result: TestResult = {
      kind: 'test',
      statistic: { symbol: 'H', value: statistic },
      degreesOfFreedom,
      pValue: chiSquaredUpperTail(statistic, degreesOfFreedom),
      nullHypothesis: 'The outcome has the same distribution in every arm.',
      intermediates: {
        n: Number(total),
        meanRanks: Object.fromEntries(arms.map(({ arm, n, doubledRankSum }) => [arm, ratio(doubledRankSum, 2n * n)])),
        tieCorrection: correction,
        uncorrected: statistic * correction,
      },
    }
    return computed(result, tiesCaution(total, summary.tieTerm ?? 0n))
  },
  secondOpinion: chiSquaredOpinion,
})

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

const nearlyAll = 0.9

/** The tie term is nearly the cube of the largest group of ties where that group is nearly all. */
function tiesCaution(total: bigint, tieTerm: bigint): Caution[] {
  const share = Math.cbrt(ratio(tieTerm, total ** 3n - total))
  if (share <= nearlyAll) return []
  const detail =
    `About ${(100 * share).toFixed(1)} per cent of values tie at one value, so the test of ranks almost repeats ` +
    'the test of how many cases have another value.'
  return [{ code: 'nearly_all_tied', detail }]
}
