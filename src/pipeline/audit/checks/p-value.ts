import type { RelationOf } from '../../../model/audit-file.ts'
import type { Range } from '../../../model/comparison.ts'
import {
  absoluteBounds,
  boundsOf,
  chiSquaredUpperTail,
  fUpperTail,
  normalUpperTail,
  studentTUpperTail,
} from '../../../numerics/index.ts'
import { pValueOfInterval } from '../../../statistics/bounds/index.ts'
import type { Check, Quantities } from '../check.ts'
import { type Attainable, type Known, together } from '../known.ts'
import { ofCorrelation } from './correlations.ts'
import { normalCriticalBounds } from './critical.ts'
import { scales } from './scales.ts'

/** P of a statistic, of a correlation, or of an estimate with an interval. */
export const pValue: Check<'p'> = (relation, quantities) => {
  if ('statistic' in relation) return ofStatistic(relation, quantities)
  return 'correlation' in relation ? ofR(relation, quantities) : ofInterval(relation, quantities)
}

type Of<Key extends string> = Extract<RelationOf<'p'>, Record<Key, unknown>>

/**
 * P of a statistic: the upper tail of chi-squared and F, one or both tails of t and z, whose sign is not looked at. P falls
 * with the statistic, rises with the degrees of freedom of chi-squared and falls with those of t, so its ends are at the
 * corners. It is not monotone in those of F, which must be known.
 */
function ofStatistic({ statistic, distribution, df, tails }: Of<'statistic'>, quantities: Quantities): Attainable {
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

/** P falls with the size of r, and with the number of pairs. */
function ofR({ correlation, n, tails }: Of<'correlation'>, quantities: Quantities): Attainable {
  const t = ofCorrelation({ correlation, n }, quantities)
  if (t.range === null) return t
  const { least, most } = quantities.countOf(n)
  const tail = (size: number, pairs: number): number =>
    size === Number.POSITIVE_INFINITY ? 0 : (tails === 'two' ? 2 : 1) * studentTUpperTail(size, pairs - 2)
  return { ...t, range: { lower: tail(t.range.upper, most), upper: tail(t.range.lower, least) } }
}

/** P by the normal distribution. Another way to test, as Student's or a pooled variance, may give another P. */
function ofInterval({ estimate, lower, upper, level, scale }: Of<'lower'>, { rangeOf }: Quantities): Attainable {
  const limits = { lower: rangeOf(lower), upper: rangeOf(upper) }
  const middle = estimate === undefined ? undefined : rangeOf(estimate)
  const known = together([limits.lower, limits.upper, ...(middle === undefined ? [] : [middle])])
  const { to } = scales[scale]
  const ends = { lower: to(limits.lower.range), upper: to(limits.upper.range) }
  const isOpen = [ends.lower, ends.upper].some(end => !Number.isFinite(end.lower) || !Number.isFinite(end.upper))
  if (isOpen) return { ...known, range: { lower: 0, upper: 1 }, isOuter: true }
  const critical = normalCriticalBounds(level)
  const range = pValueOfInterval({ estimate: middle && to(middle.range), ...ends, critical })
  const otherwise =
    'No such estimate is in the middle of such an interval, so it cannot be judged by the normal approximation.'
  return range === undefined
    ? { ...known, range: { lower: 0, upper: 1 }, isOuter: true, remark: otherwise }
    : { ...known, range }
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
