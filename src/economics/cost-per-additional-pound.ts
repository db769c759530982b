import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import type { AdditionalAmount, ArmCost } from './amount.ts'
import { type FiellerSet, fiellerSet } from './fieller-set.ts'

/** A cost per additional pound with its confidence set. */
export interface CostPerAdditionalPound {
  /** Pounds spent for each pound collected over the comparator. */
  ratio: number
  /** Ratios that the data do not reject at `level`. */
  set: FiellerSet
  level: number
}

/**
 * What the arm spent for each pound that it collected over its comparator.
 *
 * Estimand: cost / (additional amount per case x cases). The set of ratios is Fieller's, of cost per case over the
 * additional amount per case.
 *
 * Takes pence. Undefined with `no_cost` where nothing was spent, and with `no_additional_amount` where the arm collected
 * no more than its comparator: a ratio then has no reading as a price. `fiellerSet` is defined there all the same.
 * An unbounded set carries a caution: the ratio is not to be printed alone.
 *
 * Fieller (1954); Barber and Thompson (2000).
 *
 * @example costPerAdditionalPound({ cases: 5906, difference: 187, standardError: 140 }, { total: 15200000 }, 0.95) // ratio 13.76
 */
export function costPerAdditionalPound(
  amount: AdditionalAmount,
  cost: ArmCost,
  level: number,
): Computation<CostPerAdditionalPound> {
  if (cost.total === 0) return undefinedBecause('no_cost', 'The arm has no cost.')
  if (amount.difference <= 0) {
    return undefinedBecause('no_additional_amount', 'The arm collected no more per case than its comparator.')
  }
  const set = costSet(amount, cost, level)
  if (set.status === 'undefined') return set
  const ratio = cost.total / (amount.difference * amount.cases)
  return computed({ ratio, set: set.result, level }, unboundedCaution(set.result))
}

/** Fieller's set of cost per case over additional amount per case, whatever the sign of the amount. */
export function costSet(amount: AdditionalAmount, cost: ArmCost, level: number): Computation<FiellerSet> {
  return fiellerSet(
    {
      numerator: cost.total / amount.cases,
      denominator: amount.difference,
      numeratorVariance: (cost.standardError ?? 0) ** 2,
      denominatorVariance: amount.standardError ** 2,
      covariance: cost.covariance ?? 0,
    },
    level,
  )
}

const unboundedCaution = (set: FiellerSet) =>
  set.type === 'interval'
    ? []
    : [
        {
          code: 'ratio_set_unbounded' as const,
          detail: 'The data do not rule out that nothing additional was collected, so no finite range holds the ratio.',
        },
      ]
