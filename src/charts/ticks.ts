import { textWidth } from './text-width.ts'
import { fontSize } from './theme.ts'
import { leastStep, tickText, type Unit } from './units.ts'

const wishedTicks = 6
const labelGap = 8

/**
 * The number of ticks to ask of Vega on a plot of `plot` pixels: about six, or as many as leave their labels apart.
 * Vega draws them at 1, 2 or 5 times a power of ten, the nearest by ratio to the span over this number.
 */
export function tickCount(
  unit: Unit,
  domain: readonly [number, number],
  plot: number,
  wished: number = wishedTicks,
): number {
  const span = domain[1] - domain[0]
  const fits = (count: number): boolean => {
    const label = widestTick(unit, domain, count)
    // The last label may take half of itself from the plot.
    return (tickStep(unit, domain, count) / span) * (plot - label / 2) >= label + labelGap
  }
  let count = wished
  while (count > 1 && !fits(count)) count -= 1
  return count
}

/** Distance of the ticks that Vega draws where it is asked for so many. */
export function tickStep(unit: Unit, [start, end]: readonly [number, number], count: number): number {
  return Math.max(roundStep((end - start) / count), leastStep(unit))
}

/** Pixels of the widest label of a tick. */
export function widestTick(unit: Unit, domain: readonly [number, number], count: number): number {
  const step = tickStep(unit, domain, count)
  const [first, last] = [Math.ceil(domain[0] / step) * step, Math.floor(domain[1] / step) * step]
  return Math.max(...[first, last].map(tick => textWidth(tickText(unit, tick, step), fontSize)))
}

function roundStep(wished: number): number {
  const power = Math.floor(Math.log10(wished))
  const multiple = wished / 10 ** power
  const factor = multiple >= Math.sqrt(50) ? 10 : multiple >= Math.sqrt(10) ? 5 : multiple >= Math.SQRT2 ? 2 : 1
  return factor * 10 ** power
}
