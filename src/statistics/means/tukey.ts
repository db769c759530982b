import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { skewCaution } from './mean.ts'
import { allArms } from './one-way.ts'
import { pooledContrast } from './pooled.ts'
import { allPairs, withSimultaneous } from './simultaneous.ts'

/**
 * By how much the mean differs between two arms, with intervals that hold for all pairs of arms together (Tukey-Kramer).
 *
 * Estimand: the mean in an arm minus the mean in another.
 * Formula: t = (m_1 - m_2) / sqrt(s^2 (1 / n_1 + 1 / n_2)), s^2 the sum of squares within all k arms over N - k. The
 * estimate's own P and interval are Student's; the simultaneous ones are P(Q > sqrt(2) |t|) and d +- q / sqrt(2) standard
 * errors, for the studentised range Q of k means with N - k degrees of freedom. Exact for equal sizes, and else a little wide.
 *
 * Takes moments in minor units; strata are added up; gives minor units. Undefined where an arm has no case, every arm has
 * one, or no arm has any variation. Not to be used where variances differ: take Games and Howell's; nor where the plan compares with the
 * control only: take Dunnett's, which is sharper.
 *
 * Tukey (1953); Kramer (1956).
 *
 * @example tukey.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const tukey = defineMethod({
  id: 'tukey',
  title: "Differences in means by Tukey's range, all pairs together",
  requires: 'moments',
  pValues: 'each_contrast',
  simultaneous: true,
  assumesIndependence: true,
  citations: [{ key: 'tukey-1953' }, { key: 'kramer-1956' }],
  compute: (summary: Summary<'moments'>, { level, contrasts }: MethodOptions) => {
    const found = allArms(summary)
    if ('status' in found) return found
    const { arms } = found
    const computedContrasts = eachContrast(contrasts, spec =>
      withSimultaneous(pooledContrast(arms, spec, level), contrast => allPairs('Tukey', arms.length, contrast)),
    )
    return withCautions(computedContrasts, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
