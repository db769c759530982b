import { dateOfDay, daysOf } from '../core/civil-date.ts'
import { type Chart, type ChartKind, type ChartTable, type ChartText, type Layout, makeChart } from './chart.ts'
import { linePanel } from './line-panel.ts'
import { textWidth } from './text-width.ts'
import { fontSize } from './theme.ts'
import { formatValue } from './units.ts'

/** Amounts per case of each arm, added up from a first day on. */
export interface CumulativeAmounts extends ChartText {
  arms: readonly { id: string; title: string }[]
  /** The same days for every arm, in order; what was paid up to the end of each, in pounds per case. */
  days: readonly { day: string; amounts: Readonly<Record<string, number>> }[]
  /** First day of the follow-up: the day before it is where the lines begin, at zero. */
  from: string
  axisTitle: string
  measure: string
}

const decimals = 2
const headroom = 1.04

/** Amounts per case as they add up over time, a line for each arm. */
export const cumulativeAmounts: ChartKind<'cumulative-amounts', CumulativeAmounts> = {
  id: 'cumulative-amounts',
  title: 'Amounts over time',
  draw: (data, theme): Chart =>
    makeChart(data, describe(data), dayTable(data), layout => linePanel(linesOf(data, layout), layout), theme),
}

function linesOf({ arms, days, from, axisTitle, measure }: CumulativeAmounts, layout: Layout) {
  const start = daysOf(from) - 1
  const end = Math.max(start + 1, ...days.map(({ day }) => daysOf(day)))
  const amounts = days.flatMap(day => arms.map(({ id }) => day.amounts[id] ?? 0))
  const domain = [headroom * Math.min(0, ...amounts), headroom * Math.max(0, ...amounts) || 1] as const
  return {
    lines: arms.map(({ id, title }) => ({
      id,
      title,
      points: [{ x: start, y: 0 }, ...days.map(({ day, amounts: paid }) => ({ x: daysOf(day), y: paid[id] ?? 0 }))],
    })),
    across: { title: axisTitle, domain: [start, end] as const, axis: monthAxis(start, end, layout) },
    up: { title: measure, unit: 'pounds' as const, domain, decimals: 0 },
  }
}

const monthGap = 16
/** Share of the width that the plot has at least, beside its labels and the names of the lines. */
const plotShare = 0.6

/** Labels at the first days of months, as many as have room. */
function monthAxis(start: number, end: number, { width }: Layout) {
  const months: number[] = []
  for (let day = start; day <= end; day += 1) if (dateOfDay(day).endsWith('-01')) months.push(day)
  const room = textWidth('Sep 2016', fontSize) + monthGap
  const step = Math.max(1, Math.ceil((months.length * room) / (plotShare * width)))
  return {
    values: months.filter((_, i) => i % step === 0),
    labelExpr: "utcFormat(datum.value * 86400000, '%b %Y')",
    ticks: true,
  }
}

function dayTable({ arms, days }: CumulativeAmounts): ChartTable {
  return {
    columns: [
      { id: 'day', title: 'Up to', unit: 'text', decimals: 0 },
      ...arms.map(({ id, title }) => ({ id, title, unit: 'pounds', decimals }) as const),
    ],
    rows: days.map(({ day, amounts }) => ({ day, ...amounts })),
  }
}

function describe({ arms, days }: CumulativeAmounts): string {
  const parts = arms.map(({ id, title }) => {
    const values = days.map(({ day, amounts }) => `${formatValue('pounds', amounts[id] ?? 0, decimals)} by ${day}`)
    return `${title}: ${values.join(', ')}.`
  })
  return `Line chart of amounts per case as they add up. ${parts.join(' ')}`
}
