import { type Chart, categoryShares, countsByWeek, renderChart } from '../../../charts/index.ts'
import type { Protocol } from '../../../model/protocol.ts'
import { chartNumbers, type Figure, figure, type NamedNumber } from '../../../report/index.ts'
import type { StatusOutcome } from '../../status-run.ts'

/** The drawings of a status; a list is empty where there is nothing to draw. */
export interface StatusFigures {
  enrolment: readonly Figure[]
  events: readonly Figure[]
  /** The numbers in their tables. */
  numbers: readonly NamedNumber[]
}

/** Draws enrolment against the plan, and events by week. */
export async function statusFigures(status: StatusOutcome, protocol: Protocol): Promise<StatusFigures> {
  const enrolment = enrolmentChart(status, protocol)
  const events = eventsChart(status)
  return {
    enrolment: enrolment === undefined ? [] : [await drawn(enrolment, 'Chart 1')],
    events: events === undefined ? [] : [await drawn(events, enrolment === undefined ? 'Chart 1' : 'Chart 2')],
    numbers: [enrolment, events].flatMap(chart => (chart === undefined ? [] : chartNumbers(chart.id, chart.table))),
  }
}

function enrolmentChart({ enrolment, notice }: StatusOutcome, protocol: Protocol): Chart | undefined {
  const text = { id: 'enrolment-chart', title: 'Enrolment against the plan', notice }
  if (enrolment.weeks.length > 0) {
    return countsByWeek.draw({
      ...text,
      subtitle: 'Allocated cases by the end of each week',
      weeks: enrolment.weeks.map(({ week, allocated, planned }) => ({ week, count: allocated, planned })),
      countTitle: 'Allocated so far',
      axisTitle: 'Week from Monday',
    })
  }
  const shares = protocol.arms.flatMap(({ id, title }) => {
    const cells = enrolment.strata.flatMap(({ arms }) => arms.filter(({ arm }) => arm === id))
    const planned = cells.reduce((sum, cell) => sum + (cell.planned ?? 0), 0)
    const allocated = cells.reduce((sum, cell) => sum + cell.allocated, 0)
    return planned === 0 ? [] : [{ id, title, share: (100 * allocated) / planned }]
  })
  if (shares.length === 0) return undefined
  return categoryShares.draw({
    ...text,
    subtitle: 'Allocated cases, % of those planned',
    categories: shares,
    axisTitle: '% of planned cases',
    decimals: 1,
  })
}

function eventsChart({ events, notice }: StatusOutcome): Chart | undefined {
  if (events.weeks.length === 0) return undefined
  return countsByWeek.draw({
    id: 'events-chart',
    title: 'Events by week',
    subtitle: 'Events by the week in which they happened, all arms together',
    notice,
    weeks: events.weeks.map(({ week, events: count }) => ({ week, count })),
    countTitle: 'Events',
    axisTitle: 'Week from Monday',
  })
}

async function drawn(chart: Chart, label: string): Promise<Figure> {
  const { id, title, subtitle, description, table } = chart
  const { wide, narrow } = await renderChart(chart)
  const made = figure({ id, label, title, subtitle, description, svg: { wide, narrow }, table, folder: '' })
  return { ...made, files: [] }
}
