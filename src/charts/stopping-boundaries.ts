import { type Chart, type ChartKind, type ChartTable, type ChartText, makeChart, sentence } from './chart.ts'
import { linePanel } from './line-panel.ts'
import { formatValue } from './units.ts'
import { valuesAcross } from './upright-plot.ts'

/** Where a trial may stop at each of its looks. */
export interface StoppingBoundaries extends ChartText {
  boundaries: readonly {
    id: string
    title: string
    /** Share of the information in per cent, Z, and the difference in the outcome's unit that has this Z at the look. */
    points: readonly { share: number; z: number; difference: number }[]
  }[]
  unit: 'points' | 'pounds'
  axisTitle: string
  measure: string
}

const zDecimals = 2
const ticks = 5
const headroom = 1.08

/** Boundaries in Z over the looks, a line for each side. */
export const stoppingBoundaries: ChartKind<'stopping-boundaries', StoppingBoundaries> = {
  id: 'stopping-boundaries',
  title: 'Where a trial may stop',
  draw(data, theme): Chart {
    const zs = data.boundaries.flatMap(({ points }) => points.map(({ z }) => z))
    const domain = [headroom * Math.min(0, ...zs), headroom * Math.max(1, ...zs)] as const
    const subtitle = `${sentence(data.subtitle)} Points are looks; lines join them.`
    return makeChart(
      { ...data, subtitle },
      describe(data),
      boundaryTable(data),
      layout =>
        linePanel(
          {
            lines: data.boundaries.map(({ id, title, points }) => ({
              id,
              title,
              points: points.map(({ share, z }) => ({ x: share, y: z })),
            })),
            across: valuesAcross('percent', data.axisTitle, [0, 100], ticks),
            up: { title: data.measure, unit: 'points', domain },
            marks: 'all',
          },
          layout,
        ),
      theme,
    )
  },
}

function boundaryTable({ boundaries, unit }: StoppingBoundaries): ChartTable {
  return {
    columns: [
      { id: 'boundary', title: 'Boundary', unit: 'text', decimals: 0 },
      { id: 'share', title: 'Share of the information', unit: 'percent', decimals: 1 },
      { id: 'z', title: 'Z', unit: 'points', decimals: zDecimals },
      { id: 'difference', title: 'Difference', unit, decimals: 2 },
    ],
    rows: boundaries.flatMap(({ title, points }) => points.map(point => ({ boundary: title, ...point }))),
  }
}

function describe({ boundaries, unit }: StoppingBoundaries): string {
  const parts = boundaries.map(({ title, points }) => {
    const values = points.map(
      ({ share, z, difference }) =>
        `${formatValue('points', z, zDecimals)} at ${formatValue('percent', share, 1)} of the information, a difference of ${formatValue(unit, difference, 2)}`,
    )
    return `${title}: Z ${values.join('; ')}.`
  })
  return `Line chart of stopping boundaries. ${parts.join(' ')}`
}
