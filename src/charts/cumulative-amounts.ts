import { dateOfDay, daysOf } from '../core/civil-date.ts'
import { type Chart, type ChartKind, type ChartTable, type ChartText, makeChart } from './chart.ts'
import { type LineData, linePanel } from './line-panel.ts'
import { textWidth } from './text-width.ts'
import { fontSize } from './theme.ts'
import { formatValue } from './units.ts'
import type { Across } from './upright-plot.ts'

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
    makeChart(data, describe(data), dayTable(data), layout => linePanel(linesOf(data), layout), theme),
}

function linesOf({ arms, days, from, axisTitle, measure }: CumulativeAmounts): LineData {
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
    across: daysAcross(axisTitle, start, end),
    up: { title: measure, unit: 'pounds', domain },
  }
}

const labelGap = 16
const millisecondsOfDay = 86_400_000
const leastDaysOfMonth = 28
/** Months between labels. */
const monthSteps = [1, 2, 3, 6, 12, 24, 60]

/** Labels at the first days of months, as many as have room; of a time without two of them, at its own ends. */
function daysAcross(title: string, start: number, end: number): Across {
  const months: number[] = []
  for (let day = start; day <= end; day += 1) if (dateOfDay(day).endsWith('-01')) months.push(day)
  const areMonths = months.length > 1
  const format = areMonths ? '%b %Y' : '%-d %b %Y'
  const labelWidth = textWidth(areMonths ? 'Sep 2016' : '30 Sep 2016', fontSize)
  const labelled = (plot: number): number[] => {
    const days = ((labelWidth + labelGap) * (end - start)) / plot
    if (!areMonths) return end - start - 1 >= days ? [start + 1, end] : [end]
    const step = monthSteps.find(each => each * leastDaysOfMonth >= days) ?? months.length
    return months.filter((_, i) => i % step === 0)
  }
  const labelExpr = `utcFormat(datum.value * ${millisecondsOfDay}, '${format}')`
  return { title, domain: [start, end], labelWidth, axis: plot => ({ values: labelled(plot), labelExpr, ticks: true }) }
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
