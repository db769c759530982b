import { refuseIfAny } from '../core/errors.ts'
import { type Computation, computed, type Interval, undefinedBecause } from '../model/method.ts'
import { normalCritical } from '../statistics/index.ts'
import { type Additional, type AdditionalAmount, type ArmCost, netVariance } from './amount.ts'
import { notFiniteAmong } from './issues.ts'

/** What the additional pounds or payers of an arm are worth, less its cost, in pence. */
export interface NetBenefit {
  /** Pence over all cases of the arm; negative where more was spent than they are worth. */
  estimate: number
  standardError: number
  interval: Interval
}

/**
 * What was additional is worth at so much for one, less what the arm cost over its comparator.
 *
 * Estimand: cases x (willingness x difference per case) - cost.
 * Formula: n w d - C, standard error n sqrt(w^2 v_d + v_c - 2 w cov), normal interval. Linear in the willingness, and
 * unlike a ratio it keeps its meaning where nothing was additional.
 *
 * Takes and gives pence: `willingness` is pence for one payer, or pounds for one pound. Undefined with `zero_variance`
 * where nothing varies. Throws `TrialError` for numbers that are not finite.
 *
 * Stinnett and Mullahy (1998).
 *
 * @example netBenefit({ cases: 5906, difference: 187, standardError: 140 }, { total: 15200000 }, 0.95, 2)
 */
export function netBenefit(
  additional: Additional,
  cost: ArmCost,
  level: number,
  willingness: number,
): Computation<NetBenefit> {
  refuseIfAny(notFiniteAmong({ ...additional, ...cost, willingness }))
  const variance = netVariance(additional, cost, willingness)
  if (variance === 0) return undefinedBecause('zero_variance', 'Neither the cost nor what was additional varies.')
  const estimate = additional.cases * willingness * additional.difference - cost.total
  const standardError = additional.cases * Math.sqrt(variance)
  const halfWidth = normalCritical(level) * standardError
  const interval = { lower: estimate - halfWidth, upper: estimate + halfWidth, level, method: 'z' }
  return computed({ estimate, standardError, interval })
}

/**
 * How much more the arm collected than its comparator would have on as many cases, less what it cost: the net benefit
 * that counts a pound of arrears as a pound.
 *
 * Barber and Thompson (2000).
 *
 * @example collectedLessCost({ cases: 5906, difference: 187, standardError: 140 }, { total: 15200000 }, 0.95)
 */
export const collectedLessCost = (amount: AdditionalAmount, cost: ArmCost, level: number): Computation<NetBenefit> =>
  netBenefit(amount, cost, level, 1)
