import { type Chart, incidenceCurves, type Theme } from '../../charts/index.ts'
import type { RedrawnChart } from '../../model/published.ts'
import type { EventTimes, Summary } from '../../model/summary.ts'
import { incidenceSteps } from '../../statistics/survival/incidence.ts'
import { eventOf, type LifeTable, lifeTable } from '../../statistics/survival/life-table.ts'
import { collapseStrata } from '../../summaries/index.ts'
import { leastShown } from '../disclosure/rules.ts'
import { armTitle } from '../findings.ts'
import { countId } from '../results/trial-numbers.ts'
import { daysApart } from './days-apart.ts'
import { type ChartSources, type NotDrawn, needsRun, notDrawn, wordsOf } from './sources.ts'

const percent = 100

/** Which share of the cases of each arm had the event by each day; days on which few cases ended are shown with those that follow. */
export function incidenceChart({ findings, run }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const outcome = chart.series[0]?.outcome ?? ''
  const times = findings.summaries(outcome, 'eventTimes') as Summary<'eventTimes'> | undefined
  if (run === undefined || times === undefined) return needsRun
  const event = eventOf(times)
  const arms = collapseStrata(times).cells.flatMap(({ arm, data }) =>
    data.n === 0 || run.disclosure.held.has(countId(outcome, arm, event))
      ? []
      : [{ id: arm, title: armTitle(findings, arm), data, table: lifeTable(data, event) }],
  )
  if (arms.length === 0) return notDrawn(`No group has ${leastShown(run.disclosure)} cases or more with the event.`)
  const last = Math.min(...arms.map(({ table }) => table.lastDay))
  const days = [...new Set(arms.flatMap(({ data }) => data.times.map(({ time }) => time)))].filter(day => day <= last)
  const leastCases = leastShown(run.disclosure)
  const shown = daysApart(
    days.sort((a, b) => a - b),
    (after = 0, to) => arms.some(({ data }) => isFew(endedBetween(data, after, to), leastCases)),
  )
  if (shown.length === 0) return notDrawn(`No group has ${leastCases} cases or more with the event.`)
  const joined =
    leastCases === 1 ? '' : `. Days on which fewer than ${leastCases} cases of a group ended are added to others`
  return incidenceCurves.draw(
    {
      ...wordsOf(findings, chart),
      subtitle: `${chart.subtitle}${joined}`,
      arms: arms.map(({ id, title }) => ({ id, title })),
      days: shown.map(day => ({
        day,
        shares: Object.fromEntries(arms.map(({ id, table }) => [id, percent * shareBy(table, day)])),
      })),
      measure: 'Cases with the event so far, %',
    },
    theme,
  )
}

const shareBy = (table: LifeTable, day: number): number =>
  incidenceSteps(table).reduce((share, step) => (step.time <= day ? step.share : share), 0)

/** Cases by each end, and those that were censored, between two days. */
function endedBetween({ times }: EventTimes, after: number, to: number): number[] {
  const within = times.filter(({ time }) => time > after && time <= to)
  const ends = [...new Set(within.flatMap(({ ends: found }) => Object.keys(found)))]
  const count = (of: (at: EventTimes['times'][number]) => number): number => within.reduce((sum, at) => sum + of(at), 0)
  return [...ends.map(end => count(at => at.ends[end] ?? 0)), count(at => at.censored)]
}

const isFew = (counts: readonly number[], leastCases: number): boolean =>
  counts.some(count => count > 0 && count < leastCases)
