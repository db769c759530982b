import { computed, type MethodOptions, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { byNormal, withCautions } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { eachPair, singleCaseIn } from './pair.ts'
import { fewEventsCaution, proportionVariance } from './proportion.ts'

/**
 * By how much the probability of the event differs between two arms, with the plain normal interval.
 *
 * Estimand: p_1 - p_2, a declared arm minus another.
 * Formula: d = p_1 - p_2, se = sqrt(p_1 (1 - p_1) / n_1 + p_2 (1 - p_2) / n_2) for the interval d +/- z se and for the
 * test d / se alike, so that both always agree; limits are not cut at -1 and 1.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined where an arm has fewer than two cases, or neither
 * has any variation. Throws `TrialError` for counts of several levels. Not to be used with few events, where it covers too seldom.
 *
 * Newcombe (1998), method 1.
 *
 * @example waldDifference.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const waldDifference = defineMethod({
  id: 'wald-difference',
  title: 'Differences in proportions with Wald intervals',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'newcombe-1998', at: 'Method 1' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) => {
    const estimates = eachPair(summary, options, (pair, spec) => {
      const single = singleCaseIn(pair, spec)
      if (single !== undefined) return single
      const { arm, against } = pair
      const variances = [proportionVariance(arm), proportionVariance(against)] as const
      const standardError = Math.sqrt(variances[0] + variances[1])
      if (standardError === 0) {
        return undefinedBecause('zero_variance', `All cases of ${spec.arm} are alike, and all of ${spec.against}.`)
      }
      const estimate = (arm.events * against.n - against.events * arm.n) / (arm.n * against.n)
      const intermediates = { arm, against, variances }
      return computed(byNormal({ spec, estimate, standardError, level: options.level, method: 'Wald', intermediates }))
    })
    return withCautions(estimates, fewEventsCaution(summary))
  },
  secondOpinion: symmetricContrastOpinions,
})
