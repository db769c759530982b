import { type Computation, computed, undefinedBecause } from '../../model/method.ts'
import { findRoot, normalQuantile, normalUpperTail } from '../../numerics/index.ts'

/** Cases of an arm and the standard deviation of the outcome in it. */
export interface Spread {
  n: number
  standardDeviation: number
}

const standardErrorOf = (arm: Spread, against: Spread): number =>
  Math.sqrt(arm.standardDeviation ** 2 / arm.n + against.standardDeviation ** 2 / against.n)

/**
 * The probability that the two-sided z test of a difference in means rejects at significance level `alpha`.
 *
 * Formula: P(Z > z - d / e) + P(Z > z + d / e), with e = sqrt(s_1^2 / n_1 + s_2^2 / n_2) and z the upper alpha / 2 point.
 * The standard deviations are taken as known and in the unit of the difference.
 *
 * @example powerOfDifferenceInMeans({ n: 5906, standardDeviation: 89.8 }, { n: 6000, standardDeviation: 59.3 }, 1.87, 0.05)
 */
export function powerOfDifferenceInMeans(arm: Spread, against: Spread, difference: number, alpha: number): number {
  return powerAt(difference / standardErrorOf(arm, against), alpha)
}

function powerAt(standardised: number, alpha: number): number {
  const critical = -normalQuantile(alpha / 2)
  return normalUpperTail(critical - standardised) + normalUpperTail(critical + standardised)
}

/**
 * The least difference in means, above zero, that the two-sided z test detects with the wanted power, by the formula of
 * `powerOfDifferenceInMeans`. In the unit of the standard deviations.
 *
 * Undefined (`zero_variance`) where neither arm has any spread, and where an arm has no case.
 *
 * @example minimumDetectableDifference({ n: 5906, standardDeviation: 89.8 }, { n: 6000, standardDeviation: 59.3 }, { alpha: 0.05, power: 0.8 }) // 3.91
 */
export function minimumDetectableDifference(
  arm: Spread,
  against: Spread,
  { alpha, power }: { alpha: number; power: number },
): Computation<number> {
  if (arm.n === 0 || against.n === 0) return undefinedBecause('no_cases_in_arm', 'An arm has no case.')
  const standardError = standardErrorOf(arm, against)
  if (standardError === 0) return undefinedBecause('zero_variance', 'Neither arm has any spread.')
  if (power <= alpha) return computed(0)
  const farEnough = -normalQuantile(alpha / 2) - normalQuantile(1 - power) + 1
  return computed(standardError * findRoot(standardised => powerAt(standardised, alpha) - power, 0, farEnough))
}
