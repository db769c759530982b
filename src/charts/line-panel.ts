import type { Layout, Panel } from './chart.ts'
import { endLabels } from './end-labels.ts'
import { seriesStyle } from './series-style.ts'
import { wrapText } from './text-width.ts'
import { fontSize } from './theme.ts'
import type { Unit } from './units.ts'
import { verticalChannel, verticalExtent, verticalTitle } from './vertical-axis.ts'

/** A line of a chart; its points stand in order of x. */
export interface Line {
  id: string
  title: string
  points: readonly { x: number; y: number }[]
}

export interface LineData {
  lines: readonly Line[]
  across: { title: string; domain: readonly [number, number]; axis: object }
  up: { title: string; unit: Unit; domain: readonly [number, number]; decimals: number }
  /** Whether a value holds until the next point. */
  steps?: boolean
}

const plotHeight = 280
const lineMark = { strokeWidth: 2.5 }

/** Lines with their names at their ends: each has a colour and a dash of its own. */
export function linePanel({ lines, across, up, steps = false }: LineData, layout: Layout): Panel {
  const x = {
    type: 'quantitative' as const,
    scale: { domain: [...across.domain], nice: false, zero: false },
    axis: { title: wrapText(across.title, layout.width / 2, fontSize), domain: true, labelPadding: 12, ...across.axis },
  }
  const y = verticalChannel(up.unit, up.domain)
  const extent = verticalExtent(up.unit, up.domain, up.decimals)
  const ids = lines.map(({ id }) => id)
  const { colours, dashes } = seriesStyle(lines.length, layout.theme)
  const style = {
    color: { field: 'id', type: 'nominal', scale: { domain: ids, range: [...colours] }, legend: null },
    strokeDash: { field: 'id', type: 'nominal', scale: { domain: ids, range: dashes as never }, legend: null },
  } as const
  const values = lines.flatMap(({ id, points }) => points.map(point => ({ id, ...point })))
  const ends = lines.map(({ id, title, points }) => ({ id, title, value: points.at(-1)?.y ?? 0 }))
  return {
    data: { values },
    height: plotHeight,
    layer: [
      {
        mark: { type: 'line', ...lineMark, strokeCap: 'butt', interpolate: steps ? 'step-after' : 'linear' },
        encoding: { x: { field: 'x', ...x }, y: { field: 'y', ...y }, ...style },
      },
      ...endLabels(
        ends,
        { domain: up.domain, height: plotHeight, y },
        { mark: { type: 'rule', ...lineMark }, style },
        layout,
      ),
      verticalTitle(up.title, extent, layout),
    ],
  }
}
