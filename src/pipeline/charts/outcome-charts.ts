import { type Chart, type Theme, trialOutcomes } from '../../charts/index.ts'
import type { RedrawnChart } from '../../model/published.ts'
import { levelTitle } from '../../outcomes/index.ts'
import { heldBack } from '../disclosure/small-counts.ts'
import { armTitle, countsIn } from '../findings.ts'
import { type ChartSources, type NotDrawn, notDrawn, type Series, wordsOf } from './sources.ts'

/** What became of the cases: a group of bars for each level of the series' outcomes. */
export function outcomesChart({ findings }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const { protocol } = findings
  const counted = protocol.arms.flatMap(({ id }) => {
    const sizes = chart.series.map(({ outcome = '' }) => {
      const counts = countsIn(findings, outcome, id)
      return counts === undefined || counts.n === null ? 0 : counts.n + counts.missing
    })
    const n = Math.max(...sizes)
    return n === 0 ? [] : [{ id, title: armTitle(findings, id), n }]
  })
  if (counted.length === 0) return notDrawn('No counts of cases are at hand.')
  const groups = chart.series.flatMap(series => groupsOf(findings, series, counted))
  return trialOutcomes.draw({ ...wordsOf(findings, chart), arms: counted, groups, decimals: 1 }, theme)
}

function groupsOf(
  findings: ChartSources['findings'],
  { title, outcome = '', levels }: Series,
  arms: readonly { id: string }[],
) {
  const declared = findings.protocol.outcomes.find(({ id }) => id === outcome)
  const shown =
    levels ??
    (declared?.type === 'category'
      ? declared.levels.map(level => ({ level, title: levelTitle(declared, level) }))
      : [{ level: 'yes', title }])
  return shown.map(level => ({
    id: `${outcome}-${level.level}`,
    title: level.title,
    counts: Object.fromEntries(
      arms.map(({ id }) => {
        const counts = countsIn(findings, outcome, id)
        const events = counts?.events[level.level]
        return [id, counts === undefined ? 'does not apply' : events === null ? heldBack : (events ?? 0)]
      }),
    ),
  }))
}
