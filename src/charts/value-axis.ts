import { textWidth, wrapText } from './text-width.ts'
import { fontSize, lineHeight } from './theme.ts'
import { tickCount, tickStep } from './ticks.ts'
import { type Unit, unitAxis } from './units.ts'

/** The horizontal channel of all layers of a chart: one scale, and light gridlines at about six round values, never above ten. */
export function valueChannel(unit: Unit, title: string, plot: number, domain: readonly [number, number]) {
  const count = tickCount(unit, domain, plot)
  return {
    type: 'quantitative' as const,
    scale: { domain: [...domain], nice: false },
    axis: {
      title: wrapText(title, plot, fontSize),
      grid: true,
      tickCount: count,
      labelOverlap: 'parity' as const,
      labelSeparation: 8,
      ...unitAxis(unit, tickStep(unit, domain, count)),
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

/** Labels to the right of values, in lines that leave the values their part of a plot of `plot` pixels. */
export function valueLabels(texts: readonly string[], plot: number): { texts: string[]; height: number } {
  const room = plot * (1 - leastForValues) - labelMargin
  const wrapped = texts.map(text => wrapText(text, room, fontSize))
  return {
    texts: wrapped.map(lines => lines.join('\n')),
    height: Math.max(...wrapped.map(lines => lines.length)) * lineHeight,
  }
}

/** The mark of labels in the field `label`, `dx` pixels to the right of their values. */
export function labelMark({ height }: { height: number }, dx: number) {
  const mark = { type: 'text', align: 'left', baseline: 'middle', dx } as const
  if (height <= lineHeight) return mark
  // Vega sets the first line at the middle of the row: move up by half of what follows.
  const dy = { expr: `-(length(split(datum.label, '\\n')) - 1) * ${lineHeight / 2}` }
  return { ...mark, lineBreak: '\n', lineHeight, dy }
}

/**
 * End of an axis that starts at `start`, so that every label set to the right of its value stays inside
 * a plot of `plot` pixels. Where all values are at the start the axis shows one unit, empty.
 */
export function axisEnd(start: number, labels: readonly ReachingLabel[], plot: number): number {
  const end = Math.max(
    ...labels.map(({ from, text }) => {
      const widest = Math.max(...text.split('\n').map(line => textWidth(line, fontSize)))
      const room = Math.max(plot * leastForValues, plot - widest - labelMargin)
      return start + ((from - start) * plot) / room
    }),
  )
  return end > start ? end : start + leastSpan
}
