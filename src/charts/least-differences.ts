import {
  type Chart,
  type ChartKind,
  type ChartTable,
  type ChartText,
  type Layer,
  type Layout,
  makeChart,
  type Panel,
  plotWidth,
} from './chart.ts'
import { zeroRule } from './interval-layers.ts'
import { keyedChannel, keyedRows } from './keyed-rows.ts'
import { pointLayer, pointRowHeight } from './points-in-rows.ts'
import { lineHeight } from './theme.ts'
import { formatValue, type Unit } from './units.ts'
import { axisEnd, valueChannel } from './value-axis.ts'

/** The least differences that a trial finds, beside those that matter. */
export interface LeastDifferences extends ChartText {
  /** What the points of a comparison are, at most six: found alone, worth finding, ... */
  marks: readonly { id: string; title: string }[]
  comparisons: readonly {
    id: string
    title: string
    /** What the differences stand on, as cases and standard deviations, a line each. */
    basis: readonly string[]
    /** By mark id; `null` where there is none. */
    differences: Readonly<Record<string, number | null>>
  }[]
  unit: Extract<Unit, 'points' | 'pounds'>
  decimals: number
  axisTitle: string
}

/** Pixels between the middle of a point and its value. */
const pointGap = 10

/** A row for each comparison, with the least difference that it finds and what it is to be held against. */
export const leastDifferences: ChartKind<'least-differences', LeastDifferences> = {
  id: 'least-differences',
  title: 'Least differences that are found',
  draw(data, theme): Chart {
    const panel = (layout: Layout) => differencesPanel(data, layout)
    return makeChart(data, describe(data), differenceTable(data), panel, theme)
  },
}

function differencesPanel(data: LeastDifferences, layout: Layout): Panel {
  const keyed = keyedRows(
    data.comparisons.map(({ title, basis }) => ({ label: [title, ...basis].join('\n') })),
    layout,
  )
  const points = data.comparisons.flatMap(({ differences }, row) =>
    data.marks.flatMap(({ id, title }) => {
      const value = differences[id] ?? null
      const text = value === null ? '' : formatValue(data.unit, value, data.decimals)
      return value === null ? [] : [{ row: keyed.keys[row] ?? '', mark: title, value, text }]
    }),
  )
  const plot = plotWidth(layout, keyed.extent) - pointGap
  const end = axisEnd(
    0,
    points.map(({ value, text }) => ({ from: value, text })),
    plot,
  )
  const across = valueChannel(data.unit, data.axisTitle, plot, [0, end])
  const dots = pointLayer(data.marks, 'mark', { across, y: keyedChannel(keyed) }, layout)
  return {
    data: { values: points },
    // Room for a line of text beside each point.
    height:
      data.comparisons.length *
      Math.max(pointRowHeight(data.marks.length, keyed), lineHeight * (data.marks.length + 1)),
    layer: [zeroRule(across), dots, valuesBeside(dots)],
  }
}

/** The value of each point to its right. */
function valuesBeside(dots: Layer): Layer {
  const { y, yOffset, x } = dots.encoding ?? {}
  return {
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: pointGap },
    encoding: { y, yOffset, x, text: { field: 'text', type: 'nominal' } },
  } as Layer
}

function differenceTable({ marks, comparisons, unit, decimals }: LeastDifferences): ChartTable {
  return {
    columns: [
      { id: 'contrast', title: 'Contrast', unit: 'text', decimals: 0 },
      { id: 'basis', title: 'Stands on', unit: 'text', decimals: 0 },
      ...marks.map(({ id, title }) => ({ id, title, unit, decimals }) as const),
    ],
    rows: comparisons.map(({ title, basis, differences }) => ({
      contrast: title,
      basis: basis.join(', '),
      ...differences,
    })),
  }
}

function describe({ marks, comparisons, unit, decimals }: LeastDifferences): string {
  const rows = comparisons.map(({ title, basis, differences }) => {
    const values = marks.flatMap(({ id, title: mark }) => {
      const value = differences[id] ?? null
      return value === null ? [] : [`${mark} ${formatValue(unit, value, decimals)}`]
    })
    return `${title} (${basis.join(', ')}): ${values.join('; ') || 'none'}.`
  })
  return `Dot chart of differences. ${rows.join(' ')}`
}
