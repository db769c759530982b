import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { armByStudentT, eachArmWithinStrata } from '../arm-estimates.ts'
import { defineMethod } from '../define-method.ts'
import { satterthwaite, withCautions } from '../inference.ts'
import { studentTArmOpinions } from '../second-opinion.ts'
import { meanOf, skewCaution, weightedTerm } from './mean.ts'

/**
 * The mean of each arm, its strata weighted as they are in the sample.
 *
 * Estimand: sum over strata of W_s mu_s, W_s = N_s / N the stratum's share of all cases of the sample or, where
 * the sampling is known, of the eligible cases (the design's weights: other arms and missing outcomes count in them).
 * Formula: m = sum W_s m_s, standard error sqrt(sum W_s^2 s_s^2 / n_s); m +/- t standard errors, t with Satterthwaite's
 * degrees of freedom over the strata, each with n_s - 1. With one stratum this is mean-interval-t.
 *
 * Takes moments in minor units, in arm x stratum; gives minor units. An arm has no estimate where it has no observed case
 * in some stratum (the weights cannot be kept then), only one (no variance), or where nothing varies.
 * Not to be used for matched pairs, whose strata have one case an arm.
 *
 * Cochran (1977), chapter 5; Satterthwaite (1946).
 *
 * @example stratifiedMeanInterval.compute(moments, { level: 0.95, contrasts: [] })
 */
export const stratifiedMeanInterval = defineMethod({
  id: 'stratified-mean-interval',
  title: 'Means with t intervals combined over strata',
  requires: 'moments',
  pValues: 'none',
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'cochran-1977', at: 'Chapter 5' }, { key: 'satterthwaite-1946' }],
  compute: (summary: Summary<'moments'>, { level }: MethodOptions) => {
    const estimates = eachArmWithinStrata(summary, (arm, strata) => {
      const single = strata.find(({ data }) => data.n < 2)
      if (single !== undefined) {
        const detail = `${arm} has one case in stratum ${single.stratum}, so no variance there.`
        return { reason: 'too_few_cases', detail }
      }
      const parts = strata.map(({ stratum, weight, data }) => ({ stratum, weight, ...meanOf(data) }))
      const terms = parts.map(part => weightedTerm(part.weight, part))
      const variance = terms.reduce((sum, term) => sum + term.variance, 0)
      if (variance === 0)
        return { reason: 'zero_variance', detail: `No case of ${arm} departs from its stratum's mean.` }
      return armByStudentT({
        n: parts.reduce((sum, { n }) => sum + n, 0),
        estimate: parts.reduce((sum, { weight, mean }) => sum + weight * mean, 0),
        variance,
        degreesOfFreedom: satterthwaite(terms),
        level,
        method: 't',
        intermediates: {
          strata: parts.map(part => ({
            stratum: part.stratum,
            weight: part.weight,
            mean: part.mean,
            standardDeviation: Math.sqrt(part.variance),
          })),
        },
      })
    })
    return withCautions(estimates, skewCaution(summary, 'means'))
  },
  secondOpinion: studentTArmOpinions,
})
