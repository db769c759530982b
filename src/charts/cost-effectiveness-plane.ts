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
  sentence,
} from './chart.ts'
import { seriesStyle } from './series-style.ts'
import { ink } from './theme.ts'
import { formatRange, formatValue } from './units.ts'
import { uprightPlot, valuesAcross } from './upright-plot.ts'

interface Estimate {
  estimate: number
  lower: number
  upper: number
}

/** What arms brought in and what they cost beside others, both in pounds per case. */
export interface CostEffectivenessPlane extends ChartText {
  comparisons: readonly {
    id: string
    title: string
    amount: Estimate
    /** An interval without width where the cost is known. */
    cost: Estimate
  }[]
  /** Of additional amounts. */
  axisTitle: string
  /** Of additional costs. */
  measure: string
  level: number
}

const decimals = 2
const plotHeight = 300
const ticks = 4
const axisMargin = 0.08
const pointMark = { type: 'point', filled: true, opacity: 1, size: 120 } as const

/** Additional cost against additional amount, with the line on which one pays for the other. */
export const costEffectivenessPlane: ChartKind<'cost-effectiveness-plane', CostEffectivenessPlane> = {
  id: 'cost-effectiveness-plane',
  title: 'Additional cost against additional amount',
  draw(data, theme): Chart {
    const line = 'On the dashed line what was collected equals the cost; below it, it is more.'
    const subtitle = `${sentence(data.subtitle)} ${intervalNote(data.level)} ${line}`
    const panel = (layout: Layout) => planePanel(data, layout)
    return makeChart({ ...data, subtitle }, describe(data), planeTable(data), panel, theme)
  },
}

function planePanel(data: CostEffectivenessPlane, layout: Layout): Panel {
  const up = domainOf(data.comparisons.map(({ cost }) => cost))
  // Wide enough for the line of equality to reach the costs.
  const reach = { estimate: 0, lower: Math.min(0, up[0]), upper: Math.max(0, up[1]) }
  const across = domainOf([...data.comparisons.map(({ amount }) => amount), reach])
  const values = data.comparisons.map(({ id, title, amount, cost }) => ({
    id,
    title,
    ...{ amount: amount.estimate, amountLow: amount.lower, amountHigh: amount.upper },
    ...{ cost: cost.estimate, costLow: cost.lower, costHigh: cost.upper },
  }))
  const ids = data.comparisons.map(({ id }) => id)
  const { colours, shapes } = seriesStyle(ids.length, layout.theme)
  const colour = { color: { field: 'id', type: 'nominal', scale: { domain: ids, range: [...colours] }, legend: null } }
  const shape = { shape: { field: 'id', type: 'nominal', scale: { domain: ids, range: [...shapes] }, legend: null } }
  const ends = data.comparisons.map(({ id, title, cost }) => ({ id, title, value: cost.estimate }))
  const axis = valuesAcross('pounds', data.axisTitle, across, ticks)
  const { x, y, height, around } = uprightPlot(
    {
      across: { ...axis, axis: plot => ({ grid: true, ...axis.axis(plot) }) },
      up: { title: data.measure, unit: 'pounds', domain: up },
      height: plotHeight,
      names: { ends, sample: { mark: pointMark, style: { ...colour, ...shape } } },
    },
    layout,
  )
  const [from, to] = [Math.max(across[0], up[0]), Math.min(across[1], up[1])]
  const at = (fields: object) => ({ ...fields, ...colour })
  return {
    data: { values },
    height,
    layer: [
      axisRule({ x: { datum: 0, ...x } }),
      axisRule({ y: { datum: 0, ...y } }),
      {
        data: { values: [{ from, to }] },
        mark: { type: 'rule', color: ink, strokeWidth: 1.5, strokeDash: [6, 4] },
        encoding: { x: { field: 'from', ...x }, x2: { field: 'to' }, y: { field: 'from', ...y }, y2: { field: 'to' } },
      },
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: at({ x: { field: 'amountLow', ...x }, x2: { field: 'amountHigh' }, y: { field: 'cost', ...y } }),
      },
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: at({ x: { field: 'amount', ...x }, y: { field: 'costLow', ...y }, y2: { field: 'costHigh' } }),
      },
      {
        mark: pointMark,
        encoding: { x: { field: 'amount', ...x }, y: { field: 'cost', ...y }, ...colour, ...shape },
      },
      ...around,
    ] as Layer[],
  }
}

const axisRule = (encoding: object): object => ({
  data: { values: [{}] },
  mark: { type: 'rule', color: ink, strokeWidth: 1.5 },
  encoding,
})

/** From the lowest to the highest limit and zero, with a margin at both ends. */
function domainOf(estimates: readonly Estimate[]): [number, number] {
  const lowest = Math.min(0, ...estimates.map(({ lower }) => lower))
  const highest = Math.max(0, ...estimates.map(({ upper }) => upper))
  const margin = axisMargin * (highest - lowest) || 1
  return [lowest - margin, highest + margin]
}

function planeTable({ comparisons }: CostEffectivenessPlane): ChartTable {
  const value = (id: string, title: string) => ({ id, title, unit: 'pounds', decimals }) as const
  return {
    columns: [
      { id: 'comparison', title: 'Comparison', unit: 'text', decimals: 0 },
      value('amount', 'Additional amount per case'),
      value('amount.low', 'Lower limit of the amount'),
      value('amount.high', 'Upper limit of the amount'),
      value('cost', 'Additional cost per case'),
      value('cost.low', 'Lower limit of the cost'),
      value('cost.high', 'Upper limit of the cost'),
    ],
    rows: comparisons.map(({ title, amount, cost }) => ({
      comparison: title,
      ...{ amount: amount.estimate, 'amount.low': amount.lower, 'amount.high': amount.upper },
      ...{ cost: cost.estimate, 'cost.low': cost.lower, 'cost.high': cost.upper },
    })),
  }
}

const estimateText = ({ estimate, lower, upper }: Estimate): string =>
  lower === upper
    ? formatValue('pounds', estimate, decimals)
    : `${formatValue('pounds', estimate, decimals)} (${formatRange('pounds', lower, upper, decimals)})`

function describe({ comparisons, level }: CostEffectivenessPlane): string {
  const rows = comparisons.map(
    ({ title, amount, cost }) =>
      `${title}: additional amount ${estimateText(amount)} per case for an additional cost of ${estimateText(cost)} per case.`,
  )
  return `Additional cost against additional amount, with ${intervalsText(level)} in brackets. ${rows.join(' ')}`
}
