import {
  type Computation,
  computed,
  type MethodOptions,
  type MethodSettings,
  type TestResult,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'
import { type ContingencyTable, smallExpectedCaution, tableOf, untestable } from './contingency-table.ts'
import { requireOneLevel } from './proportion.ts'

/**
 * Whether the probability of the event rises or falls along the arms' scores (a dose, a number of calls).
 *
 * Null hypothesis: a case has the same probability of the event in every arm. The test looks for a linear trend.
 * Formula: with scores w centred on their mean over cases, T = sum w_a x_a, V = p (1 - p) sum n_a w_a^2, p pooled;
 * X^2 = T^2 / V is chi-squared with one degree of freedom, and z = T / sqrt(V) has the direction of the trend. What
 * Pearson's X^2 has beyond it, on (arms - 2) degrees of freedom, is the departure from a line.
 *
 * Takes counts of one level and `scores` by arm; strata are added up. Undefined without a score for every arm
 * (`needs_scores`: the order of arms in a protocol is no dose), where all scores are equal, and where Pearson's test is.
 * Throws `TrialError` for counts of several levels. Not to be used to choose scores after seeing the results.
 *
 * Cochran (1954); Armitage (1955).
 *
 * @example cochranArmitage.compute(counts, { level: 0.95, contrasts: [], scores: { one_call: 1, control: 0 } })
 */
export const cochranArmitage = defineMethod({
  id: 'cochran-armitage',
  title: 'Cochran-Armitage test for trend',
  requires: 'counts',
  oneLevel: true,
  pValues: 'overall',
  reads: ['scores'],
  assumesIndependence: true,
  citations: [{ key: 'cochran-1954' }, { key: 'armitage-1955' }],
  compute: (summary: Summary<'counts'>, { scores }: MethodOptions): Computation<TestResult> => {
    requireOneLevel(summary)
    const table = tableOf(summary)
    const refused = untestable(table)
    if (refused !== undefined) return refused
    const weights = scoresOf(table, scores)
    if ('status' in weights) return weights
    if (weights.every(weight => weight === weights[0])) {
      return undefinedBecause('zero_variance', 'All arms have the same score.')
    }
    return computed(testOf(table, weights), smallExpectedCaution(table))
  },
  secondOpinion: chiSquaredOpinion,
})

function scoresOf({ arms }: ContingencyTable, scores: MethodSettings['scores'] = {}): Computation<never> | number[] {
  const lacking = arms.filter(arm => !Number.isFinite(scores[arm]))
  if (lacking.length === 0) return arms.map(arm => scores[arm] ?? 0)
  return undefinedBecause(
    'needs_scores',
    `A trend needs a score for every arm; none is given for ${lacking.join(', ')}.`,
  )
}

function testOf({ arms, rows, columns, counts, n }: ContingencyTable, scores: readonly number[]): TestResult {
  const over = (value: (arm: number) => number): number => arms.reduce((sum, _, arm) => sum + value(arm), 0)
  const at = (list: readonly number[], arm: number): number => list[arm] ?? 0
  const middle = over(arm => at(rows, arm) * at(scores, arm)) / n
  const events = columns[0] ?? 0
  const trend = over(arm => (at(scores, arm) - middle) * excess(at(counts[arm] ?? [], 0), at(rows, arm), events, n))
  const spread = over(arm => at(rows, arm) * (at(scores, arm) - middle) ** 2)
  const z = trend / Math.sqrt((events / n) * ((n - events) / n) * spread)
  return {
    kind: 'test',
    statistic: { symbol: 'X²', value: z * z },
    degreesOfFreedom: 1,
    pValue: chiSquaredUpperTail(z * z, 1),
    nullHypothesis: 'A case has the same probability of the event in every arm.',
    intermediates: {
      z,
      scores: Object.fromEntries(arms.map((arm, index) => [arm, at(scores, index)])),
      proportions: Object.fromEntries(arms.map((arm, index) => [arm, at(counts[index] ?? [], 0) / at(rows, index)])),
      slope: trend / spread,
    },
  }
}

/** x - n C / N, as (N x - n C) / N: the numerator is exact below 2^53. */
const excess = (count: number, row: number, column: number, total: number): number =>
  Number(BigInt(total) * BigInt(count) - BigInt(row) * BigInt(column)) / total
