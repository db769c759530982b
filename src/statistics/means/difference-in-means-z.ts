import { computed, type MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { byNormal, eachContrast, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { skewCaution } from './mean.ts'
import { bothMeans, describeMeans } from './mean-difference.ts'
import { differenceOfMeans } from './sums-of-squares.ts'

/**
 * By how much the mean differs between two arms, by the normal distribution.
 *
 * Estimand: the mean in an arm minus the mean in another, cases with nothing included.
 * Formula: d = m_1 - m_2, standard error sqrt(s_1^2 / n_1 + s_2^2 / n_2), z = d / standard error.
 *
 * Takes moments in minor units; strata are added up; gives minor units. A contrast is undefined where an arm has fewer
 * than two cases, or neither has any variation. Not to be used in small samples: take difference-in-means-welch.
 *
 * Imbens and Rubin (2015), chapter 6 (Neyman's variance); Barber and Thompson (2000).
 *
 * @example differenceInMeansZ.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const differenceInMeansZ = defineMethod({
  id: 'difference-in-means-z',
  title: 'Differences in means by the normal distribution',
  plainly:
    'The average of one arm less the average of the other, and a range for it that follows from how much amounts differ from case to case and from how many cases there are. It is about averages in pounds, which is what a total is made of. Where a few cases paid very much and most nothing, the range is less exact than it looks.',
  requires: 'moments',
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'imbens-rubin-2015', at: 'Chapter 6' }, { key: 'barber-thompson-2000' }],
  compute: (summary: Summary<'moments'>, { level, contrasts }: MethodOptions) => {
    const contrastsComputed = eachContrast(contrasts, spec => {
      const means = bothMeans(summary, spec)
      if ('status' in means) return means
      const estimate = differenceOfMeans(means.arm, means.against)
      const standardError = Math.sqrt(means.arm.varianceOfMean + means.against.varianceOfMean)
      const intermediates = describeMeans(means)
      return computed(byNormal({ spec, estimate, standardError, level, method: 'z', intermediates }))
    })
    return withCautions(contrastsComputed, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
