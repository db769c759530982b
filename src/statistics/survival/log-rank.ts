import type { Computation, TestResult } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'
import { eventDays } from './event-days.ts'
import { logRankTest } from './log-rank-test.ts'

/**
 * Whether the event comes sooner in some arms than in others.
 *
 * Null hypothesis: on every day, a case at risk has the same hazard of the event in every arm.
 * Formula: X^2 = (O - E)' V^-1 (O - E) over all arms but one, where on each day with d events among n cases at risk, n_a of them of
 * arm a, E adds d n_a / n and V adds d (n - d) / (n - 1) x n_a / n (1[a = b] - n_b / n); chi-squared with arms - 1 degrees of freedom.
 * What competes with the event takes a case out of risk, as censoring does: it is a test of hazards, not of shares.
 *
 * Takes event times in days; strata are added up. Undefined where an arm has no case, and without an event while cases of
 * two arms are at risk. Not to be used where curves cross: early and late differences cancel.
 *
 * Mantel (1966); Peto and Peto (1972).
 *
 * @example logRank.compute(times, { level: 0.95, contrasts: [] })
 */
export const logRank = defineMethod({
  id: 'log-rank',
  title: 'Log-rank test',
  requires: 'eventTimes',
  pValues: 'overall',
  assumesIndependence: true,
  citations: [{ key: 'mantel-1966' }, { key: 'peto-peto-1972' }],
  compute: (summary: Summary<'eventTimes'>): Computation<TestResult> =>
    logRankTest(
      summary,
      arms => eventDays(summary, arms),
      'On every day, a case at risk has the same hazard of the event in every arm.',
    ),
  secondOpinion: chiSquaredOpinion,
})
