import { textWidth } from './text-width.ts'
import { fontSize } from './theme.ts'
import { formatValue, leastStep, type Unit } from './units.ts'

const wishedTicks = 6
const labelGap = 8

/**
 * The number of ticks to ask of Vega on a plot of `plot` pixels: about six, or as many as leave their labels apart.
 * Vega draws them at 1, 2 or 5 times a power of ten, the nearest by ratio to the span over this number.
 */
export function tickCount(unit: Unit, [start, end]: readonly [number, number], plot: number): number {
  const span = end - start
  const fits = (count: number): boolean => {
    const { step, decimals } = roundStep(span / count, leastStep(unit))
    const label = Math.max(...[start, end].map(value => textWidth(formatValue(unit, value, decimals), fontSize)))
    // The last label may take half of itself from the plot.
    return (step / span) * (plot - label / 2) >= label + labelGap
  }
  let count = wishedTicks
  while (count > 1 && !fits(count)) count -= 1
  return count
}

function roundStep(wished: number, least: number): { step: number; decimals: number } {
  if (wished <= least) return { step: least, decimals: 0 }
  const power = Math.floor(Math.log10(wished))
  const multiple = wished / 10 ** power
  const factor = multiple >= Math.sqrt(50) ? 10 : multiple >= Math.sqrt(10) ? 5 : multiple >= Math.SQRT2 ? 2 : 1
  return { step: factor * 10 ** power, decimals: Math.max(0, -power - (factor === 10 ? 1 : 0)) }
}
