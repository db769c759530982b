import { ratio } from '../../core/exact.ts'
import { type Computation, computed, type TestResult, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'
import {
  type ContingencyTable,
  expectedCounts,
  observedCounts,
  smallExpectedCaution,
  tableOf,
  untestable,
} from './contingency-table.ts'

/**
 * Whether two arms differ in an outcome of two levels, by Pearson's test with Yates's correction for continuity.
 *
 * Null hypothesis: a case has the same probability of the event in both arms.
 * Formula: X^2 = N max(0, |a d - b c| - N / 2)^2 / (n_1 n_2 C_1 C_2) for the table a, b; c, d with row sums n and column
 * sums C; chi-squared with one degree of freedom. Formed from exact integers.
 *
 * Takes counts of two arms and two levels (one level and the cases without it are two); strata are added up. Undefined
 * for any other table (`not_two_by_two`), and where Pearson's test is. Not to be used as a test of its nominal size: it
 * comes near the conditional exact test, and rejects too seldom.
 *
 * Yates (1934).
 *
 * @example yatesChiSquared.compute(counts, { level: 0.95, contrasts: [] })
 */
export const yatesChiSquared = defineMethod({
  id: 'yates-chi-squared',
  title: "Chi-squared test with Yates's correction",
  requires: 'counts',
  pValues: 'overall',
  assumesIndependence: true,
  citations: [{ key: 'yates-1934' }, { key: 'cochran-1954' }],
  compute: (summary: Summary<'counts'>): Computation<TestResult> => {
    const table = tableOf(summary)
    const { arms, levels } = table
    if (arms.length > 2 || levels.length > 2) {
      const detail = `The correction is of tables of two arms by two levels; this one has ${arms.length} by ${levels.length}.`
      return undefinedBecause('not_two_by_two', detail)
    }
    return untestable(table) ?? computed(testOf(table), smallExpectedCaution(table))
  },
  secondOpinion: chiSquaredOpinion,
})

function testOf(table: ContingencyTable): TestResult {
  const { n, rows, columns, counts } = table
  const value = correctedStatistic(counts.flat(), [...rows, ...columns], n)
  return {
    kind: 'test',
    statistic: { symbol: 'X²', value },
    degreesOfFreedom: 1,
    pValue: chiSquaredUpperTail(value, 1),
    nullHypothesis: 'A case has the same probability of the event in both arms.',
    intermediates: { n, observed: observedCounts(table), expected: expectedCounts(table) },
  }
}

/** X^2 with the correction, of the counts a, b, c, d row by row, from the sums of rows and of columns. */
export function correctedStatistic(counts: readonly number[], sums: readonly number[], total: number): number {
  const [a = 0n, b = 0n, c = 0n, d = 0n] = counts.map(BigInt)
  const N = BigInt(total)
  const distance = a * d - b * c
  const twice = 2n * (distance < 0n ? -distance : distance) - N
  if (twice <= 0n) return 0
  return ratio(N * twice * twice, 4n * sums.map(BigInt).reduce((product, sum) => product * sum, 1n))
}
