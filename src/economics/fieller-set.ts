import { refuseIfAny } from '../core/errors.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import { type FiellerSet, normalCritical, type RatioOfEstimates, ratiosNotRejected } from '../statistics/index.ts'
import { notFiniteAmong } from './issues.ts'

export type { FiellerSet, RatioOfEstimates } from '../statistics/index.ts'

/**
 * Which ratios of two means the data do not reject.
 *
 * Estimand: R = numerator / denominator, as cost over additional amount.
 * Formula: the set of R with (a - R b)^2 <= z^2 (v_a - 2 R c + R^2 v_b), the roots of
 * (b^2 - z^2 v_b) R^2 - 2 (a b - z^2 c) R + (a^2 - z^2 v_a) = 0. Where b differs from 0 at the level, the set is the
 * interval between them. Where it does not, it is all that lies outside them, and the whole line where there are none
 * (only if the numerator varies). With a fixed numerator it is the numerator over the interval of the denominator.
 *
 * Takes estimates, variances and covariance in one unit and its square. Undefined where neither estimate varies,
 * or the denominator is 0 and does not. Throws `TrialError` for numbers that are not finite.
 * A single ratio is not to be printed without this set where the set is unbounded.
 *
 * Fieller (1954).
 *
 * @example fiellerSet({ numerator: 2574, denominator: 187, numeratorVariance: 0, denominatorVariance: 140 ** 2, covariance: 0 }, 0.95)
 */
export function fiellerSet(estimates: RatioOfEstimates, level: number): Computation<FiellerSet> {
  refuseIfAny(notFiniteAmong(estimates))
  const { denominator, numeratorVariance, denominatorVariance } = estimates
  if (numeratorVariance === 0 && denominatorVariance === 0) {
    return undefinedBecause(
      'zero_variance',
      'Neither the cost nor the amount varies, so there is no uncertainty to state.',
    )
  }
  if (denominator === 0 && denominatorVariance === 0) {
    return undefinedBecause('no_additional_amount', 'The additional amount is zero and does not vary.')
  }
  return computed(ratiosNotRejected(estimates, normalCritical(level)))
}
