import { refuseIfAny } from '../core/errors.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import { normalUpperTail } from '../numerics/index.ts'
import { normalCritical } from '../statistics/index.ts'
import { type AdditionalAmount, type ArmCost, netVariance } from './amount.ts'
import { notFiniteAmong } from './issues.ts'

/** How far an arm is from paying for itself. */
export interface BreakEven {
  /** Pence more per case that would pay the cost. */
  needed: number
  /** How many standard errors the difference falls short of it; negative where it exceeds it. */
  standardErrorsShort: number
  /** One-sided P of a difference as low as this one or lower, if the arm paid for itself. */
  pValue: number
  nullHypothesis: string
  /** Upper limit of the two-sided interval of the difference, in pence, and as a share of `needed`. */
  upperLimit: number
  upperLimitShare: number
}

/**
 * Whether the arm can have paid for itself.
 *
 * Null hypothesis: additional amount per case >= cost per case.
 * Formula: z = (d - C / n) / sqrt(v_d + v_c - 2 cov), P = P(Z <= z). Counts a pound of arrears as a pound.
 *
 * Takes and gives pence. Undefined with `no_cost` where the arm cost no more than its comparator, and `zero_variance` where nothing varies.
 * Throws `TrialError` for numbers that are not finite.
 * "Not different from control" is another hypothesis, and does not answer this question.
 *
 * Stinnett and Mullahy (1998); Barber and Thompson (2000).
 *
 * @example breakEven({ cases: 5906, difference: 187, standardError: 140 }, { total: 15200000 }, 0.95) // needed 2574 pence
 */
export function breakEven(amount: AdditionalAmount, cost: ArmCost, level: number): Computation<BreakEven> {
  refuseIfAny(notFiniteAmong({ ...amount, ...cost }))
  if (cost.total <= 0) return undefinedBecause('no_cost', 'The arm costs no more than its comparator.')
  const variance = netVariance(amount, cost)
  if (variance === 0) return undefinedBecause('zero_variance', 'Neither the cost nor the amount varies.')
  const needed = cost.total / amount.cases
  const standardErrorsShort = (needed - amount.difference) / Math.sqrt(variance)
  const upperLimit = amount.difference + normalCritical(level) * amount.standardError
  return computed({
    needed,
    standardErrorsShort,
    pValue: normalUpperTail(standardErrorsShort),
    nullHypothesis: 'The additional amount per case is at least the cost per case.',
    upperLimit,
    upperLimitShare: upperLimit / needed,
  })
}
