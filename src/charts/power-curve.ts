import type { Chart, ChartKind, ChartTable, ChartText } from './chart.ts'
import { makeChart } from './chart.ts'
import { linePanel } from './line-panel.ts'
import { formatValue, type Unit } from './units.ts'
import { valuesAcross } from './upright-plot.ts'

/** The chance to find a difference, by how large it is. */
export interface PowerCurves extends ChartText {
  /** One a contrast: points in order of the difference, power in per cent. */
  curves: readonly { id: string; title: string; points: readonly { difference: number; power: number }[] }[]
  /** The power that is wanted, in per cent. */
  wanted: number
  unit: Extract<Unit, 'points' | 'pounds'>
  decimals: number
  axisTitle: string
}

const powerDecimals = 0
const ticks = 5

/** Curves of power, with a line at the power that is wanted. */
export const powerCurve: ChartKind<'power-curve', PowerCurves> = {
  id: 'power-curve',
  title: 'Power by the size of the difference',
  draw(data, theme): Chart {
    const top = topOf(data)
    return makeChart(
      data,
      describe(data),
      powerTable(data),
      layout =>
        linePanel(
          {
            lines: linesOf(data).map(({ id, title, points }) => ({
              ...{ id, title },
              points: points.map(({ difference, power }) => ({ x: difference, y: power })),
            })),
            across: valuesAcross(data.unit, data.axisTitle, [0, top > 0 ? top : 1], ticks),
            up: { title: 'Power', unit: 'percent', domain: [0, 100] },
          },
          layout,
        ),
      theme,
    )
  },
}

const topOf = ({ curves }: PowerCurves): number =>
  Math.max(...curves.flatMap(({ points }) => points.map(({ difference }) => difference)))

/** The curves, and the power that is wanted as a level line. */
const linesOf = (data: PowerCurves): PowerCurves['curves'] => [
  ...data.curves,
  {
    id: 'wanted',
    title: `${formatValue('percent', data.wanted, powerDecimals)} wanted`,
    points: [0, topOf(data)].map(difference => ({ difference, power: data.wanted })),
  },
]

function powerTable(data: PowerCurves): ChartTable {
  return {
    columns: [
      { id: 'contrast', title: 'Contrast', unit: 'text', decimals: 0 },
      { id: 'difference', title: 'Difference', unit: data.unit, decimals: data.decimals },
      { id: 'power', title: 'Power', unit: 'percent', decimals: powerDecimals },
    ],
    rows: linesOf(data).flatMap(({ title, points }) => points.map(point => ({ contrast: title, ...point }))),
  }
}

function describe(data: PowerCurves): string {
  const parts = linesOf(data).map(({ title, points }) => {
    const values = points.map(
      ({ difference, power }) =>
        `${formatValue('percent', power, powerDecimals)} at ${formatValue(data.unit, difference, data.decimals)}`,
    )
    return `${title}: ${values.join(', ')}.`
  })
  return `Line chart of the power to find a difference. ${parts.join(' ')}`
}
