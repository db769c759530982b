import { type Computation, computed, type Interval, undefinedBecause } from '../model/method.ts'
import { normalCritical } from '../statistics/index.ts'
import { type AdditionalAmount, type ArmCost, netVariance } from './amount.ts'

/** What an arm collected over its comparator, less its cost, in pence. */
export interface CollectedLessCost {
  /** Pence over all cases of the arm; negative where more was spent than additionally collected. */
  estimate: number
  standardError: number
  interval: Interval
}

/**
 * How much more the arm collected than its comparator would have on as many cases, less what the arm cost.
 *
 * Estimand: cases x additional amount per case - cost, counting a pound of arrears as a pound.
 * Formula: n d - C, standard error n sqrt(v_d + v_c - 2 cov), normal interval. Unlike the ratio it keeps its meaning where nothing additional was collected.
 *
 * Takes and gives pence. Undefined with `no_cost` where nothing was spent, and `zero_variance` where nothing varies.
 *
 * Stinnett and Mullahy (1998); Barber and Thompson (2000).
 *
 * @example collectedLessCost({ cases: 5906, difference: 187, standardError: 140 }, { total: 15200000 }, 0.95)
 */
export function collectedLessCost(
  amount: AdditionalAmount,
  cost: ArmCost,
  level: number,
): Computation<CollectedLessCost> {
  if (cost.total === 0) return undefinedBecause('no_cost', 'The arm has no cost.')
  const variance = netVariance(amount, cost)
  if (variance === 0) return undefinedBecause('zero_variance', 'Neither the cost nor the amount varies.')
  const estimate = amount.cases * amount.difference - cost.total
  const standardError = amount.cases * Math.sqrt(variance)
  const halfWidth = normalCritical(level) * standardError
  const interval = { lower: estimate - halfWidth, upper: estimate + halfWidth, level, method: 'z' }
  return computed({ estimate, standardError, interval })
}
