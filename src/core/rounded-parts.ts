import { roundDecimal } from './decimal-text.ts'
import { InternalError } from './errors.ts'
import { sumOf } from './lists.ts'

/** Units of the last decimal by which parts computed apart from their total may miss it. */
const unnoticed = 0.001

/**
 * The parts of a total, rounded so that they add up to the rounded total: each is cut down to its last decimal, and
 * those of which most was cut off get the units that are then missing.
 *
 * @example roundedParts(2.005, [1.137, 0.868], 2) // [1.14, 0.87], which add up to 2.01
 */
export function roundedParts(total: number, parts: readonly number[], decimals: number): number[] {
  const scale = 10 ** decimals
  const scaled = parts.map(part => part * scale)
  if (Math.abs(sumOf(scaled) - total * scale) > unnoticed) {
    throw new InternalError(`${parts.join(', ')} do not add up to ${total}`)
  }
  const units = scaled.map(Math.floor)
  const missing = Math.round(roundDecimal(total, decimals) * scale) - sumOf(units)
  const byRemainder = scaled.map((part, index) => ({ index, cut: part - (units[index] ?? 0) }))
  byRemainder.sort((a, b) => b.cut - a.cut || a.index - b.index)
  const raised = new Set(byRemainder.slice(0, missing).map(({ index }) => index))
  return units.map((unit, index) => (unit + (raised.has(index) ? 1 : 0)) / scale)
}
