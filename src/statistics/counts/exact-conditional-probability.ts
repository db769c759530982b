import { computed } from '../../model/method.ts'
import { defineResamplingMethod } from '../define-method.ts'
import type { ContingencyTable } from './contingency-table.ts'
import { type ConditionalTest, exactConditional } from './exact-conditional.ts'
import { probabilityOrdering, tablesProbability } from './probability-ordering.ts'
import { wayOf } from './table-walk.ts'

/**
 * Whether the arms differ in how their cases spread over the levels of an outcome, exactly: Fisher's test, and Freeman
 * and Halton's for more arms or levels.
 *
 * Null hypothesis: a case has the same probability of each level in every arm (of its stratum). As a test of the
 * allocation: it would have had the same outcome in any arm.
 * Formula: P is the probability, given the margins, of the tables that are at most as probable as the observed one, tables
 * being multiple hypergeometric; with strata, of the sets of tables whose joint probability is at most the observed
 * one. Ties are decided in exact integers.
 *
 * Takes counts of any arms, levels and strata. It enumerates where at most about 5 million lines of tables and 200 million
 * probabilities are to be gone through. Else P is (b + 1) / (m + 1) from m random tables, with its standard error and a
 * caution. Undefined with clusters, where a stratum lacks an arm, and where Pearson's test is. Not to be used where a test
 * of size near its level is wanted on few cases: it is conservative. Nor, with several strata, where one common effect is
 * expected: joint probabilities know no direction, so take the Pearson ordering then.
 *
 * Fisher (1935); Freeman and Halton (1951); Mehta and Patel (1983); Phipson and Smyth (2010) on P from draws.
 *
 * @example exactConditionalProbability.compute(counts, { level: 0.95, contrasts: [], seed: 'trial-1' })
 */
export const exactConditionalProbability = defineResamplingMethod({
  id: 'exact-conditional-probability',
  title: 'Exact conditional test, tables ordered by probability (Fisher-Freeman-Halton)',
  requires: 'counts',
  pValues: 'overall',
  reads: ['draws'],
  assumesIndependence: false,
  citations: [
    { key: 'fisher-1935' },
    { key: 'freeman-halton-1951' },
    { key: 'mehta-patel-1983' },
    { key: 'phipson-smyth-2010' },
  ],
  resampling: exactConditional('exact-conditional-probability', strata => computed(testOf(strata))),
})

const testOf = (strata: readonly ContingencyTable[]): ConditionalTest => ({
  statistic: { symbol: 'probability of the tables', value: tablesProbability(strata) },
  ordering: 'probability given the margins at most the observed one',
  way: wayOf(strata, probabilityOrdering),
})
