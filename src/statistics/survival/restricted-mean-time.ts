import type { ArmEstimates, Computation, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import type { EstimatedArm } from '../arm-estimates.ts'
import { defineMethod } from '../define-method.ts'
import { around, normalCritical, type Reason } from '../inference.ts'
import { estimateFollowedArms, type FollowedArm, followedIntermediates } from './followed-arm.ts'
import { daysBefore } from './incidence.ts'

/**
 * How many of the first days passed on average before the event, for the cases of each arm.
 *
 * Estimand: the mean of the smaller of the day of the event and t (`day`; where absent the last to which every arm was followed). A
 * case whose waiting something else ended waits to the end: its days all count.
 * Formula: t less the area under the cumulative incidence up to t; where nothing competes, the area under the curve of Kaplan
 * and Meier. Variance by linearising in the hazards of each day. Interval: plus and minus z x standard error.
 *
 * Takes event times in days; strata are added up; gives days. Censoring must tell nothing of what would have followed. An arm is
 * not estimated where no case of it was followed to that day, or where its cases are all alike.
 *
 * Royston and Parmar (2013); Andersen (2013) on what competes.
 *
 * @example restrictedMeanTime.compute(times, { level: 0.95, contrasts: [], day: 90 })
 */
export const restrictedMeanTime = defineMethod({
  id: 'restricted-mean-time',
  title: 'Restricted mean time to the event',
  requires: 'eventTimes',
  reads: ['day'],
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'royston-parmar-2013' }, { key: 'andersen-2013' }],
  compute: (summary: Summary<'eventTimes'>, { day, level }: MethodOptions): Computation<ArmEstimates> => {
    const estimates = estimateFollowedArms(summary, day, followed => timeOf(followed, level))
    return estimates.status === 'undefined'
      ? estimates
      : { ...estimates, result: { ...estimates.result, measure: 'time' } }
  },
})

function timeOf(followed: FollowedArm, level: number): EstimatedArm | Reason {
  const { arm, n, day, table } = followed
  const { estimate, variance } = daysBefore(table, day)
  if (variance === 0) return { reason: 'zero_variance', detail: `The cases of ${arm} are all alike by day ${day}.` }
  const standardError = Math.sqrt(variance)
  const interval = around(estimate, normalCritical(level) * standardError, level, 'normal')
  return { n, estimate, standardError, interval, intermediates: { day, ...followedIntermediates(followed) } }
}
