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
import { textWidth, wrapText } from './text-width.ts'
import { fontSize, ink, muted, panel } from './theme.ts'
import { formatValue } from './units.ts'
import { verticalChannel, verticalExtent, verticalTitle } from './vertical-axis.ts'

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
const labelHeight = 22
const labelDistance = 6

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
  const x = {
    type: 'quantitative',
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { title: wrapText(data.axisTitle, layout.width / 2, fontSize), domain: true, labelPadding: 12, tickCount: 5 },
  } as const
  const shares = data.bins.map(({ draws }) => (100 * draws) / data.draws)
  const up = [0, Math.max(1e-9, ...shares) * (1 + labelHeight / plotHeight)] as const
  const y = verticalChannel('percent', up)
  return {
    data: { values: data.bins.map((bin, i) => ({ ...bin, share: shares[i] ?? 0 })) },
    height: plotHeight,
    layer: [
      {
        mark: { type: 'bar', color: muted, stroke: panel, strokeWidth: 1 },
        encoding: { x: { field: 'from', ...x }, x2: { field: 'to' }, y: { field: 'share', ...y }, y2: { datum: 0 } },
      },
      ...lines.map((value, i) => observedLine(value, i === lines.length - 1, x)),
      observedLabel(data, domain, layout, x),
      verticalTitle(data.measure, verticalExtent('percent', up, 0), layout),
    ] as Layer[],
  }
}

const observedLine = (value: number, isObserved: boolean, x: object): object => ({
  data: { values: [{}] },
  mark: { type: 'rule', color: ink, strokeWidth: 2.5, ...(isObserved ? {} : { strokeDash: [6, 4] }) },
  encoding: { x: { datum: value, ...x } },
})

/** "Observed 2.71", on the side of the line that has room. */
function observedLabel(
  { observed, decimals }: RandomisationDistribution,
  [low, high]: readonly [number, number],
  { width }: Layout,
  x: object,
): object {
  const text = `Observed ${formatValue('points', observed, decimals)}`
  const room = (textWidth(text, fontSize) + 2 * labelDistance) / (width / 2)
  const onLeft = (observed - low) / (high - low) > 1 - room
  return {
    data: { values: [{}] },
    mark: {
      ...{ type: 'text', text, align: onLeft ? 'right' : 'left', baseline: 'top' },
      dx: onLeft ? -labelDistance : labelDistance,
    },
    encoding: { x: { datum: observed, ...x }, y: { value: 0 } },
  }
}

function binTable({ bins, decimals }: RandomisationDistribution): ChartTable {
  return {
    columns: [
      { id: 'from', title: 'From', unit: 'points', decimals },
      { id: 'to', title: 'Up to', unit: 'points', decimals },
      { id: 'draws', title: 'Redrawn allocations', unit: 'count', decimals: 0 },
    ],
    rows: bins.map(({ from, to, draws }) => ({ from, to, draws })),
  }
}

function describe(data: RandomisationDistribution): string {
  const { bins, observed, twoSided, extreme, draws, pValue, decimals } = data
  const value = (of: number): string => formatValue('points', of, decimals)
  const ends = [bins[0]?.from ?? observed, bins.at(-1)?.to ?? observed].map(value)
  const either = twoSided ? ' in size' : ''
  return [
    `Histogram of ${decimalText(draws, 0)} redrawn allocations, from ${ends.join(' to ')}.`,
    `Observed: ${value(observed)}; ${decimalText(extreme, 0)} redraws were at least as large${either}, P = ${pText(pValue)}.`,
  ].join(' ')
}

const smallestP = 0.001
const pText = (pValue: number): string =>
  pValue < smallestP ? 'less than 0.001' : decimalText(pValue, pValue < 0.01 ? 3 : 2)
