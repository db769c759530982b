import { textWidth, wrapText } from './text-width.ts'
import { fontSize } from './theme.ts'
import { formatValue, tickDecimals, type Unit, unitAxis } from './units.ts'

const pixelsPerTick = 64
const wishedTicks = 6

/** The horizontal channel of all layers of a chart: one scale, and light gridlines at about six round values, never above ten. */
export function valueChannel(unit: Unit, title: string, plot: number, domain: readonly [number, number]) {
  const tickCount = Math.min(wishedTicks, Math.floor(plot / pixelsPerTick))
  return {
    type: 'quantitative' as const,
    scale: { domain: [...domain], nice: false },
    axis: {
      title: wrapText(title, plot, fontSize),
      grid: true,
      tickCount,
      // Vega fits a plot to its labels once, at the width before: labels that stay inside leave nothing to fit.
      labelFlush: widestTick(unit, domain, tickCount) / 2,
      labelOverlap: 'parity' as const,
      labelSeparation: 8,
      ...unitAxis(unit),
    },
  }
}

/** Pixels of the widest label that the ticks of a domain can have. */
function widestTick(unit: Unit, domain: readonly [number, number], tickCount: number): number {
  const decimals = tickDecimals(unit, domain[1] - domain[0], tickCount)
  return Math.max(...domain.map(end => textWidth(formatValue(unit, end, decimals), fontSize)))
}

export type ValueChannel = ReturnType<typeof valueChannel>

export interface ReachingLabel {
  /** Value at which the label starts. */
  from: number
  text: string
}

const labelMargin = 12
const leastForValues = 0.2
const leastSpan = 1

/**
 * End of an axis that starts at `start`, so that every label set to the right of its value stays inside
 * a plot of `plot` pixels. Where all values are at the start the axis shows one unit, empty.
 */
export function axisEnd(start: number, labels: readonly ReachingLabel[], plot: number): number {
  const end = Math.max(
    ...labels.map(({ from, text }) => {
      const room = Math.max(plot * leastForValues, plot - textWidth(text, fontSize) - labelMargin)
      return start + ((from - start) * plot) / room
    }),
  )
  return end > start ? end : start + leastSpan
}
