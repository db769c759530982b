import { type Computation, computed, type TestResult, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'
import {
  armLacking,
  type ContingencyTable,
  observedCounts,
  smallExpectedCaution,
  stratumTables,
  tableOf,
  untestable,
} from './contingency-table.ts'
import { type StratifiedScore, stratifiedScore } from './stratified-score.ts'

/**
 * Whether the arms differ in how their cases spread over the levels of an outcome, compared within strata.
 *
 * Null hypothesis: within its stratum, a case has the same probability of each level in every arm.
 * Formula: Q = d' V^-1 d with d the counts less those expected (n_a C_l / N in each stratum), over all arms but one by
 * all levels but one and added over strata, and V their covariance under multiple hypergeometric sampling, terms
 * n_a (d_ab N - n_b) C_l (d_lm N - C_m) / (N^2 (N - 1)); chi-squared with (arms - 1)(levels - 1) degrees of freedom
 * (general association). No continuity correction. With one stratum it is (N - 1) / N times Pearson's X^2.
 *
 * Takes counts in arm x stratum. Undefined where a stratum has no observed case of an arm (`stratum_not_in_every_arm`),
 * and where Pearson's test is. A stratum in which all cases are at one level adds nothing. Not to be used where the arms'
 * differences have opposite signs in different strata, which cancel.
 *
 * Cochran (1954); Mantel and Haenszel (1959); Landis, Heyman and Koch (1978).
 *
 * @example cochranMantelHaenszel.compute(counts, { level: 0.95, contrasts: [] })
 */
export const cochranMantelHaenszel = defineMethod({
  id: 'cochran-mantel-haenszel',
  title: 'Cochran-Mantel-Haenszel test',
  requires: 'counts',
  pValues: 'overall',
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'cochran-1954' }, { key: 'mantel-haenszel-1959' }, { key: 'landis-heyman-koch-1978' }],
  compute: (summary: Summary<'counts'>): Computation<TestResult> => {
    const whole = tableOf(summary)
    const strata = stratumTables(summary)
    const refused = untestable(whole) ?? armLacking(strata)
    if (refused !== undefined) return refused
    const score = stratifiedScore(strata)
    if (score === undefined) {
      return undefinedBecause(
        'no_variation_in_outcome',
        'Within strata, some level or combination of levels cannot vary between arms.',
      )
    }
    return computed(testOf(whole, strata, score), smallExpectedCaution(whole))
  },
  secondOpinion: chiSquaredOpinion,
})

function testOf(
  { arms, levels, n }: ContingencyTable,
  strata: readonly (ContingencyTable & { stratum: string })[],
  score: StratifiedScore,
): TestResult {
  const totals = score.totals(strata.map(({ counts }) => counts))
  const value = score.statistic(totals)
  const degreesOfFreedom = (arms.length - 1) * (levels.length - 1)
  const free = arms.slice(0, -1).flatMap(arm => levels.slice(0, -1).map(level => ({ arm, level })))
  return {
    kind: 'test',
    statistic: { symbol: 'Q', value },
    degreesOfFreedom,
    pValue: chiSquaredUpperTail(value, degreesOfFreedom),
    nullHypothesis: 'Within its stratum, a case has the same probability of each level in every arm.',
    intermediates: {
      n,
      cells: free.map((cell, index) => ({ ...cell, observed: totals[index], expected: score.expected[index] })),
      covariance: score.covariance,
      strata: strata.map(table => ({ stratum: table.stratum, n: table.n, observed: observedCounts(table) })),
    },
  }
}
