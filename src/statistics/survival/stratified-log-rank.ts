import type { Computation, TestResult } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { armStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { lackingIn } from '../inference.ts'
import { chiSquaredOpinion } from '../second-opinion.ts'
import { eventDaysWithinStrata } from './event-days.ts'
import { logRankTest } from './log-rank-test.ts'

/**
 * Whether the event comes sooner in some arms than in others, compared within strata.
 *
 * Null hypothesis: on every day, a case at risk has the same hazard of the event as the cases of its stratum in the other arms.
 * Formula: that of `log-rank`, with O, E and V added over strata. What competes with the event takes a case out of risk.
 *
 * Takes event times in days, in arm x stratum. Undefined as `log-rank` is, and where a stratum has no observed case of an
 * arm (`stratum_not_in_every_arm`).
 *
 * Mantel (1966); Peto and others (1977).
 *
 * @example stratifiedLogRank.compute(times, { level: 0.95, contrasts: [] })
 */
export const stratifiedLogRank = defineMethod({
  id: 'stratified-log-rank',
  title: 'Stratified log-rank test',
  requires: 'eventTimes',
  pValues: 'overall',
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'mantel-1966' }, { key: 'peto-1977' }],
  compute: (summary: Summary<'eventTimes'>): Computation<TestResult> => {
    for (const arm of summary.arms) {
      const { strata, lacking } = armStrata(summary, arm)
      if (strata.length > 0 && lacking.length > 0) return { status: 'undefined', ...lackingIn(arm, lacking) }
    }
    return logRankTest(
      summary,
      arms => eventDaysWithinStrata(summary, arms),
      'On every day, a case at risk has the same hazard of the event as the cases of its stratum in the other arms.',
    )
  },
  secondOpinion: chiSquaredOpinion,
})
