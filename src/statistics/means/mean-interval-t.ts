import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { around, studentTCritical } from '../inference.ts'
import { armOpinions, theirLimitsAround } from '../second-opinion.ts'
import { meanEstimates } from './mean.ts'

/**
 * The mean of each arm with its interval by Student's t.
 *
 * Estimand: the mean of the outcome in an arm, cases with nothing included.
 * Formula: m +/- t s / sqrt(n), t with n - 1 degrees of freedom, s as in mean-interval-z.
 *
 * Takes moments in minor units; strata are added up; gives minor units. An arm with fewer than two cases or no variation
 * has no estimate. Not trusted where few cases hold most of the money, which a caution says.
 *
 * Student (1908).
 *
 * @example meanIntervalT.compute(moments, { level: 0.95, contrasts: [] })
 */
export const meanIntervalT = defineMethod({
  id: 'mean-interval-t',
  title: "Means with Student's t intervals",
  requires: 'moments',
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'student-1908' }, { key: 'barber-thompson-2000' }],
  compute: (summary: Summary<'moments'>, { level }: MethodOptions) =>
    meanEstimates(summary, ({ n, mean, varianceOfMean }) =>
      around(mean, studentTCritical(level, n - 1) * Math.sqrt(varianceOfMean), level, 't'),
    ),
  secondOpinion: result => armOpinions(result, estimate => theirLimitsAround(estimate, estimate.n - 1)),
})
