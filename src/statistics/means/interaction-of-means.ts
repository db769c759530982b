import { computed, type MethodOptions, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { byStudentT, satterthwaite, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { eachInteraction } from '../two-pairs.ts'
import { type Mean, meanOrReason, skewCaution } from './mean.ts'
import { differenceOfMeans } from './sums-of-squares.ts'

/**
 * By how much a difference in means depends on the level of another factor of the trial.
 *
 * Estimand: (m_3 - m_4) - (m_1 - m_2), of a contrast of two arms against two: the second arm of its first side less the second of its
 * other side, less the same of the first arms.
 * Formula: d = (m_3 - m_4) - (m_1 - m_2), v_i = s_i^2 / n_i, t = d / sqrt(sum of v_i) with
 * (sum of v_i)^2 / sum of v_i^2 / (n_i - 1) degrees of freedom.
 *
 * Takes moments in minor units; strata are added up; gives minor units. A contrast is undefined unless it is of two arms against two,
 * and where one of the four has fewer than two cases, or none has any variation. Not trusted where few cases hold most of the
 * money, which a caution says.
 *
 * McAlister et al. (2003); Welch (1947).
 *
 * @example interactionOfMeans.compute(moments, { level: 0.95, contrasts: [{ id: 'reminders', arm: 'reminders+both', against: 'control+guides' }] })
 */
export const interactionOfMeans = defineMethod({
  id: 'interaction-of-means',
  title: 'Differences of differences in means',
  requires: 'moments',
  pValues: 'each_contrast',
  pairsArms: true,
  assumesIndependence: true,
  citations: [{ key: 'mcalister-2003' }, { key: 'welch-1947' }],
  compute: (summary: Summary<'moments'>, options: MethodOptions) => {
    const estimates = eachInteraction(summary, options, (pairs, spec) => {
      const means: Mean[] = []
      for (const arm of pairs.flatMap(pair => [pair.arm, pair.against])) {
        const mean = meanOrReason(arm, observedIn(summary, arm))
        if ('reason' in mean) return undefinedBecause(mean.reason, mean.detail)
        means.push(mean)
      }
      const [one, two, three, four] = means as [Mean, Mean, Mean, Mean]
      const terms = means.map(({ n, varianceOfMean }) => ({ variance: varianceOfMean, degreesOfFreedom: n - 1 }))
      const standardError = Math.sqrt(terms.reduce((sum, { variance }) => sum + variance, 0))
      if (standardError === 0) {
        return undefinedBecause('zero_variance', 'In each of the four arms all cases are alike.')
      }
      const differences = { first: differenceOfMeans(one, two), second: differenceOfMeans(three, four) }
      const estimate = byStudentT({
        ...{ spec, estimate: differences.second - differences.first, standardError, level: options.level, method: 't' },
        degreesOfFreedom: satterthwaite(terms),
        intermediates: {
          differences,
          means: means.map(({ mean }) => mean),
          variances: means.map(each => each.variance),
        },
      })
      return computed(estimate)
    })
    return withCautions(estimates, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
