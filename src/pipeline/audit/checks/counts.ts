import { admits, type PrintedNumber } from '../../../model/printed-number.ts'
import { boundsOf } from '../../../numerics/index.ts'
import { decimalText } from '../../../report/index.ts'
import type { Check } from '../check.ts'
import { type Attainable, type KnownCount, together } from '../known.ts'

const mostDenominators = 100_000

/** 100 x a whole number / n. Every denominator that print allows is tried, with the whole numbers that come near. */
export const percentage: Check<'percentage'> = ({ n, of }, { countOf }, printed) => {
  const size = countOf(n)
  const counted = of === undefined ? undefined : countOf(of)
  const inputs = together(counted === undefined ? [size] : [size, counted])
  const whole = { lower: 0, upper: 100 }
  if (size.most === 0) return { ...inputs, range: null, otherwise: 'It is a percentage of no cases.' }
  const outer = counted === undefined ? whole : rangeOfShares(counted, size)
  if (printed === undefined) return { ...inputs, range: outer }
  const isOuter = inputs.isOuter || size.most - size.least >= mostDenominators
  if (isOuter) return { ...inputs, range: outer, isOuter }
  const fits = fittingCounts(printed, size, counted)
  const decimals = printed.decimals
  if (fits === undefined) {
    return {
      ...inputs,
      range: counted === undefined ? null : outer,
      values: counted === undefined ? [] : [outer.lower, outer.upper],
      counts: null,
      otherwise: counted === undefined ? nearest(printed, size, decimals + 1) : undefined,
    }
  }
  const isTelling = printed.bound !== 'none' || counted !== undefined || 100 / size.most > printed.step
  return {
    ...inputs,
    range: counted === undefined ? { lower: fits.lower, upper: fits.upper } : outer,
    values: [fits.lower, fits.upper],
    counts: counted === undefined ? { least: fits.least, most: fits.most } : null,
    because: counted === undefined ? fittingText(fits, size) : undefined,
    remark: isTelling
      ? undefined
      : `At ${decimalText(size.most, 0)} every percentage with these decimals occurs, so this check cannot fail.`,
  }
}

function rangeOfShares(counted: KnownCount, size: KnownCount) {
  return boundsOf([
    Math.min(100, (100 * counted.least) / size.most),
    Math.min(100, (100 * counted.most) / Math.max(1, size.least)),
  ])
}

/** The whole numbers that print as the percentage, with the least and greatest percentage that they give. */
function fittingCounts(printed: PrintedNumber, size: KnownCount, counted: KnownCount | undefined) {
  const found = { least: Number.POSITIVE_INFINITY, most: -1, lower: Number.POSITIVE_INFINITY, upper: -1 }
  for (let n = Math.max(1, size.least); n <= size.most; n += 1) {
    const [low, high] = [counted?.least ?? 0, Math.min(n, counted?.most ?? n)]
    const first = Math.max(low, Math.floor((printed.lower * n) / 100))
    const last = Math.min(high, Math.ceil((printed.upper * n) / 100))
    const least = [first, first + 1, first + 2].find(count => count <= last && admits(printed, (100 * count) / n))
    const most = [last, last - 1, last - 2].find(count => count >= first && admits(printed, (100 * count) / n))
    if (least === undefined || most === undefined) continue
    found.least = Math.min(found.least, least)
    found.most = Math.max(found.most, most)
    found.lower = Math.min(found.lower, (100 * least) / n)
    found.upper = Math.max(found.upper, (100 * most) / n)
  }
  return found.most < 0 ? undefined : found
}

function fittingText(fits: { least: number; most: number }, size: KnownCount): string {
  const text = (least: number, most: number): string =>
    least === most ? decimalText(least, 0) : `${decimalText(least, 0)} to ${decimalText(most, 0)}`
  return `It is ${text(fits.least, fits.most)} of ${text(size.least, size.most)}.`
}

function nearest(printed: PrintedNumber, { least, most }: KnownCount, decimals: number): string {
  if (least !== most) {
    return `No whole number of ${decimalText(least, 0)} to ${decimalText(most, 0)} gives it.`
  }
  const below = Math.max(0, Math.min(most, Math.floor((printed.value * most) / 100)))
  const gives = [below, below + 1]
    .filter(count => count <= most)
    .map(count => `${decimalText(count, 0)} gives ${decimalText((100 * count) / most, decimals)}`)
  return `No whole number of ${decimalText(most, 0)} gives it: ${gives.join(', ')}.`
}

/** The whole number behind a percentage. */
export const count: Check<'count'> = ({ of }, { countOf }): Attainable => {
  const { least, most, ...known } = countOf(of)
  return { ...known, range: { lower: least, upper: most } }
}
