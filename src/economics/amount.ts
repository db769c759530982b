import { ratio } from '../core/exact.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import type { Counts, Moments } from '../model/summary.ts'
import { meanOf } from '../statistics/index.ts'

/** What an arm brought over its comparator, per case, and how many cases the arm has. */
export interface Additional {
  cases: number
  difference: number
  standardError: number
}

/** Pence per case that an arm collected over its comparator. */
export type AdditionalAmount = Additional
/** Payers per case (a difference in proportions) that an arm had over its comparator. */
export type AdditionalPayers = Additional

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

/**
 * The additional payers per case from the counts of an arm and its comparator: difference in proportions, with standard
 * error sqrt(p_1 q_1 / n_1 + p_2 q_2 / n_2). Undefined where an arm has no observed case, or neither arm varies.
 */
export function additionalPayers(arm: Counts, against: Counts, level = 'yes'): Computation<AdditionalPayers> {
  if (Math.min(arm.n, against.n) < 1) {
    return undefinedBecause('no_cases_in_arm', 'Each arm needs a case with a recorded outcome.')
  }
  const [own, other] = [arm.events[level] ?? 0, against.events[level] ?? 0]
  const variance = varianceOfShare(own, arm.n) + varianceOfShare(other, against.n)
  if (variance === 0) return undefinedBecause('zero_variance', 'Nobody or everybody pays in both arms.')
  const difference = (own * against.n - other * arm.n) / (arm.n * against.n)
  return computed({ cases: arm.n + arm.missing, difference, standardError: Math.sqrt(variance) })
}

const varianceOfShare = (events: number, n: number): number => (events * (n - events)) / n ** 3

/**
 * Cost of an arm in pence over that of its comparator on as many cases, all cases of the arm together. A budget is
 * fixed; a cost measured by case has a standard error.
 */
export interface ArmCost {
  /** Negative where the arm costs less than its comparator. */
  total: number
  /** Of the mean cost per case, in pence; 0 for a fixed cost. */
  standardError?: number | undefined
  /** Covariance of the mean cost and the mean amount per case, in square pence. */
  covariance?: number | undefined
}

/** Variance of the worth of the additional amount per case, at so much for one, less the cost per case. */
export const netVariance = ({ standardError }: Additional, cost: ArmCost, willingness = 1): number =>
  Math.max(
    (willingness * standardError) ** 2 + (cost.standardError ?? 0) ** 2 - 2 * willingness * (cost.covariance ?? 0),
    0,
  )
