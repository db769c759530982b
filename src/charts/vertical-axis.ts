import type { Layer, Layout } from './chart.ts'
import { textWidth, wrapText } from './text-width.ts'
import { fontSize, lineHeight } from './theme.ts'
import { formatValue, type Unit, unitAxis } from './units.ts'

const padding = 8
const gap = 6
/** Pixels between the title of the axis and the plot. */
const titleGap = 18

/** A vertical channel of values, with light gridlines at about five round values. */
export interface VerticalAxis {
  type: 'quantitative'
  scale: { domain: number[]; nice: false; zero: false }
  axis: object
}

/** Pixels that the labels of a vertical axis take. */
export function verticalExtent(unit: Unit, [low, high]: readonly [number, number], decimals: number): number {
  const widest = Math.max(...[low, high].map(value => textWidth(formatValue(unit, value, decimals), fontSize)))
  return Math.ceil(widest) + gap
}

/** The channel that all layers share. Its title is drawn by `verticalTitle`, upright over the plot. */
export function verticalChannel(unit: Unit, domain: readonly [number, number]): VerticalAxis {
  return {
    type: 'quantitative',
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { title: null, grid: true, tickCount: 5, ...unitAxis(unit) },
  }
}

/** The title of the vertical axis, from the left edge of its labels, over the plot. */
export function verticalTitle(title: string, extent: number, { width }: Layout): Layer {
  const lines = wrapText(title, width - 2 * padding, fontSize)
  return {
    data: { values: [{}] },
    mark: { type: 'text', align: 'left', baseline: 'middle', lineHeight, text: lines },
    encoding: { x: { value: -extent }, y: { value: -titleGap - (lines.length - 1) * lineHeight } },
  }
}
