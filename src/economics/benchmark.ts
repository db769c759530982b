import { refuseIfAny } from '../core/errors.ts'
import type { PriceRange } from '../model/benchmark.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import type { Moments } from '../model/summary.ts'
import { notFiniteAmong } from './issues.ts'

/** What a price would give for the debts of some cases. Pence. */
export interface BenchmarkOffer {
  /** Cases of which it is known what they owe. */
  cases: number
  owed: number
  perCase: PriceRange
  inAll: PriceRange
}

/**
 * What a price for each pound owed would give for the debts of some cases.
 *
 * Formula: the least and the most of the printed price, each times what is owed in all, and over the cases.
 *
 * Takes shares and gives pence. Undefined with `no_cases_in_arm` where nothing is known of what is owed.
 * Throws `TrialError` for numbers that are not finite.
 * It is a benchmark: nothing of it was randomised, so that its difference from an arm is no effect of anything.
 *
 * @example benchmarkOffer({ n: 3, missing: 0, sum: 60000n, sumSquares: 0n }, { from: 0.04, to: 0.07 }) // 800 to 1400 pence per case
 */
export function benchmarkOffer({ n, sum }: Moments, { from, to }: PriceRange): Computation<BenchmarkOffer> {
  refuseIfAny(notFiniteAmong({ from, to }))
  if (n === 0) return undefinedBecause('no_cases_in_arm', 'Of no case of the arm is it known what it owes.')
  const owed = Number(sum)
  const inAll = { from: from * owed, to: to * owed }
  return computed({ cases: n, owed, perCase: { from: inAll.from / n, to: inAll.to / n }, inAll })
}
