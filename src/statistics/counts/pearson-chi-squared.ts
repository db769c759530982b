import { ratio } from '../../core/exact.ts'
import { type Computation, computed, type TestResult } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
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
} from './contingency-table.ts'
import { pearsonStatistic, pearsonTerm } from './pearson-statistic.ts'

/**
 * Whether the arms differ in how their cases spread over the levels of an outcome.
 *
 * Null hypothesis: a case has the same probability of each level in every arm.
 * Formula: X^2 = sum over cells of (O - E)^2 / E with E = n_a C_l / N, for n_a cases in arm a, C_l cases at level l
 * and N in all; chi-squared with (arms - 1)(levels - 1) degrees of freedom. No continuity correction. The cases that
 * have none of the levels form one more column. Each term is formed from exact integers, (N O - n C)^2 / (N n C).
 *
 * Takes counts; strata are added up. Gives X^2, the expected counts, the Pearson residuals (O - E) / sqrt(E), the
 * standardised ones (O - E) / sqrt(E (1 - n/N)(1 - C/N)), which are near standard normal under the null hypothesis, and
 * Cramer's V, sqrt(X^2 / (N (min(arms, levels) - 1))), from 0 (no association) to 1.
 * Undefined where an arm has no case, there are fewer than two arms, or a level has no case in any arm.
 * Not to be used on small expected counts (below five it carries a caution), nor on an outcome observed in some arms only.
 *
 * Pearson (1900); Cochran (1954) on small expected counts; Haberman (1973) on standardised residuals; Cramér (1946).
 *
 * @example pearsonChiSquared.compute(counts, { level: 0.95, contrasts: [] })
 */
export const pearsonChiSquared = defineMethod({
  id: 'pearson-chi-squared',
  title: "Pearson's chi-squared test",
  plainly:
    'The numbers of cases with and without the outcome in each arm are set beside the numbers that there would be if the share were the same in all arms. The further apart they are, the larger is the statistic. P is the probability of a statistic as large as this one, or larger, where the share is the same in all arms.',
  requires: 'counts',
  pValues: 'overall',
  assumesIndependence: true,
  citations: [{ key: 'pearson-1900' }, { key: 'cochran-1954' }, { key: 'haberman-1973' }, { key: 'cramer-1946' }],
  compute: (summary: Summary<'counts'>): Computation<TestResult> => {
    const table = tableOf(summary)
    return untestable(table) ?? computed(testOf(table), smallExpectedCaution(table))
  },
  secondOpinion: chiSquaredOpinion,
})

function testOf(table: ContingencyTable): TestResult {
  const { n, arms, levels } = table
  const value = pearsonStatistic(table)
  const degreesOfFreedom = (arms.length - 1) * (levels.length - 1)
  return {
    kind: 'test',
    statistic: { symbol: 'X²', value },
    degreesOfFreedom,
    pValue: chiSquaredUpperTail(value, degreesOfFreedom),
    nullHypothesis: 'A case has the same probability of each level in every arm.',
    intermediates: {
      n,
      observed: observedCounts(table),
      expected: expectedCounts(table),
      residuals: byCell(table, ({ count, row, column }) => residual(n, count, row, column)),
      standardisedResiduals: byCell(table, ({ count, row, column }) => {
        const share = ratio(BigInt(n - row) * BigInt(n - column), BigInt(n) * BigInt(n))
        return residual(n, count, row, column) / Math.sqrt(share)
      }),
      cramersV: Math.sqrt(value / (n * (Math.min(arms.length, levels.length) - 1))),
    },
  }
}

/** (O - E) / sqrt(E). */
function residual(total: number, observed: number, row: number, column: number): number {
  const size = Math.sqrt(pearsonTerm(total, observed, row, column))
  return BigInt(total) * BigInt(observed) < BigInt(row) * BigInt(column) ? -size : size
}
