import { refuseIfAny } from '../core/errors.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import { normalCritical } from '../statistics/index.ts'
import { notFiniteAmong } from './issues.ts'

/** Two estimates with their variances and covariance. */
export interface RatioOfEstimates {
  numerator: number
  denominator: number
  numeratorVariance: number
  denominatorVariance: number
  covariance: number
}

/** Ratios that the data do not reject: between two limits, outside two limits, or every number. */
export type FiellerSet =
  | { type: 'interval'; lower: number; upper: number }
  | { type: 'two_rays'; below: number; above: number }
  | { type: 'whole_line' }

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
  const { numerator: a, denominator: b, numeratorVariance, denominatorVariance, covariance } = estimates
  if (numeratorVariance === 0 && denominatorVariance === 0) {
    return undefinedBecause(
      'zero_variance',
      'Neither the cost nor the amount varies, so there is no uncertainty to state.',
    )
  }
  if (b === 0 && denominatorVariance === 0) {
    return undefinedBecause('no_additional_amount', 'The additional amount is zero and does not vary.')
  }
  const z2 = normalCritical(level) ** 2
  const square = b * b - z2 * denominatorVariance
  const middle = a * b - z2 * covariance
  const constant = a * a - z2 * numeratorVariance
  if (square > b * b * Number.EPSILON) {
    const [lower, upper] = roots(square, middle, Math.max(middle * middle - square * constant, 0), constant)
    return computed({ type: 'interval', lower, upper })
  }
  // At a coefficient of 0 one root is at infinity; within rounding of it the set is taken as the wider kind.
  const opening = Math.min(square, -b * b * Number.EPSILON)
  const discriminant = middle * middle - opening * constant
  if (discriminant <= 0) return computed({ type: 'whole_line' })
  const [below, above] = roots(opening, middle, discriminant, constant)
  return computed({ type: 'two_rays', below, above })
}

/** Roots of square x^2 - 2 middle x + constant in ascending order, without cancellation. */
function roots(square: number, middle: number, discriminant: number, constant: number): [number, number] {
  const far = middle < 0 ? middle - Math.sqrt(discriminant) : middle + Math.sqrt(discriminant)
  const [first, second] = far === 0 ? [0, 0] : [far / square, constant / far]
  return first < second ? [first, second] : [second, first]
}
