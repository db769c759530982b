import { admits, type PrintedNumber } from '../../model/printed-number.ts'
import type { Bounds } from '../../numerics/index.ts'

/** What single values can be: multiples of a step, between a least and a greatest one where they are given. */
export interface Granularity {
  step: number
  least?: number | undefined
  most?: number | undefined
}

/** Relative room for what binary fractions lose. */
const slack = 1e-9

/** Whether a printed mean is one of whole multiples of a step. */
export interface GranularMean {
  /** Least and greatest mean that can occur and prints as the number; undefined where none does. */
  fitting: Bounds | undefined
  /** The nearest multiples of step / n, below and above the print. */
  nearest: readonly [number, number]
  /** Whether some number with these decimals could not occur; else only the ends of the values can exclude it. */
  isTelling: boolean
}

/**
 * Whether n values that are multiples of a step can have a mean that prints as the number: the mean is then a whole multiple
 * of step / n (GRIM).
 *
 * Brown and Heathers (2017).
 *
 * @example granularMean(printedNumber('3.45'), 20, { step: 1 }) // fits: 69 / 20
 */
export function granularMean(printed: PrintedNumber, n: number, { step, least, most }: Granularity): GranularMean {
  const unit = step / n
  const up = (end: number): number => Math.ceil(end / unit - slack * Math.max(1, Math.abs(end / unit)))
  const down = (end: number): number => Math.floor(end / unit + slack * Math.max(1, Math.abs(end / unit)))
  let first = Math.max(up(printed.lower), up(least ?? Number.NEGATIVE_INFINITY))
  let last = Math.min(down(printed.upper), down(most ?? Number.POSITIVE_INFINITY))
  // "Less than 5" does not include 5.
  if (Number.isFinite(first) && !admits(printed, first * unit)) first += 1
  if (Number.isFinite(last) && !admits(printed, last * unit)) last -= 1
  const below = down(printed.value)
  return {
    fitting: first <= last ? { lower: first * unit, upper: last * unit } : undefined,
    nearest: [below * unit, (below + 1) * unit],
    isTelling: printed.bound === 'none' && unit > printed.step,
  }
}

/** Whether a printed standard deviation is one of whole multiples of a step. */
export interface GranularDeviation {
  fits: boolean
  /** Sums of the values (in steps) that print as the mean. */
  sums: number
  /** Least and greatest standard deviation that the mean allows; the greatest is known where values have an end. */
  lower: number
  upper: number
}

const mostSums = 100_000

/**
 * Whether n values that are multiples of a step can have a mean and a standard deviation (with n - 1) that print as the
 * numbers (GRIMMER): for some sum S of the values in steps that prints as the mean, some sum of squares Q that prints as the
 * deviation is whole, is even where S is and odd where S is, is no less than n values with that sum can have (all within
 * one step of each other), and no more than where all but one are at the ends that values can have. These conditions are
 * necessary; for few values they are not always sufficient. Undefined where more than 100,000 sums print as the mean and
 * the first of them do not tell.
 *
 * Anaya (2016); Allard (2018) on parity.
 */
export function granularDeviation(
  mean: PrintedNumber,
  deviation: PrintedNumber,
  n: number,
  granularity: Granularity,
): GranularDeviation | undefined {
  const { step } = granularity
  const first = Math.ceil((mean.lower * n) / step - slack * Math.max(1, Math.abs(mean.lower * n) / step))
  const last = Math.floor((mean.upper * n) / step + slack * Math.max(1, Math.abs(mean.upper * n) / step))
  if (n < 2 || !Number.isFinite(first) || !Number.isFinite(last)) return undefined
  const ends = { lower: Number.POSITIVE_INFINITY, upper: 0 }
  let sums = 0
  let fits = false
  for (let sum = first; sum <= last; sum += 1) {
    const squares = squaresFor(sum, n, granularity)
    if (squares === undefined) continue
    sums += 1
    if (sums > mostSums) return fits ? { fits, sums, lower: 0, upper: Number.POSITIVE_INFINITY } : undefined
    ends.lower = Math.min(ends.lower, step * deviationOf(sum, squares.least, n))
    ends.upper = Math.max(ends.upper, step * deviationOf(sum, squares.most, n))
    fits ||= someSquares(sum, squares, n, deviation, step)
  }
  return { fits, sums, ...(sums === 0 ? { lower: 0, upper: 0 } : ends) }
}

const deviationOf = (sum: number, squares: number, n: number): number =>
  Math.sqrt(Math.max(0, squares - (sum * sum) / n) / (n - 1))

/** Least and greatest sum of squares of n whole values with a sum; undefined where no values within the ends have it. */
function squaresFor(
  sum: number,
  n: number,
  { step, least, most }: Granularity,
): { least: number; most: number } | undefined {
  const quotient = Math.floor(sum / n)
  const remainder = sum - quotient * n
  const fewest = n * quotient * quotient + remainder * (2 * quotient + 1)
  const lowest = least === undefined ? Number.NEGATIVE_INFINITY : Math.ceil(least / step - slack)
  const highest = most === undefined ? Number.POSITIVE_INFINITY : Math.floor(most / step + slack)
  if (sum < n * lowest || sum > n * highest) return undefined
  // With one end only, all values but one at that end leave the last one the rest of the sum.
  const high = Math.min(highest, sum - (n - 1) * lowest)
  const low = Math.max(lowest, sum - (n - 1) * highest)
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { least: fewest, most: Number.POSITIVE_INFINITY }
  if (low === high) return { least: fewest, most: fewest }
  const atTop = Math.floor((sum - n * low) / (high - low))
  const between = sum - atTop * high - (n - atTop - 1) * low
  const greatest = atTop === n ? n * high * high : atTop * high * high + (n - atTop - 1) * low * low + between * between
  return { least: fewest, most: greatest }
}

/** Whether some whole sum of squares of the right parity prints as the deviation. */
function someSquares(
  sum: number,
  { least, most }: { least: number; most: number },
  n: number,
  deviation: PrintedNumber,
  step: number,
): boolean {
  const squaresAt = (d: number): number => (n - 1) * (Math.max(0, d) / step) ** 2 + (sum * sum) / n
  const [lower, upper] = [squaresAt(deviation.lower), squaresAt(deviation.upper)]
  if (deviation.upper < 0) return false
  const room = slack * Math.max(1, lower)
  const from = Math.max(least, Math.ceil(lower - room))
  const to = Math.min(most, upper + slack * Math.max(1, upper))
  const parity = Math.abs(sum % 2)
  const candidate = Math.abs(from % 2) === parity ? from : from + 1
  return candidate <= to
}
