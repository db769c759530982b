import { sumOf } from '../../core/lists.ts'
import type { SimulationSource } from '../../core/simulation-random.ts'
import { findRoot, normalQuantile } from '../../numerics/index.ts'
import { between } from './courses.ts'

/** What the amounts of an arm must come to. Pence. */
export interface AmountTarget {
  /** Sum over all payers, and sum of squares. */
  sum: number
  sumSquares: number
  /** Amounts that are settled already, and how many are still to be drawn. */
  settled: readonly number[]
  open: number
  /** Smallest amount. */
  atLeast: number
}

/**
 * Whole pence for the open payers, such that with the settled ones the sum is met exactly and the sum of squares as nearly
 * as whole pence allow; undefined where this draw cannot do it.
 *
 * The amounts are x_i = exp(m + s z_i) with normal deviates z_i. The ratio of the sum of squares to the squared sum does not
 * depend on m and grows with s, from 1 / n to 1 / (the number of largest z), so s is a root and m follows.
 */
export function drawAmounts(target: AmountTarget, source: SimulationSource): number[] | undefined {
  const sum = target.sum - sumOf(target.settled)
  const sumSquares = target.sumSquares - sumOf(target.settled.map(amount => amount ** 2))
  const deviates = Array.from({ length: target.open }, () => normalQuantile(aboveZero(source)))
  const relative = spreadTo(sumSquares / sum ** 2, deviates)
  if (sum <= 0 || relative === undefined) return undefined
  const amounts = inWholePence(relative, sum)
  return amounts.every(amount => amount >= target.atLeast) ? amounts : undefined
}

const widestSigma = 6

/** Shares of the sum, lognormal in the deviates, whose squares add up to `concentration`. */
function spreadTo(concentration: number, deviates: readonly number[]): number[] | undefined {
  const sharesAt = (sigma: number): number[] => {
    const highest = Math.max(...deviates)
    const sizes = deviates.map(deviate => Math.exp(sigma * (deviate - highest)))
    const sum = sumOf(sizes)
    return sizes.map(size => size / sum)
  }
  const excess = (sigma: number): number => sumOf(sharesAt(sigma).map(share => share ** 2)) - concentration
  if (!(excess(0) < 0) || !(excess(widestSigma) > 0)) return undefined
  return sharesAt(findRoot(excess, 0, widestSigma))
}

/** Whole pence in proportion to shares of 1, which add up to `sum` exactly: largest remainders get the spare pence. */
export function inWholePence(shares: readonly number[], sum: number): number[] {
  const exact = shares.map(share => share * sum)
  const whole = exact.map(Math.floor)
  const spare = sum - sumOf(whole)
  const byRemainder = exact.map((value, index) => ({ index, remainder: value - Math.floor(value) }))
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, spare)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}

/** `count` amounts of `atLeast` or more that add up to `sum`. */
export function splitTotal(sum: number, count: number, atLeast: number, source: SimulationSource): number[] {
  const weights = Array.from({ length: count }, () => between({ from: 0.2, to: 1 }, source.uniform()))
  const above = inWholePence(
    weights.map(weight => weight / sumOf(weights)),
    sum - count * atLeast,
  )
  return above.map(amount => atLeast + amount)
}

/** Evenly between 0 and 1, both left out. */
const aboveZero = (source: SimulationSource): number => source.uniform() + 2 ** -54
