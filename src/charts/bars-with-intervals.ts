import { InternalError } from '../core/errors.ts'
import { type ChartArm, casesText } from './arms.ts'
import { drawBarPanel } from './bar-panel.ts'
import type { Bar, BarsWithIntervals, IntervalSeries } from './bars.ts'
import { type Chart, type ChartTable, intervalNote, intervalsText, type Layout, makeChart, sentence } from './chart.ts'
import type { Theme } from './theme.ts'
import { formatRange, formatValue, type Unit } from './units.ts'

/** Horizontal bars in groups, a row for each arm, with a line for the interval and the estimate beside it. */
export function drawBars(unit: Unit, data: BarsWithIntervals, theme?: Theme): Chart {
  const subtitle = `${sentence(data.subtitle)} ${intervalNote(data.level)}`
  const bars = data.series.flatMap(series => data.arms.map(arm => barOf(unit, data, series, arm)))
  const panel = (layout: Layout) => drawBarPanel(unit, data, bars, layout)
  return makeChart({ ...data, subtitle }, describe(unit, data, bars), barTable(unit, data, bars), panel, theme)
}

function barOf(unit: Unit, { decimals }: BarsWithIntervals, series: IntervalSeries, arm: ChartArm): Bar {
  const point = series.points.find(each => each.arm === arm.id)
  if (point !== undefined) {
    return { arm, series: series.title, label: formatValue(unit, point.estimate, decimals), point }
  }
  const absence = series.absences?.find(each => each.arm === arm.id)
  if (absence === undefined) throw new InternalError(`series ${series.title} says nothing of arm ${arm.id}`)
  return { arm, series: series.title, label: absence.words }
}

function barTable(unit: Unit, data: BarsWithIntervals, bars: readonly Bar[]): ChartTable {
  const several = data.series.length > 1
  const value = (id: string, title: string) => ({ id, title, unit, decimals: data.decimals })
  return {
    columns: [
      { id: 'arm', title: 'Group', unit: 'text', decimals: 0 },
      { id: 'n', title: 'Cases', unit: 'count', decimals: 0 },
      ...(several ? [{ id: 'series', title: 'Measure', unit: 'text', decimals: 0 } as const] : []),
      value('estimate', 'Estimate'),
      value('conf.low', 'Lower limit'),
      value('conf.high', 'Upper limit'),
    ],
    rows: bars.flatMap(({ arm, series, point }) => {
      if (point === undefined) return []
      const limits = { estimate: point.estimate, 'conf.low': point.lower, 'conf.high': point.upper }
      return { arm: arm.title, n: arm.n, ...(several ? { series } : {}), ...limits }
    }),
  }
}

function describe(unit: Unit, { arms, series, level, decimals }: BarsWithIntervals, bars: readonly Bar[]): string {
  const words = ({ arm, label, point }: Bar) =>
    point === undefined
      ? `${arm.title}, ${label}`
      : `${arm.title}, ${label} (${formatRange(unit, point.lower, point.upper, decimals)})`
  const rows = series.map(({ title }) => {
    const own = bars.filter(bar => bar.series === title)
    return `${title}: ${own.map(words).join('; ')}.`
  })
  return `Bar chart with ${intervalsText(level)} in brackets. ${casesText(arms)} ${rows.join(' ')}`
}
