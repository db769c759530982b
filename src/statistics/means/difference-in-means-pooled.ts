import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { skewCaution } from './mean.ts'
import { pooledContrast } from './pooled.ts'

/**
 * By how much the mean differs between two arms, by Student's t with one variance for both.
 *
 * Estimand: the mean in an arm minus the mean in another, cases with nothing included.
 * Formula: t = (m_1 - m_2) / sqrt(s^2 (1 / n_1 + 1 / n_2)) with n_1 + n_2 - 2 degrees of freedom, where s^2 is the sum
 * of squares within the two arms over these.
 *
 * Takes moments in minor units; strata are added up; gives minor units. A contrast is undefined where an arm has no
 * case, both have one, or neither has any variation. Not to be used where variances and sizes both differ: its size is
 * then not the level's, and Welch's is.
 *
 * Student (1908).
 *
 * @example differenceInMeansPooled.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const differenceInMeansPooled = defineMethod({
  id: 'difference-in-means-pooled',
  title: "Differences in means by Student's t",
  requires: 'moments',
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'student-1908' }, { key: 'barber-thompson-2000' }],
  compute: (summary: Summary<'moments'>, { level, contrasts }: MethodOptions) => {
    const computedContrasts = eachContrast(contrasts, spec => {
      const arms = [spec.arm, spec.against].flatMap(arm => {
        const data = observedIn(summary, arm)
        return data === undefined ? [] : [{ arm, ...data }]
      })
      return pooledContrast(arms, spec, level)
    })
    return withCautions(computedContrasts, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
