import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { skewCaution } from './mean.ts'
import { welchContrast } from './welch.ts'

/**
 * By how much the mean differs between two arms, by Welch's t.
 *
 * Estimand: the mean in an arm minus the mean in another, cases with nothing included.
 * Formula: d = m_1 - m_2, v_i = s_i^2 / n_i, t = d / sqrt(v_1 + v_2) with
 * (v_1 + v_2)^2 / (v_1^2 / (n_1 - 1) + v_2^2 / (n_2 - 1)) degrees of freedom.
 *
 * Takes moments in minor units; strata are added up; gives minor units. A contrast is undefined where an arm has fewer
 * than two cases, or neither has any variation. Not trusted where few cases hold most of the money, which a caution says.
 *
 * Welch (1947).
 *
 * @example differenceInMeansWelch.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const differenceInMeansWelch = defineMethod({
  id: 'difference-in-means-welch',
  title: "Differences in means by Welch's t",
  requires: 'moments',
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'welch-1947' }, { key: 'barber-thompson-2000' }],
  compute: (summary: Summary<'moments'>, { level, contrasts }: MethodOptions) => {
    const contrastsComputed = eachContrast(contrasts, spec => welchContrast(summary, spec, level))
    return withCautions(contrastsComputed, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
