import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { shareBy } from './incidence.ts'
import { incidenceContrasts } from './incidence-contrasts.ts'

/**
 * By how much the share of cases that had the event by a day differs between two arms, also where some were not followed so long.
 *
 * Estimand: F_1(t) - F_2(t), the probabilities of the event up to and on day t (`day`; where absent the last to which both arms were
 * followed), what competes with it ending the waiting for good.
 * Formula: the estimates of `cumulative-incidence`, z = d / sqrt(v_1 + v_2), d plus and minus z x standard error; limits are not cut
 * at -1 and 1.
 *
 * Takes event times in days; strata are added up. A contrast is undefined where an arm was not followed to that day, or where all
 * cases of both are alike. Not to be used with few events.
 *
 * Aalen and Johansen (1978); Klein, Logan, Harhoff and Andersen (2007) on comparing curves at one time.
 *
 * @example cumulativeIncidenceDifference.compute(times, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }], day: 90 })
 */
export const cumulativeIncidenceDifference = defineMethod({
  id: 'cumulative-incidence-difference',
  title: 'Differences in shares with the event by a day',
  requires: 'eventTimes',
  reads: ['day'],
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'aalen-johansen-1978' }, { key: 'klein-2007', at: 'section 2' }],
  compute: (summary: Summary<'eventTimes'>, options: MethodOptions) =>
    incidenceContrasts(summary, options, 'difference', shareBy),
  secondOpinion: symmetricContrastOpinions,
})
