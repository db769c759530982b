import { type Caution, type Computation, computed, undefinedBecause } from '../model/method.ts'
import type { Additional, AdditionalAmount, AdditionalPayers, ArmCost } from './amount.ts'
import { type FiellerSet, fiellerSet } from './fieller-set.ts'

/** A cost per additional pound or payer with its confidence set. */
export interface CostPerAdditional {
  /** Pounds spent for each pound collected over the comparator, or pence spent for each payer over it. */
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
 * Takes pence. Undefined with `no_cost` where the arm cost no more than its comparator, and with `no_additional_amount`
 * where it collected no more: a ratio then has no reading as a price. `costSet` is defined there all the same.
 * An unbounded set carries a caution: the ratio is not to be printed alone.
 *
 * Fieller (1954); Barber and Thompson (2000).
 *
 * @example costPerAdditionalPound({ cases: 5906, difference: 187, standardError: 140 }, { total: 15200000 }, 0.95) // ratio 13.76
 */
export const costPerAdditionalPound = (
  amount: AdditionalAmount,
  cost: ArmCost,
  level: number,
): Computation<CostPerAdditional> => costPerAdditional(amount, cost, level, 'collected')

/**
 * What the arm spent, in pence, for each payer that it had over its comparator; else as `costPerAdditionalPound`.
 *
 * Estimand: cost / (difference in proportions of payers x cases).
 *
 * @example costPerAdditionalPayer({ cases: 5906, difference: 0.003, standardError: 0.002 }, { total: 15200000 }, 0.95)
 */
export const costPerAdditionalPayer = (
  payers: AdditionalPayers,
  cost: ArmCost,
  level: number,
): Computation<CostPerAdditional> => costPerAdditional(payers, cost, level, 'had payers')

function costPerAdditional(
  additional: Additional,
  cost: ArmCost,
  level: number,
  gained: string,
): Computation<CostPerAdditional> {
  if (cost.total <= 0) return undefinedBecause('no_cost', 'The arm costs no more than its comparator.')
  if (additional.difference <= 0) {
    const detail = `Per case the arm ${gained} no more than its comparator.`
    return undefinedBecause('no_additional_amount', detail)
  }
  const set = costSet(additional, cost, level)
  if (set.status === 'undefined') return set
  const ratio = cost.total / (additional.difference * additional.cases)
  return computed({ ratio, set: set.result, level }, unboundedCaution(set.result))
}

/** Fieller's set of cost per case over what was additional per case, whatever the sign of either. */
export function costSet(additional: Additional, cost: ArmCost, level: number): Computation<FiellerSet> {
  return fiellerSet(
    {
      numerator: cost.total / additional.cases,
      denominator: additional.difference,
      numeratorVariance: (cost.standardError ?? 0) ** 2,
      denominatorVariance: additional.standardError ** 2,
      covariance: cost.covariance ?? 0,
    },
    level,
  )
}

function unboundedCaution(set: FiellerSet): Caution[] {
  if (set.type === 'interval') return []
  const detail = 'The data do not rule out that nothing additional was brought in, so no finite range holds the ratio.'
  return [{ code: 'ratio_set_unbounded', detail }]
}
