import { addBounds, divideBounds, multiplyBounds, scaleBounds, subtractBounds } from '../../../numerics/index.ts'
import { decimalText } from '../../../report/index.ts'
import type { Check } from '../check.ts'
import { type Attainable, type Known, together } from '../known.ts'

const combined = (inputs: readonly Known[], combine: typeof addBounds): Attainable => ({
  ...together(inputs),
  range: inputs.map(({ range }) => range).reduce(combine),
})

export const sum: Check<'sum'> = (ids, { rangeOf }) => combined(ids.map(rangeOf), addBounds)

export const difference: Check<'difference'> = ({ of, less }, { rangeOf }) =>
  combined([rangeOf(of), rangeOf(less)], subtractBounds)

export const product: Check<'product'> = (ids, { rangeOf }) => combined(ids.map(rangeOf), multiplyBounds)

export const ratio: Check<'ratio'> = ({ of, to }, { rangeOf }) => combined([rangeOf(of), rangeOf(to)], divideBounds)

/** A percentage of an amount. Where the whole is not printed, it is said what the whole would have to be. */
export const share: Check<'share'> = (relation, quantities, printed) => {
  const found = ratio(relation, quantities, printed)
  const range = found.range === null ? null : scaleBounds(found.range, 100)
  const [part, whole] = [quantities.rangeOf(relation.of), quantities.rangeOf(relation.to)]
  const isOpen = whole.notPrinted.length > 0 && part.notPrinted.length === 0 && part.range.lower > 0
  if (printed === undefined || !isOpen) return { ...found, range }
  const needed = divideBounds(scaleBounds(part.range, 100), {
    lower: Math.max(0, printed.lower),
    upper: Math.max(0, printed.upper),
  })
  const remark = Number.isFinite(needed.upper)
    ? `It holds where that is ${decimalText(needed.lower, 0)} to ${decimalText(needed.upper, 0)}.`
    : `It holds where that is above ${decimalText(needed.lower, 0)}.`
  return { ...found, range, remark }
}
