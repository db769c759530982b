import { type Computation, computed, type Interval, undefinedBecause } from '../model/method.ts'
import type { ArmCost } from './amount.ts'
import type { FiellerSet } from './fieller-set.ts'

type Limits = Pick<Interval, 'lower' | 'upper'>

/**
 * Which costs per additional pound or payer an interval of the difference leaves open, for a fixed cost.
 *
 * The set of c / d for every d of the interval, with c the cost per case: between two limits where the interval lies on
 * one side of zero, else outside two. With an interval by the normal distribution it is Fieller's set. A limit is
 * infinite where the interval ends at zero.
 *
 * Undefined with `no_cost` where nothing was spent over the comparator, and with `no_additional_amount` where the interval
 * is nothing but zero.
 *
 * @example costSetOfInterval(2574, { lower: -87, upper: 461 }) // two rays, below -29.6 and above 5.58
 */
export function costSetOfInterval(costPerCase: number, { lower, upper }: Limits): Computation<FiellerSet> {
  if (costPerCase === 0) return undefinedBecause('no_cost', 'The arm costs the same as its comparator.')
  if (lower === 0 && upper === 0)
    return undefinedBecause('no_additional_amount', 'The interval of the difference is zero.')
  // Zero belongs to the interval: a limit of 0 is reached from within it.
  const [one, other] = [costPerCase / (lower === 0 ? -0 : lower), costPerCase / (upper === 0 ? 0 : upper)]
  const [least, greatest] = [Math.min(one, other), Math.max(one, other)]
  return computed(
    lower > 0 || upper < 0
      ? { type: 'interval', lower: least, upper: greatest }
      : { type: 'two_rays', below: least, above: greatest },
  )
}

/** The interval of what was collected less a fixed cost, in pence, from an interval of the additional amount per case. */
export const collectedLessCostOfInterval = (interval: Interval, cases: number, { total }: ArmCost): Interval => ({
  ...interval,
  lower: cases * interval.lower - total,
  upper: cases * interval.upper - total,
})
