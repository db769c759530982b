import { decimalText } from '../../../report/index.ts'
import { deviationBounds, granularDeviation, granularMean } from '../../../statistics/bounds/index.ts'
import type { Check } from '../check.ts'
import { notPrinted, together } from '../known.ts'

/** A mean of values that are multiples of a step: whether some sum of them gives it. */
export const mean: Check<'mean'> = ({ n, values }, { countOf, titleOf }, printed) => {
  const size = countOf(n)
  const ends = { lower: values.least ?? Number.NEGATIVE_INFINITY, upper: values.most ?? Number.POSITIVE_INFINITY }
  if (printed === undefined) return { ...together([size]), range: ends }
  if (size.least !== size.most || size.least === 0) return notPrinted(titleOf(n), [size])
  const { fitting, nearest, isTelling } = granularMean(printed, size.least, values)
  const [below, above] = nearest.map(each => decimalText(each, printed.decimals + 2))
  return {
    ...together([size]),
    range: fitting ?? null,
    otherwise: `No ${decimalText(size.least, 0)} values of that kind have this mean: the nearest are ${below} and ${above}.`,
    remark: isTelling
      ? undefined
      : `With ${decimalText(size.least, 0)} values every mean with these decimals occurs, so this check can fail by the ends of the values only.`,
  }
}

/** A standard deviation of values that are multiples of a step, beside their printed mean. */
export const sd: Check<'sd'> = (
  { mean: of, n, values, nonzero },
  { countOf, printedOf, rangeOf, titleOf },
  printed,
) => {
  const size = countOf(n)
  const average = printedOf(of)
  const middle = rangeOf(of)
  const known = together([size, middle])
  if (size.least !== size.most) return notPrinted(titleOf(n), [size])
  if (printed === undefined || average === undefined) {
    const most = nonzero === undefined ? undefined : countOf(nonzero).most
    const { least, most: greatest } = values
    const bounds = deviationBounds({ n: size.least, mean: middle.range, least, most: greatest, nonzero: most })
    return { ...known, range: bounds, isOuter: true }
  }
  // A search narrows the mean down to fewer values than print as it.
  const { lower, upper } = middle.range
  const narrow = { ...average, lower: Math.max(average.lower, lower), upper: Math.min(average.upper, upper) }
  const found = granularDeviation(narrow, printed, size.least, values)
  if (found === undefined) return { ...known, range: { lower: 0, upper: Infinity }, isOuter: true }
  const { fits, sums } = found
  const isAtEnd = sums > 0 && (printed.upper < found.lower || printed.lower > found.upper)
  return {
    ...known,
    isOuter: false,
    range: sums === 0 ? null : { lower: found.lower, upper: found.upper },
    values: fits ? [printed.value] : [],
    otherwise:
      sums === 0
        ? 'No values of that kind have the printed mean.'
        : isAtEnd
          ? undefined
          : 'No sum of squares of whole values gives it beside the printed mean.',
  }
}
