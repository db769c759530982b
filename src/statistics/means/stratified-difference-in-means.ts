import { sumOf } from '../../core/lists.ts'
import { computed, type MethodOptions, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { pairStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { byStudentT, eachContrast, satterthwaite, stratumLacking, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { meanOf, skewCaution, weightedTerm } from './mean.ts'
import { noVariation } from './mean-difference.ts'
import { differenceOfMeans } from './sums-of-squares.ts'

/**
 * By how much the mean differs between two arms, compared within strata.
 *
 * Estimand: sum over strata of W_s (mu_1s - mu_2s), W_s = N_s / N the stratum's share of all cases of the sample or,
 * where the sampling is known, of the eligible cases (the design's weights: other arms and missing outcomes count in them).
 * Formula: d = sum W_s (m_1s - m_2s), standard error sqrt(sum W_s^2 (s_1s^2 / n_1s + s_2s^2 / n_2s)); t with
 * Satterthwaite's degrees of freedom over all these terms, each with n - 1. With one stratum this is Welch's t.
 *
 * Takes moments in minor units, in arm x stratum; gives minor units. A contrast is undefined where an arm has no observed
 * case in some stratum (the weights cannot be kept then), only one (no variance), or where nothing varies.
 * Not to be used for matched pairs, whose strata have one case an arm.
 *
 * Imbens and Rubin (2015), chapter 9; Satterthwaite (1946).
 *
 * @example stratifiedDifferenceInMeans.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const stratifiedDifferenceInMeans = defineMethod({
  id: 'stratified-difference-in-means',
  title: 'Differences in means within strata',
  requires: 'moments',
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'imbens-rubin-2015', at: 'Chapter 9' }, { key: 'satterthwaite-1946' }],
  compute: (summary: Summary<'moments'>, { level, contrasts }: MethodOptions) => {
    const contrastsComputed = eachContrast(contrasts, spec => {
      const { strata, lacking } = pairStrata(summary, spec)
      if (lacking.length > 0 || strata.length === 0) return stratumLacking(spec, lacking)
      const single = strata.find(({ arm, against }) => Math.min(arm.n, against.n) < 2)
      if (single !== undefined) {
        return undefinedBecause(
          'too_few_cases',
          `An arm has one case in stratum ${single.stratum}, so no variance there.`,
        )
      }
      const pairs = strata.map(pair => ({ ...pair, arm: meanOf(pair.arm), against: meanOf(pair.against) }))
      const terms = pairs.flatMap(({ weight, arm, against }) => [arm, against].map(mean => weightedTerm(weight, mean)))
      const variance = terms.reduce((sum, term) => sum + term.variance, 0)
      if (variance === 0) return noVariation(spec)
      return computed(
        byStudentT({
          spec,
          estimate: sumOf(pairs.map(({ weight, arm, against }) => weight * differenceOfMeans(arm, against))),
          standardError: Math.sqrt(variance),
          degreesOfFreedom: satterthwaite(terms),
          level,
          method: 't',
          intermediates: {
            strata: pairs.map(({ stratum, weight, arm, against }) => ({
              stratum,
              weight,
              difference: differenceOfMeans(arm, against),
              standardError: Math.sqrt(arm.varianceOfMean + against.varianceOfMean),
            })),
          },
        }),
      )
    })
    return withCautions(contrastsComputed, skewCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
