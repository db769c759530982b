import { ratio } from '../core/exact.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import type { Moments } from '../model/summary.ts'
import { meanOf } from '../statistics/index.ts'

/** What an arm collected over its comparator: pence per case, and how many cases the arm has. */
export interface AdditionalAmount {
  cases: number
  difference: number
  standardError: number
}

/**
 * The additional amount per case from the exact moments (pence) of an arm and its comparator: difference in means, with
 * standard error sqrt(s_1^2 / n_1 + s_2^2 / n_2). `cases` is all of the arm's cases, missing outcomes included, since
 * they cost as well. Undefined where an arm has fewer than two observed cases or nothing varies.
 */
export function additionalAmount(arm: Moments, against: Moments): Computation<AdditionalAmount> {
  if (Math.min(arm.n, against.n) < 2) {
    return undefinedBecause('too_few_cases', 'Each arm needs two cases with a recorded amount.')
  }
  const variance = meanOf(arm).varianceOfMean + meanOf(against).varianceOfMean
  if (variance === 0) return undefinedBecause('zero_variance', 'The amounts do not vary in either arm.')
  const top = arm.sum * BigInt(against.n) - against.sum * BigInt(arm.n)
  const difference = ratio(top, BigInt(arm.n) * BigInt(against.n))
  return computed({ cases: arm.n + arm.missing, difference, standardError: Math.sqrt(variance) })
}

/** Cost of an arm in pence, all cases together. A budget is fixed; a cost measured by case has a standard error. */
export interface ArmCost {
  total: number
  /** Of the mean cost per case, in pence; 0 for a fixed cost. */
  standardError?: number | undefined
  /** Covariance of the mean cost and the mean amount per case, in square pence. */
  covariance?: number | undefined
}

/** Variance of the additional amount per case less the cost per case. */
export const netVariance = ({ standardError }: AdditionalAmount, cost: ArmCost): number =>
  Math.max(standardError ** 2 + (cost.standardError ?? 0) ** 2 - 2 * (cost.covariance ?? 0), 0)
