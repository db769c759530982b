import { computed, type MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { pairStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast, stratumLacking } from '../inference.ts'
import { contrastOpinions } from '../second-opinion.ts'
import { binomialOf, requireOneLevel } from './proportion.ts'
import { binomialPairs, combineProportions } from './proportion-difference.ts'
import { theirCombinedLimits } from './second-opinion-proportions.ts'

/**
 * By how much the probability of the event differs between two arms, compared within strata.
 *
 * Estimand: sum over strata of W_s (p_1s - p_2s), W_s = N_s / N the stratum's share of all cases of the sample or,
 * where the sampling is known, of the eligible cases (the design's weights: other arms and missing outcomes count in them).
 * Formula: the estimate puts in observed proportions. The interval takes the Wilson limits l, u of every proportion:
 * lower = d - sqrt(sum W_s^2 ((p_1s - l_1s)^2 + (u_2s - p_2s)^2)), upper likewise; with one stratum it is Newcombe's.
 * P is of the score test, z = d / sqrt(sum W_s^2 p_s (1 - p_s)(1/n_1s + 1/n_2s)), p_s pooled over the two arms in s. It is
 * absent where no stratum has any variation.
 *
 * Takes counts of one level in arm x stratum. A contrast is undefined where an arm has no observed case in some stratum:
 * the weights cannot be kept then. Throws `TrialError` for counts of several levels. Not to be used with very many strata
 * of a few cases each, where the interval is too wide.
 *
 * Zou, Huang and Zhang (2009).
 *
 * @example stratifiedDifferenceInProportions.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const stratifiedDifferenceInProportions = defineMethod({
  id: 'stratified-difference-in-proportions',
  title: 'Differences in proportions within strata',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'zou-huang-zhang-2009' }, { key: 'newcombe-1998' }],
  compute: (summary: Summary<'counts'>, { level, contrasts }: MethodOptions) => {
    requireOneLevel(summary)
    return eachContrast(contrasts, spec => {
      const { strata, lacking } = pairStrata(summary, spec)
      if (lacking.length > 0 || strata.length === 0) return stratumLacking(spec, lacking)
      const pairs = strata.map(pair => ({ ...pair, arm: binomialOf(pair.arm), against: binomialOf(pair.against) }))
      return computed(combineProportions(spec, pairs, level, 'Wilson limits combined'))
    })
  },
  secondOpinion: (result, summary) =>
    contrastOpinions(result, contrast => theirCombinedLimits(contrast, binomialPairs(summary, contrast))),
})
