import {
  type Chart,
  type ChartKind,
  type ChartTable,
  type ChartText,
  intervalNote,
  intervalsText,
  type Layer,
  type Layout,
  makeChart,
  type Panel,
  plotWidth,
  sentence,
} from './chart.ts'
import { intervalLayers, zeroRule } from './interval-layers.ts'
import { rowAxis, rowLabels } from './row-axis.ts'
import { ink } from './theme.ts'
import { formatRange, formatValue } from './units.ts'
import { valueChannel } from './value-axis.ts'

/** What arms brought in beside what would pay for them, in pounds per case. */
export interface BreakEvenAmounts extends ChartText {
  comparisons: readonly {
    id: string
    title: string
    estimate: number
    lower: number
    upper: number
    /** Pounds more per case that would pay the cost. */
    breakEven: number
  }[]
  axisTitle: string
  level: number
}

type Comparison = BreakEvenAmounts['comparisons'][number]

const decimals = 2
const rowGap = 26
const axisMargin = 0.06
/** Where in the height of a row the line of its break-even amount begins. */
const lineFrom = 0.1

/** The additional amount of each comparison with its interval, and a line where it would break even. */
export const breakEven: ChartKind<'break-even', BreakEvenAmounts> = {
  id: 'break-even',
  title: 'Additional amounts beside what would pay for them',
  draw(data, theme): Chart {
    const subtitle = `${sentence(data.subtitle)} ${intervalNote(data.level)} Dashed lines show where the cost would be met.`
    const panel = (layout: Layout) => breakEvenPanel(data, layout)
    return makeChart({ ...data, subtitle }, describe(data), comparisonTable(data), panel, theme)
  },
}

function breakEvenPanel(data: BreakEvenAmounts, layout: Layout): Panel {
  const labels = rowLabels(
    data.comparisons.map(comparison => `${comparison.title}\n${amountText(comparison)}\n${breakEvenText(comparison)}`),
    layout,
  )
  const plot = plotWidth(layout, labels.extent)
  const across = valueChannel('pounds', data.axisTitle, plot, domainOf(data))
  const rowHeight = labels.height + rowGap
  const y = { field: 'row', type: 'nominal' as const, sort: [...labels.texts], axis: rowAxis(labels) }
  const line: Layer = {
    mark: { type: 'rule', color: ink, strokeWidth: 2, strokeDash: [6, 4] },
    encoding: {
      y: { ...y, bandPosition: lineFrom },
      y2: { field: 'row', bandPosition: 1 - lineFrom },
      x: { field: 'breakEven', ...across },
    },
  }
  return {
    data: { values: data.comparisons.map((comparison, i) => ({ ...comparison, row: labels.texts[i] ?? '' })) },
    height: data.comparisons.length * rowHeight,
    layer: [zeroRule(across), ...intervalLayers(across, y, layout.theme), line],
  }
}

function domainOf({ comparisons }: BreakEvenAmounts): [number, number] {
  const lowest = Math.min(0, ...comparisons.flatMap(({ lower, breakEven: needed }) => [lower, needed]))
  const highest = Math.max(0, ...comparisons.flatMap(({ upper, breakEven: needed }) => [upper, needed]))
  const margin = axisMargin * (highest - lowest) || 1
  return [lowest - margin, highest + margin]
}

const pounds = (value: number): string => formatValue('pounds', value, decimals)

function amountText({ estimate, lower, upper }: Comparison): string {
  return `${pounds(estimate)} (${formatRange('pounds', lower, upper, decimals).replace(/ /g, '\u00a0')})`
}

const breakEvenText = ({ breakEven: needed }: Comparison): string => `breaks even at ${pounds(needed)}`

function comparisonTable({ comparisons }: BreakEvenAmounts): ChartTable {
  const value = (id: string, title: string) => ({ id, title, unit: 'pounds', decimals }) as const
  return {
    columns: [
      { id: 'comparison', title: 'Comparison', unit: 'text', decimals: 0 },
      value('estimate', 'Additional amount per case'),
      value('conf.low', 'Lower limit'),
      value('conf.high', 'Upper limit'),
      value('break_even', 'Breaks even at'),
    ],
    rows: comparisons.map(({ title, estimate, lower, upper, breakEven: needed }) => ({
      comparison: title,
      estimate,
      'conf.low': lower,
      'conf.high': upper,
      break_even: needed,
    })),
  }
}

function describe({ comparisons, level }: BreakEvenAmounts): string {
  const rows = comparisons.map(each => `${each.title}: ${amountText(each)}, ${breakEvenText(each)}.`)
  return `Additional amounts per case with ${intervalsText(level)} in brackets, beside the amount that would pay the cost. ${rows.join(' ')}`
}
