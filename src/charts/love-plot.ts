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
  sentence,
} from './chart.ts'
import { zeroRule } from './interval-layers.ts'
import { keyedChannel, keyedRows } from './keyed-rows.ts'
import { pointLayer, pointRowHeight } from './points-in-rows.ts'
import { ink } from './theme.ts'
import { formatValue } from './units.ts'
import { type ValueChannel, valueChannel } from './value-axis.ts'

/** Standardised differences between arms at baseline. */
export interface LovePlot extends ChartText {
  /** Comparisons of arms, at most six. */
  comparisons: readonly { id: string; title: string }[]
  covariates: readonly {
    id: string
    title: string
    /** By comparison id; `null` where it is not defined. */
    differences: Readonly<Record<string, number | null>>
  }[]
  /** Size of a difference that is worth a look, on both sides. */
  threshold: number
  axisTitle: string
}

const decimals = 3
const axisMargin = 1.1

/** Standardised differences of baseline fields, a point for each comparison of arms. */
export const lovePlot: ChartKind<'love-plot', LovePlot> = {
  id: 'love-plot',
  title: 'Standardised differences at baseline',
  draw(data, theme): Chart {
    const subtitle = `${sentence(data.subtitle)} Dashed lines stand at ${limits(data)}.`
    const panel = (layout: Layout) => lovePanel(data, layout)
    return makeChart({ ...data, subtitle }, describe(data), differenceTable(data), panel, theme)
  },
}

const limits = ({ threshold }: LovePlot): string => `−${threshold} and ${threshold}`

function lovePanel(data: LovePlot, layout: Layout): Panel {
  const keyed = keyedRows(
    data.covariates.map(({ title }) => ({ label: title })),
    layout,
  )
  const points = data.covariates.flatMap(({ differences }, row) =>
    data.comparisons.flatMap(({ id, title }) => {
      const value = differences[id] ?? null
      return value === null ? [] : [{ row: keyed.keys[row] ?? '', comparison: title, value }]
    }),
  )
  const reach = axisMargin * Math.max(data.threshold, ...points.map(({ value }) => Math.abs(value)))
  const across = valueChannel('points', data.axisTitle, plotWidth(layout, keyed.extent), [-reach, reach])
  const y = keyedChannel(keyed)
  return {
    data: { values: points },
    height: data.covariates.length * pointRowHeight(data.comparisons.length, keyed),
    layer: [
      zeroRule(across),
      ...thresholds(data, across),
      pointLayer(data.comparisons, 'comparison', { across, y }, layout),
    ],
  }
}

function thresholds({ threshold }: LovePlot, across: ValueChannel): Layer[] {
  return [-threshold, threshold].map(at => ({
    data: { values: [{}] },
    mark: { type: 'rule', color: ink, strokeWidth: 1.5, strokeDash: [6, 4] },
    encoding: { x: { datum: at, ...across } },
  }))
}

function differenceTable({ comparisons, covariates }: LovePlot): ChartTable {
  return {
    columns: [
      { id: 'field', title: 'Baseline field', unit: 'text', decimals: 0 },
      ...comparisons.map(({ id, title }) => ({ id, title, unit: 'points', decimals }) as const),
    ],
    rows: covariates.map(({ title, differences }) => ({ field: title, ...differences })),
  }
}

function describe(data: LovePlot): string {
  const rows = data.covariates.map(({ title, differences }) => {
    const values = data.comparisons.map(({ id, title: comparison }) => {
      const value = differences[id] ?? null
      return `${comparison} ${value === null ? 'not defined' : formatValue('points', value, decimals)}`
    })
    return `${title}: ${values.join('; ')}.`
  })
  return `Standardised differences at baseline, beside lines at ${limits(data)}. ${rows.join(' ')}`
}
