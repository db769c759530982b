import { powerOfZ, type Rejection } from './rejection.ts'

/** A stratum of a trial of two arms. */
export interface PlannedStratum {
  /** Share of the population that the result is for; of all strata together 1. */
  weight: number
  arm: { n: number; mean: number; standardDeviation: number }
  against: { n: number; mean: number; standardDeviation: number }
}

/**
 * Power of the z test of the weighted mean of the differences within strata. Of proportions the mean is p and the standard
 * deviation sqrt(p (1 - p)).
 *
 * Noncentrality: sum of w_h (m_1h - m_0h) over the root of sum of w_h^2 (s_1h^2 / n_1h + s_0h^2 / n_0h).
 */
export function powerOfStrata(strata: readonly PlannedStratum[], rejection: Rejection): number {
  const difference = strata.reduce((sum, { weight, arm, against }) => sum + weight * (arm.mean - against.mean), 0)
  const variance = strata.reduce(
    (sum, { weight, arm, against }) =>
      sum + weight ** 2 * (arm.standardDeviation ** 2 / arm.n + against.standardDeviation ** 2 / against.n),
    0,
  )
  return powerOfZ(difference / Math.sqrt(variance), rejection)
}
