import { textWidth, wrapText } from './text-width.ts'
import { fontSize } from './theme.ts'
import { tickCount } from './ticks.ts'
import { type Unit, unitAxis } from './units.ts'

/** The horizontal channel of all layers of a chart: one scale, and light gridlines at about six round values, never above ten. */
export function valueChannel(unit: Unit, title: string, plot: number, domain: readonly [number, number]) {
  return {
    type: 'quantitative' as const,
    scale: { domain: [...domain], nice: false },
    axis: {
      title: wrapText(title, plot, fontSize),
      grid: true,
      tickCount: tickCount(unit, domain, plot),
      labelOverlap: 'parity' as const,
      labelSeparation: 8,
      ...unitAxis(unit),
      ...(unit === 'percent' && domain[1] > whole ? upToWhole : {}),
    },
  }
}

const whole = 100
/** Room for labels may reach beyond the whole, where there are no shares. */
const upToWhole = {
  labelExpr: `datum.value > ${whole} ? '' : datum.label + '%'`,
  gridOpacity: { condition: { test: `datum.value > ${whole}`, value: 0 }, value: 1 },
} as const

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
