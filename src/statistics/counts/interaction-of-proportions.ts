import { computed, type MethodOptions, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { byNormal, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { eachInteraction } from '../two-pairs.ts'
import { type Pair, pairOf, singleCaseIn } from './pair.ts'
import { fewEventsCaution, proportionVariance, requireOneLevel } from './proportion.ts'

/**
 * By how much a difference in proportions depends on the level of another factor of the trial.
 *
 * Estimand: (p_3 - p_4) - (p_1 - p_2), of a contrast of two arms against two: the second arm of its first side less the second of its
 * other side, less the same of the first arms.
 * Formula: d = (p_3 - p_4) - (p_1 - p_2), se = sqrt(sum of p_i (1 - p_i) / n_i), test by d / se and interval d +/- z se.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined unless it is of two arms against two, and where one of the four
 * has fewer than two cases, or none has any variation. Throws `TrialError` for counts of several levels. Not to be used with few
 * events. It asks of differences: of ratios the answer may be another. Its standard error is twice that of the difference
 * over both levels, so that a trial sized for the latter sees only large interactions.
 *
 * McAlister et al. (2003); Newcombe (1998), method 1.
 *
 * @example interactionOfProportions.compute(counts, { level: 0.95, contrasts: [{ id: 'reminders', arm: 'reminders+both', against: 'control+guides' }] })
 */
export const interactionOfProportions = defineMethod({
  id: 'interaction-of-proportions',
  title: 'Differences of differences in proportions',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  pairsArms: true,
  assumesIndependence: true,
  citations: [{ key: 'mcalister-2003' }, { key: 'newcombe-1998', at: 'Method 1' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) => {
    requireOneLevel(summary)
    const estimates = eachInteraction(summary, options, (specs, spec) => {
      const pairs: Pair[] = []
      for (const own of specs) {
        const pair = pairOf(summary, own)
        if ('status' in pair) return pair
        const single = singleCaseIn(pair, own)
        if (single !== undefined) return single
        pairs.push(pair)
      }
      const variances = pairs.flatMap(({ arm, against }) => [proportionVariance(arm), proportionVariance(against)])
      const standardError = Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0))
      if (standardError === 0) {
        return undefinedBecause('zero_variance', 'In each of the four arms all cases are alike.')
      }
      const [first = 0, second = 0] = pairs.map(differenceOf)
      const intermediates = { pairs, differences: { first, second }, variances }
      const estimate = second - first
      return computed(byNormal({ spec, estimate, standardError, level: options.level, method: 'Wald', intermediates }))
    })
    return withCautions(estimates, fewEventsCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})

const differenceOf = ({ arm, against }: Pair): number =>
  (arm.events * against.n - against.events * arm.n) / (arm.n * against.n)
