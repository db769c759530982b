import { decimalText } from '../core/decimal-text.ts'
import {
  type Chart,
  type ChartKind,
  type ChartTable,
  type ChartText,
  type Layer,
  type Layout,
  makeChart,
  type Panel,
} from './chart.ts'
import { textWidth } from './text-width.ts'
import { fontSize, ink, lineHeight, muted, panel } from './theme.ts'
import { formatValue } from './units.ts'
import { uprightPlot, valuesAcross } from './upright-plot.ts'

/** A statistic as redrawn allocations give it, and as the allocation that was drawn gave it. */
export interface RandomisationDistribution extends ChartText {
  /** Bins of one width that follow each other, with the number of redraws in each. */
  bins: readonly { from: number; to: number; draws: number }[]
  observed: number
  /** Whether values on the other side of zero are as extreme. */
  twoSided: boolean
  /** How many redraws were at least as extreme, of how many, and what P that gives. */
  extreme: number
  draws: number
  pValue: number
  axisTitle: string
  measure: string
  decimals: number
}

const plotHeight = 260
const ticks = 5
/** Pixels between the line of the observed value and its label. */
const labelGap = 3

/** The distribution of a statistic over redrawn allocations, with a line at the observed value. */
export const randomisationDistribution: ChartKind<'randomisation-distribution', RandomisationDistribution> = {
  id: 'randomisation-distribution',
  title: 'Redrawn allocations and the observed value',
  draw: (data, theme): Chart =>
    makeChart(data, describe(data), binTable(data), layout => distributionPanel(data, layout), theme),
}

function distributionPanel(data: RandomisationDistribution, layout: Layout): Panel {
  const lines = data.twoSided ? [-data.observed, data.observed] : [data.observed]
  const ends = [...data.bins.flatMap(({ from, to }) => [from, to]), ...lines]
  const domain = [Math.min(...ends), Math.max(...ends)] as const
  const shares = data.bins.map(({ draws }) => (100 * draws) / data.draws)
  const axis = valuesAcross('points', data.axisTitle, domain, ticks)
  const { x, y, height, plot, around } = uprightPlot(
    {
      across: { ...axis, axis: pixels => ({ domain: true, labelPadding: 12, ...axis.axis(pixels) }) },
      up: { title: data.measure, unit: 'percent', domain: [0, Math.max(...shares) || 1] },
      height: plotHeight,
      above: lineHeight,
    },
    layout,
  )
  return {
    data: { values: data.bins.map((bin, i) => ({ ...bin, share: shares[i] ?? 0 })) },
    height,
    layer: [
      {
        mark: { type: 'bar', color: muted, stroke: panel, strokeWidth: 1 },
        encoding: { x: { field: 'from', ...x }, x2: { field: 'to' }, y: { field: 'share', ...y }, y2: { datum: 0 } },
      },
      ...lines.map((value, i) => observedLine(value, i === lines.length - 1, x)),
      observedLabel(data, domain, plot, x),
      ...around,
    ] as Layer[],
  }
}

const observedLine = (value: number, isObserved: boolean, x: object): object => ({
  data: { values: [{}] },
  mark: { type: 'rule', color: ink, strokeWidth: 2.5, ...(isObserved ? {} : { strokeDash: [6, 4] }) },
  encoding: { x: { datum: value, ...x } },
})

/** "Observed 2.71" at the upper end of its line, inside the plot. */
function observedLabel(
  { observed, decimals }: RandomisationDistribution,
  [low, high]: readonly [number, number],
  plot: number,
  x: object,
): object {
  const text = `Observed ${formatValue('points', observed, decimals)}`
  const at = (plot * (observed - low)) / (high - low)
  const half = textWidth(text, fontSize) / 2
  const align = at < half ? 'left' : at > plot - half ? 'right' : 'center'
  return {
    data: { values: [{}] },
    mark: { type: 'text', text, align, baseline: 'bottom' },
    encoding: { x: { datum: observed, ...x }, y: { value: -labelGap } },
  }
}

function binTable({ bins, observed, decimals }: RandomisationDistribution): ChartTable {
  const found = bins.findIndex(({ to }) => observed < to)
  const at = found < 0 ? bins.length - 1 : found
  return {
    columns: [
      { id: 'from', title: 'From', unit: 'points', decimals },
      { id: 'to', title: 'Up to', unit: 'points', decimals },
      { id: 'draws', title: 'Redrawn allocations', unit: 'count', decimals: 0 },
      { id: 'observed', title: 'Observed here', unit: 'points', decimals },
    ],
    rows: bins.map(({ from, to, draws }, i) => ({ from, to, draws, observed: i === at ? observed : null })),
  }
}

function describe(data: RandomisationDistribution): string {
  const { bins, observed, twoSided, extreme, draws, pValue, decimals } = data
  const value = (of: number): string => formatValue('points', of, decimals)
  const shown = bins.map(bin => `${value(bin.from)} to ${value(bin.to)} ${decimalText(bin.draws, 0)}`)
  const either = twoSided ? ' in size' : ''
  return [
    `Histogram of ${decimalText(draws, 0)} redrawn allocations: ${shown.join('; ')}.`,
    `Observed: ${value(observed)}; ${decimalText(extreme, 0)} redraws were at least as large${either}, P = ${pText(pValue)}.`,
  ].join(' ')
}

const smallestP = 0.001
const pText = (pValue: number): string =>
  pValue < smallestP ? 'less than 0.001' : decimalText(pValue, pValue < 0.01 ? 3 : 2)
