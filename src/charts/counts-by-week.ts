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
import { legendFor } from './legend.ts'
import { gridline, ink } from './theme.ts'

/** Counts of weeks in their order, and where there is one the plan for each. */
export interface CountsByWeek extends ChartText {
  /** The Monday of each week, `YYYY-MM-DD`, with its count. */
  weeks: readonly { week: string; count: number; planned?: number | null | undefined }[]
  /** What is counted. */
  countTitle: string
  axisTitle: string
}

const plotHeight = 220
const plannedTitle = 'Planned'
const dash = [5, 3] as const

/** Counts by week as columns, with the plan as a line. */
export const countsByWeek: ChartKind<'counts-by-week', CountsByWeek> = {
  id: 'counts-by-week',
  title: 'Counts by week',
  draw(data, theme): Chart {
    return makeChart(data, describe(data), weekTable(data), layout => weekPanel(data, layout), theme)
  },
}

function weekPanel(data: CountsByWeek, layout: Layout): Panel {
  const hasPlan = data.weeks.some(({ planned }) => isNumber(planned))
  const titles = [data.countTitle, ...(hasPlan ? [plannedTitle] : [])]
  const values = data.weeks.map(({ week, count, planned }) => ({
    week,
    count,
    planned: isNumber(planned) ? planned : null,
    series: data.countTitle,
  }))
  const across = {
    field: 'week',
    type: 'ordinal' as const,
    scale: { paddingInner: 0.15, paddingOuter: 0.1 },
    axis: {
      title: data.axisTitle,
      values: labelledWeeks(data.weeks, layout),
      labelExpr: "utcFormat(toDate(datum.value + 'T00:00:00Z'), '%-d %b %Y')",
      labelAlign: 'center' as const,
      labelPadding: 12,
    },
  }
  const most = Math.max(1, ...values.flatMap(({ count, planned }) => [count, planned ?? 0]))
  const up = (field: string) => ({
    field,
    type: 'quantitative' as const,
    scale: { domain: [0, most], nice: true },
    axis: { title: null, grid: true, gridColor: gridline, tickCount: 5, tickMinStep: 1, format: ',d' },
  })
  const legend = legendFor(titles, layout)
  const bars: Layer = {
    mark: { type: 'bar' },
    encoding: {
      x: across,
      y: up('count'),
      color: {
        field: 'series',
        type: 'nominal',
        scale: { domain: [data.countTitle], range: [layout.theme.main] },
        legend,
      },
    },
  }
  const planned = { x: across, y: up('planned') }
  const onlyPlanned = { filter: 'isValid(datum.planned)' }
  const line: Layer = {
    transform: [onlyPlanned, { calculate: `'${plannedTitle}'`, as: 'plan' }],
    mark: { type: 'line', strokeWidth: 2, strokeDash: [...dash] },
    encoding: {
      ...planned,
      color: {
        field: 'plan',
        type: 'nominal',
        scale: { domain: [plannedTitle], range: [ink] },
        legend: {
          ...legend,
          symbolType: 'stroke',
          symbolStrokeWidth: 2,
          symbolDash: [...dash],
        },
      },
    },
  }
  const points: Layer = {
    transform: [onlyPlanned],
    mark: { type: 'point', filled: true, opacity: 1, size: 30, color: ink },
    encoding: planned,
  }
  const resolve = { scale: { color: 'independent' } } as const
  return {
    data: { values },
    height: plotHeight,
    ...(hasPlan ? { layer: [bars, line, points], resolve } : { layer: [bars] }),
  }
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number'

const roomOfLabel = 110

/** As many weeks, evenly apart from the first on, as have room for a label. */
function labelledWeeks(weeks: CountsByWeek['weeks'], { width }: Layout): string[] {
  const step = Math.max(1, Math.ceil((weeks.length * roomOfLabel) / width))
  return weeks.flatMap(({ week }, at) => (at % step === 0 ? [week] : []))
}

function weekTable({ weeks, countTitle }: CountsByWeek): ChartTable {
  const hasPlan = weeks.some(({ planned }) => isNumber(planned))
  return {
    columns: [
      { id: 'week', title: 'Week from Monday', unit: 'text', decimals: 0 },
      { id: 'count', title: countTitle, unit: 'count', decimals: 0 },
      ...(hasPlan ? [{ id: 'planned', title: plannedTitle, unit: 'count', decimals: 0 } as const] : []),
    ],
    rows: weeks.map(({ week, count, planned }) => ({ week, count, ...(hasPlan && { planned: planned ?? null }) })),
  }
}

function describe({ weeks, countTitle }: CountsByWeek): string {
  const parts = weeks.map(
    ({ week, count, planned }) =>
      `${week} ${decimalText(count, 0)}${isNumber(planned) ? ` (planned ${decimalText(planned, 0)})` : ''}`,
  )
  return `Column chart by week. ${countTitle}: ${parts.join('; ')}.`
}
