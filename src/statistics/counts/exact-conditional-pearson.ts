import { type Computation, computed, undefinedBecause } from '../../model/method.ts'
import { defineResamplingMethod } from '../define-method.ts'
import type { ContingencyTable } from './contingency-table.ts'
import { type ConditionalTest, exactConditional } from './exact-conditional.ts'
import { pearsonOrdering } from './pearson-ordering.ts'
import { pearsonStatistic } from './pearson-statistic.ts'
import { convolvable, probabilityOfScore, scoreTolerance } from './score-convolution.ts'
import { stratifiedScore } from './stratified-score.ts'
import { wayOf } from './table-walk.ts'

/**
 * Whether the arms differ in how their cases spread over the levels of an outcome, exactly, given the margins.
 *
 * Null hypothesis: a case has the same probability of each level in every arm (of its stratum). As a test of the
 * allocation: it would have had the same outcome in any arm.
 * Formula: P is the probability of the tables with the observed margins whose statistic is at least the observed one,
 * tables being multiple hypergeometric, independently in each stratum. Without strata the statistic is Pearson's X^2, and
 * ties are decided in exact integers. With strata it is the score statistic Q = d' V^-1 d of the conditional null
 * hypothesis (generalised Cochran-Mantel-Haenszel), d the counts less those expected, added over strata, and V their
 * covariance; with one stratum it orders tables as X^2. Statistics within 1e-9 of the observed Q, relatively, are ties.
 *
 * Takes counts of any arms, levels and strata. It enumerates where that is feasible: without strata by lines of tables,
 * at most about 5 million of them and 200 million probabilities; with strata by the distribution of the sums over them,
 * at most 4 million sums and 400 million additions. Else P is (b + 1) / (m + 1) from m random tables, with its standard
 * error and a caution. Undefined with clusters, where a stratum lacks an arm, and where Pearson's test is. Not to be used
 * where a test of size near its level is wanted on few cases: it is conservative.
 *
 * Mehta and Patel (1983); Mantel and Haenszel (1959); Phipson and Smyth (2010) on P from draws.
 *
 * @example exactConditionalPearson.compute(counts, { level: 0.95, contrasts: [], seed: 'trial-1' })
 */
export const exactConditionalPearson = defineResamplingMethod({
  id: 'exact-conditional-pearson',
  title: "Exact conditional test, tables ordered by Pearson's X² or, with strata, the stratified score statistic Q",
  requires: 'counts',
  pValues: 'overall',
  reads: ['draws'],
  assumesIndependence: false,
  citations: [{ key: 'mehta-patel-1983' }, { key: 'mantel-haenszel-1959' }, { key: 'phipson-smyth-2010' }],
  resampling: exactConditional('exact-conditional-pearson', testOf),
})

function testOf(strata: readonly ContingencyTable[]): Computation<ConditionalTest> {
  const [table, ...others] = strata
  return table !== undefined && others.length === 0 ? computed(unstratified(table)) : stratified(strata)
}

function unstratified(table: ContingencyTable): ConditionalTest {
  return {
    statistic: { symbol: 'X²', value: pearsonStatistic(table) },
    ordering: "Pearson's statistic at least the observed one",
    way: wayOf([table], pearsonOrdering),
  }
}

function stratified(strata: readonly ContingencyTable[]): Computation<ConditionalTest> {
  const score = stratifiedScore(strata)
  if (score === undefined) {
    const detail = 'Given the margins of the strata, some level or combination of levels cannot vary between arms.'
    return undefinedBecause('no_variation_in_outcome', detail)
  }
  const value = score.statistic(score.totals(strata.map(({ counts }) => counts)))
  return computed({
    statistic: { symbol: 'Q', value },
    ordering: 'the stratified score statistic at least the observed one',
    way: convolvable(strata)
      ? { enumerate: () => probabilityOfScore(strata, score) }
      : { isExtreme: tables => score.statistic(score.totals(tables)) >= value * (1 - scoreTolerance) },
  })
}
