import type { Range } from '../../../model/comparison.ts'
import {
  absoluteBounds,
  boundsOf,
  chiSquaredUpperTail,
  fUpperTail,
  normalUpperTail,
  studentTUpperTail,
} from '../../../numerics/index.ts'
import type { Check, Quantities } from '../check.ts'
import { type Known, together } from '../known.ts'

/**
 * P of a statistic: the upper tail of chi-squared and F, one or both tails of t and z, whose sign is not looked at. P falls
 * with the statistic, rises with the degrees of freedom of chi-squared and falls with those of t, so its ends are at the
 * corners. It is not monotone in those of F, which must be known.
 */
export const pValue: Check<'p'> = ({ statistic, distribution, df, tails }, quantities) => {
  const value = quantities.rangeOf(statistic)
  const degrees = df.map(each => degreesOf(each, quantities))
  const known = together([value, ...degrees])
  const isOpen = distribution === 'f' && degrees.some(({ range }) => range.lower !== range.upper)
  if (isOpen) return { ...known, range: { lower: 0, upper: 1 }, isOuter: true }
  const size = absoluteBounds(value.range)
  const tail = (x: number, a: number, b: number): number => {
    switch (distribution) {
      case 'chi_squared':
        return chiSquaredUpperTail(x, a)
      case 'f':
        return fUpperTail(x, a, b)
      case 't':
        return (tails === 'two' ? 2 : 1) * studentTUpperTail(x, a)
      case 'z':
        return (tails === 'two' ? 2 : 1) * normalUpperTail(x)
    }
  }
  const ends = distribution === 'chi_squared' || distribution === 'f' ? nonNegative(value.range) : size
  const [first, second] = degrees.map(({ range }) => range)
  const corners = [ends.lower, ends.upper].flatMap(x =>
    bothOf(first).flatMap(a => bothOf(second).map(b => (x === Number.POSITIVE_INFINITY ? 0 : tail(x, a, b)))),
  )
  return { ...known, range: boundsOf(corners) }
}

const bothOf = (range: Range | undefined): number[] => (range === undefined ? [0] : [range.lower, range.upper])
const nonNegative = ({ lower, upper }: Range): Range => ({ lower: Math.max(0, lower), upper: Math.max(0, upper) })

/** A whole print without a step is the degrees of freedom themselves; with decimals (Welch's) it is rounded. */
function degreesOf(given: string | number, quantities: Quantities): Known {
  if (typeof given === 'number') return point(given)
  const printed = quantities.printedOf(given)
  const isExact = printed?.bound === 'none' && printed.decimals === 0 && quantities.numberOf(given).step === undefined
  if (printed !== undefined && isExact) return point(printed.value)
  const known = quantities.rangeOf(given)
  return { ...known, range: { lower: Math.max(Number.MIN_VALUE, known.range.lower), upper: known.range.upper } }
}

const point = (value: number): Known => ({
  range: { lower: value, upper: value },
  sources: [],
  isOuter: false,
  notPrinted: [],
})
