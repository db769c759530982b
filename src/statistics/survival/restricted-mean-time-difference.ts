import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { daysBefore } from './incidence.ts'
import { incidenceContrasts } from './incidence-contrasts.ts'

/**
 * By how many days the event comes sooner or later in one arm than in another, within the first days.
 *
 * Estimand: the difference of the means of `restricted-mean-time` up to day t (`day`; where absent the last to which both arms were
 * followed); below 0 where the event comes sooner. It needs no proportional hazards.
 * Formula: d = m_1 - m_2, z = d / sqrt(v_1 + v_2), d plus and minus z x standard error.
 *
 * Takes event times in days; strata are added up; gives days. A contrast is undefined where an arm was not followed to that day, or
 * where all cases of both are alike.
 *
 * Royston and Parmar (2013); Andersen (2013) on what competes.
 *
 * @example restrictedMeanTimeDifference.compute(times, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }], day: 90 })
 */
export const restrictedMeanTimeDifference = defineMethod({
  id: 'restricted-mean-time-difference',
  title: 'Differences in restricted mean time to the event',
  requires: 'eventTimes',
  reads: ['day'],
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'royston-parmar-2013' }, { key: 'andersen-2013' }],
  compute: (summary: Summary<'eventTimes'>, options: MethodOptions) =>
    incidenceContrasts(summary, options, 'time_difference', daysBefore),
  secondOpinion: symmetricContrastOpinions,
})
