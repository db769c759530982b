import type { Layer, Layout, Panel } from './chart.ts'
import { seriesStyle } from './series-style.ts'
import { type UprightPlot, uprightPlot } from './upright-plot.ts'

/** A line of a chart; its points stand in order of x. */
export interface Line {
  id: string
  title: string
  points: readonly { x: number; y: number }[]
}

export interface LineData extends Pick<UprightPlot, 'across' | 'up'> {
  lines: readonly Line[]
  /** Set of a smooth quantity that is known at few points. */
  isSmooth?: true
  /** Set of a quantity that stays as it was until the next point. */
  isStepped?: true
  /** Points on the lines: all, where there are values at them alone and not between, or those of so many. */
  marks?: 'all' | readonly { id: string; x: number; y: number }[]
}

const plotHeight = 280
const lineMark = { strokeWidth: 2.5 }

/** Lines with their names at their ends: each has a colour and a dash of its own. */
export function linePanel({ lines, across, up, isSmooth, isStepped, marks = [] }: LineData, layout: Layout): Panel {
  const interpolate = isSmooth ? 'monotone' : isStepped ? 'step-after' : 'linear'
  const ids = lines.map(({ id }) => id)
  const { colours, dashes } = seriesStyle(lines.length, layout.theme)
  const style = {
    color: { field: 'id', type: 'nominal', scale: { domain: ids, range: [...colours] }, legend: null },
    strokeDash: { field: 'id', type: 'nominal', scale: { domain: ids, range: dashes as never }, legend: null },
  } as const
  const values = lines.flatMap(({ id, points }) => points.map(point => ({ id, ...point })))
  const ends = lines.map(({ id, title, points }) => ({ id, title, value: points.at(-1)?.y ?? 0 }))
  const axis = (plot: number): object => ({ domain: true, labelPadding: 12, ...across.axis(plot) })
  const { x, y, height, around } = uprightPlot(
    {
      across: { ...across, axis },
      up,
      height: plotHeight,
      names: { ends, sample: { mark: { type: 'rule', ...lineMark }, style } },
    },
    layout,
  )
  return {
    data: { values },
    height,
    layer: [
      {
        mark: { type: 'line', ...lineMark, strokeCap: 'butt', interpolate },
        encoding: { x: { field: 'x', ...x }, y: { field: 'y', ...y }, ...style },
      },
      ...(marks.length === 0 ? [] : [pointsOf(marks, { x, y, color: style.color })]),
      ...around,
    ],
  }
}

const pointsOf = (
  marks: NonNullable<LineData['marks']>,
  { x, y, color }: { x: object; y: object; color: object },
): Layer =>
  ({
    ...(marks !== 'all' && { data: { values: marks } }),
    mark: { type: 'point', filled: true, opacity: 1, size: 60 },
    encoding: { x: { field: 'x', ...x }, y: { field: 'y', ...y }, color },
  }) as Layer
