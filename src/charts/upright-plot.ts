import { type Layer, type Layout, plotWidth } from './chart.ts'
import { endLabels, endNames, type NamedEnd, type Sample } from './end-labels.ts'
import { wrapText } from './text-width.ts'
import { fontSize } from './theme.ts'
import { tickCount, tickStep, widestTick } from './ticks.ts'
import { type Unit, unitAxis } from './units.ts'
import { verticalChannel, verticalExtent, verticalTitle } from './vertical-axis.ts'

/** The horizontal axis of a plot. */
export interface Across {
  title: string
  domain: readonly [number, number]
  /** Pixels of its widest label. */
  labelWidth: number
  /** Properties of the axis on a plot of so many pixels. */
  axis(plot: number): object
}

/** A plot between a horizontal axis and a vertical one of values, with names at its right where it has any. */
export interface UprightPlot {
  across: Across
  up: { title: string; unit: Unit; domain: readonly [number, number] }
  /** Pixels of the plot; more where the names need more. */
  height: number
  names?: { ends: readonly NamedEnd[]; sample: Sample }
  /** Room between the plot and the title of its vertical axis. */
  above?: number
}

/** A horizontal axis of values with about `wished` ticks. */
export function valuesAcross(unit: Unit, title: string, domain: readonly [number, number], wished: number): Across {
  return {
    title,
    domain,
    labelWidth: widestTick(unit, domain, wished),
    axis: plot => {
      const count = tickCount(unit, domain, plot, wished)
      return { tickCount: count, ...unitAxis(unit, tickStep(unit, domain, count)) }
    },
  }
}

/** The channels of both axes, the height, and the layers of the words around the plot. */
export function uprightPlot({ across, up, height: least, names, above = 0 }: UprightPlot, layout: Layout) {
  const extent = verticalExtent(up.unit, up.domain)
  const named = endNames(names?.ends ?? [], layout)
  const height = Math.max(least, names === undefined ? 0 : named.height)
  const half = Math.ceil(across.labelWidth / 2)
  const left = Math.max(extent, half)
  const plot = plotWidth(layout, left + Math.max(half, names === undefined ? 0 : named.width))
  const x = {
    type: 'quantitative' as const,
    scale: { domain: [...across.domain], nice: false, zero: false },
    axis: { title: wrapText(across.title, layout.width / 2, fontSize), ...across.axis(plot) },
  }
  const y = verticalChannel(up.unit, up.domain)
  const around: Layer[] = [
    ...(names === undefined ? [] : endLabels(named, { domain: up.domain, height, y }, names.sample)),
    verticalTitle(up.title, { extent, left, above }, layout),
  ]
  return { x, y, height, plot, around }
}
