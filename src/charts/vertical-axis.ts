import type { Layer, Layout } from './chart.ts'
import { wrapText } from './text-width.ts'
import { fontSize, lineHeight } from './theme.ts'
import { tickStep, widestTick } from './ticks.ts'
import { type Unit, unitAxis } from './units.ts'

const padding = 8
const gap = 6
const ticks = 5
/** Pixels between the title of the axis and the plot. */
const titleGap = 24

/** A vertical channel of values, with light gridlines at about five round values. */
export interface VerticalAxis {
  type: 'quantitative'
  scale: { domain: number[]; nice: false; zero: false }
  axis: object
}

/** Pixels that the labels of a vertical axis take. */
export function verticalExtent(unit: Unit, domain: readonly [number, number]): number {
  return Math.ceil(widestTick(unit, domain, ticks)) + gap
}

/** The channel that all layers share. Its title is drawn by `verticalTitle`, upright over the plot. */
export function verticalChannel(unit: Unit, domain: readonly [number, number]): VerticalAxis {
  return {
    type: 'quantitative',
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { title: null, grid: true, tickCount: ticks, ...unitAxis(unit, tickStep(unit, domain, ticks)) },
  }
}

/** The title of the vertical axis, from the left edge of its labels, over the plot; `above` leaves room under it. */
export function verticalTitle(title: string, { extent, left, above = 0 }: TitlePlace, { width }: Layout): Layer {
  const lines = wrapText(title, width - 2 * padding - (left - extent), fontSize)
  return {
    data: { values: [{}] },
    mark: { type: 'text', align: 'left', baseline: 'middle', lineHeight, text: lines },
    encoding: { x: { value: -extent }, y: { value: -titleGap - above - (lines.length - 1) * lineHeight } },
  }
}

interface TitlePlace {
  /** Pixels that the labels of the axis take. */
  extent: number
  /** Pixels between the edge and the plot, which labels below it may need more of. */
  left: number
  above?: number
}
