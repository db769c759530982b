import { ratio } from '../../core/exact.ts'
import { type Computation, computed, type TestResult } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { log1pMinus } from '../../numerics/log1p-minus.ts'
import { defineMethod } from '../define-method.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'
import {
  byCell,
  type ContingencyTable,
  expectedCounts,
  observedCounts,
  smallExpectedCaution,
  tableOf,
  untestable,
  valuesOf,
} from './contingency-table.ts'

/**
 * Whether the arms differ in how their cases spread over the levels of an outcome, by the ratio of likelihoods.
 *
 * Null hypothesis: a case has the same probability of each level in every arm.
 * Formula: G = 2 sum over cells of O log(O / E), E = n_a C_l / N; chi-squared with (arms - 1)(levels - 1) degrees of
 * freedom. The terms are formed as O log(O / E) - (O - E), none of which is negative: they add to the same, since the
 * differences add to 0, and nothing cancels.
 *
 * Takes counts; strata are added up; cases at none of the levels form one more column. Undefined where Pearson's test is.
 * Not to be used on small expected counts (below five it carries a caution), where it rejects more often than Pearson's.
 *
 * Wilks (1938).
 *
 * @example gTest.compute(counts, { level: 0.95, contrasts: [] })
 */
export const gTest = defineMethod({
  id: 'g-test',
  title: 'Likelihood-ratio test (G)',
  requires: 'counts',
  pValues: 'overall',
  assumesIndependence: true,
  citations: [{ key: 'wilks-1938' }, { key: 'cochran-1954' }],
  compute: (summary: Summary<'counts'>): Computation<TestResult> => {
    const table = tableOf(summary)
    return untestable(table) ?? computed(testOf(table), smallExpectedCaution(table))
  },
  secondOpinion: chiSquaredOpinion,
})

function testOf(table: ContingencyTable): TestResult {
  const deviances = byCell(table, ({ count, row, column }) => deviance(table.n, count, row, column))
  const value = 2 * valuesOf(deviances).reduce((sum, each) => sum + each, 0)
  const degreesOfFreedom = (table.arms.length - 1) * (table.levels.length - 1)
  return {
    kind: 'test',
    statistic: { symbol: 'G', value },
    degreesOfFreedom,
    pValue: chiSquaredUpperTail(value, degreesOfFreedom),
    nullHypothesis: 'A case has the same probability of each level in every arm.',
    intermediates: { n: table.n, observed: observedCounts(table), expected: expectedCounts(table), deviances },
  }
}

/** O log(O / E) - (O - E), with the relative distance of E from O formed exactly. */
function deviance(total: number, observed: number, row: number, column: number): number {
  const [O, N, product] = [BigInt(observed), BigInt(total), BigInt(row) * BigInt(column)]
  if (O === 0n) return ratio(product, N)
  return -observed * log1pMinus(ratio(product - N * O, N * O))
}
