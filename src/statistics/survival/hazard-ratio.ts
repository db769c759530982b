import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { theirLogarithmicLimits } from '../counts/logarithmic.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast } from '../inference.ts'
import { contrastOpinions } from '../second-opinion.ts'
import { eventDays } from './event-days.ts'
import { hazardRatioOf } from './proportional-hazards.ts'

/**
 * By what factor the hazard of the event differs between two arms.
 *
 * Estimand: the ratio of the hazards of the event on each day among cases at risk, taken to be the same on all days.
 * Formula: Cox's partial likelihood of the arm alone, days with several events by Efron's approximation, maximised by Newton's method;
 * standard error of the logarithm by the information at the maximum, z = log / se, interval exp(log plus and minus z x se).
 * What competes with the event takes a case out of risk: the ratio is of hazards, and does not tell the ratio of shares.
 *
 * Takes event times in days; strata are added up. A contrast is undefined where an arm has no case, no event while both have cases
 * at risk, or where on every such day all of them have it. Not to be used where hazards are far from proportional; the difference of restricted means needs no such thing.
 *
 * Cox (1972); Efron (1977).
 *
 * @example hazardRatio.compute(times, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const hazardRatio = defineMethod({
  id: 'hazard-ratio',
  title: "Hazard ratios by Cox's partial likelihood",
  requires: 'eventTimes',
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'cox-1972' }, { key: 'efron-1977' }],
  compute: (summary: Summary<'eventTimes'>, { contrasts, level }: MethodOptions) =>
    eachContrast(contrasts, spec => hazardRatioOf(summary, spec, level, eventDays), 'hazard_ratio'),
  secondOpinion: result => contrastOpinions(result, theirLogarithmicLimits),
})
