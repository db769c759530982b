import { correlationOfT, tOfCorrelation } from '../../../statistics/bounds/index.ts'
import type { Check, Quantities } from '../check.ts'
import { type Attainable, together } from '../known.ts'

/** |t| of a correlation of n pairs. */
export function ofCorrelation(
  { correlation: of, n }: { correlation: string; n: string },
  { rangeOf, countOf }: Quantities,
): Attainable {
  const [r, size] = [rangeOf(of), countOf(n)]
  const range = tOfCorrelation(r.range, size)
  const otherwise = 'A correlation beyond 1, or of fewer than three pairs, has no such test.'
  return { ...together([r, size]), range: range ?? null, ...(range === undefined ? { otherwise } : {}) }
}

/** A correlation from its t, either way round. */
export const correlation: Check<'correlation'> = ({ t, n }, { rangeOf, countOf }, printed) => {
  const [value, size] = [rangeOf(t), countOf(n)]
  const range = correlationOfT(value.range, size)
  const known = together([value, size])
  if (range === undefined) {
    return { ...known, range: null, otherwise: 'Fewer than three pairs have no such test.' }
  }
  const isNegative = printed !== undefined && printed.value < 0
  return { ...known, range: isNegative ? { lower: -range.upper, upper: -range.lower } : range }
}
