import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { pairStrata } from '../cells.ts'
import { theirLogarithmicLimits } from '../counts/logarithmic.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, stratumLacking } from '../inference.ts'
import { contrastOpinions } from '../second-opinion.ts'
import { eventDaysWithinStrata } from './event-days.ts'
import { hazardRatioOf } from './proportional-hazards.ts'

/**
 * By what factor the hazard of the event differs between two arms, compared within strata.
 *
 * Estimand: the ratio of the hazards among cases of one stratum, taken to be the same on all days and in all strata, each of
 * which may have a baseline hazard of its own.
 * Formula: that of `hazard-ratio`, the logarithms of the partial likelihoods added over strata.
 *
 * Takes event times in days, in arm x stratum. Undefined as `hazard-ratio` is, and where an arm has no observed case in a stratum
 * (`stratum_not_in_every_arm`). Not to be used where `hazard-ratio` is not.
 *
 * Cox (1972); Efron (1977); Kalbfleisch and Prentice (2002) on strata.
 *
 * @example stratifiedHazardRatio.compute(times, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const stratifiedHazardRatio = defineMethod({
  id: 'stratified-hazard-ratio',
  title: "Hazard ratios by Cox's partial likelihood, within strata",
  requires: 'eventTimes',
  pValues: 'each_contrast',
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'cox-1972' }, { key: 'efron-1977' }, { key: 'kalbfleisch-prentice-2002', at: 'section 4.4' }],
  compute: (summary: Summary<'eventTimes'>, options: MethodOptions) =>
    eachContrast(
      options.contrasts,
      spec => {
        const { strata, lacking } = pairStrata(summary, spec)
        if (strata.length > 0 && lacking.length > 0) return stratumLacking(spec, lacking)
        return hazardRatioOf(summary, spec, options.level, eventDaysWithinStrata)
      },
      'hazard_ratio',
    ),
  secondOpinion: result => contrastOpinions(result, theirLogarithmicLimits),
})
