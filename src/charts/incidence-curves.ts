import { type Chart, type ChartKind, type ChartTable, type ChartText, makeChart } from './chart.ts'
import { linePanel } from './line-panel.ts'
import { formatValue } from './units.ts'
import { valuesAcross } from './upright-plot.ts'

/** Which share of the cases of each arm had the event by each day. */
export interface IncidenceCurves extends ChartText {
  arms: readonly { id: string; title: string }[]
  /** The same days for every arm, in order, counted from 1; the shares by the end of each, in per cent. */
  days: readonly { day: number; shares: Readonly<Record<string, number>> }[]
  axisTitle: string
  measure: string
}

const decimals = 1
const ticks = 8
const headroom = 1.1
const whole = 100

/** Shares with the event as they grow, a stepped line for each arm. */
export const incidenceCurves: ChartKind<'incidence-curves', IncidenceCurves> = {
  id: 'incidence-curves',
  title: 'Shares with an event over time',
  draw: (data, theme): Chart => {
    const { arms, days, axisTitle, measure } = data
    const largest = Math.max(0, ...days.flatMap(({ shares }) => Object.values(shares)))
    const last = days.at(-1)?.day ?? 1
    return makeChart(
      data,
      describe(data),
      dayTable(data),
      layout =>
        linePanel(
          {
            lines: arms.map(({ id, title }) => ({
              ...{ id, title },
              points: [{ x: 0, y: 0 }, ...days.map(({ day, shares }) => ({ x: day, y: shares[id] ?? 0 }))],
            })),
            across: valuesAcross('count', axisTitle, [0, last], ticks),
            up: { title: measure, unit: 'percent', domain: [0, Math.min(whole, headroom * largest) || 1] },
            isStepped: true,
          },
          layout,
        ),
      theme,
    )
  },
}

const dayTable = ({ arms, days }: IncidenceCurves): ChartTable => ({
  columns: [
    { id: 'day', title: 'By day', unit: 'count', decimals: 0 },
    ...arms.map(({ id, title }) => ({ id, title, unit: 'percent', decimals }) as const),
  ],
  rows: days.map(({ day, shares }) => ({ day, ...shares })),
})

function describe({ arms, days }: IncidenceCurves): string {
  const parts = arms.map(({ id, title }) => {
    const values = days.map(({ day, shares }) => `${formatValue('percent', shares[id] ?? 0, decimals)} by day ${day}`)
    return `${title}: ${values.join(', ')}.`
  })
  return `Line chart of shares of cases with the event as they grow. ${parts.join(' ')}`
}
