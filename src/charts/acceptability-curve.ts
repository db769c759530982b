import type { Chart, ChartKind, ChartTable, ChartText } from './chart.ts'
import { makeChart } from './chart.ts'
import { linePanel } from './line-panel.ts'
import { formatValue } from './units.ts'
import { valuesAcross } from './upright-plot.ts'

/** How probable it is that an arm is worth its cost, by what one additional pound is worth to whoever decides. */
export interface AcceptabilityCurves extends ChartText {
  /** One a comparison: points from 0 on, probabilities in per cent, and what they tend to. */
  curves: readonly {
    id: string
    title: string
    points: readonly { willingness: number; probability: number }[]
    asymptote: number
  }[]
  axisTitle: string
  /** What the vertical axis shows. */
  measure: string
}

const decimals = 1
const ticks = 5

/** Curves of the probability of being worth the cost. */
export const acceptabilityCurve: ChartKind<'acceptability-curve', AcceptabilityCurves> = {
  id: 'acceptability-curve',
  title: 'Probability of being worth the cost',
  draw(data, theme): Chart {
    const top = Math.max(...data.curves.flatMap(({ points }) => points.map(({ willingness }) => willingness)))
    return makeChart(
      data,
      describe(data),
      curveTable(data),
      layout =>
        linePanel(
          {
            lines: data.curves.map(({ id, title, points }) => ({
              id,
              title,
              points: points.map(({ willingness, probability }) => ({ x: willingness, y: probability })),
            })),
            across: valuesAcross('pounds', data.axisTitle, [0, top > 0 ? top : 1], ticks),
            up: { title: data.measure, unit: 'percent', domain: [0, 100] },
          },
          layout,
        ),
      theme,
    )
  },
}

function curveTable({ curves }: AcceptabilityCurves): ChartTable {
  return {
    columns: [
      { id: 'comparison', title: 'Comparison', unit: 'text', decimals: 0 },
      { id: 'willingness', title: 'Value of an additional pound', unit: 'pounds', decimals: 2 },
      { id: 'probability', title: 'Probability of being worth the cost', unit: 'percent', decimals },
    ],
    rows: curves.flatMap(({ title, points }) => points.map(point => ({ comparison: title, ...point }))),
  }
}

function describe({ curves, measure }: AcceptabilityCurves): string {
  const parts = curves.map(({ title, points, asymptote }) => {
    const values = points.map(
      ({ willingness, probability }) =>
        `${formatValue('percent', probability, decimals)} at ${formatValue('pounds', willingness, 2)}`,
    )
    return `${title}: ${values.join(', ')}; it tends to ${formatValue('percent', asymptote, decimals)}.`
  })
  return `Line chart of ${measure.replace(/^./, first => first.toLowerCase())}. ${parts.join(' ')}`
}
