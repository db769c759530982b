import {
  type Chart,
  categoryShares,
  contrastsWithIntervals,
  type IntervalPoint,
  type IntervalSeries,
  meansWithIntervals,
  sharesWithIntervals,
  stackedShares,
} from '../charts/index.ts'
import { InternalError } from '../core/errors.ts'
import type { ArmEstimate, ContrastEstimate } from '../model/method.ts'
import type { RedrawnChart } from '../model/published.ts'
import { count } from '../report/index.ts'
import { armTitle, countsIn, type Findings } from './findings.ts'

type Series = RedrawnChart['series'][number]
type Builder = (findings: Findings, chart: RedrawnChart) => Chart | null

/** How each registered chart is fed from findings. */
const builders: Readonly<Record<string, Builder>> = {
  'shares-with-intervals': (findings, chart) =>
    sharesWithIntervals.draw({ ...intervals(findings, chart, 100), decimals: 2 }),
  'means-with-intervals': (findings, chart) =>
    meansWithIntervals.draw({ ...intervals(findings, chart, 0.01), decimals: 2 }),
  'stacked-shares': stacked,
  'category-shares': categories,
  'contrasts-with-intervals': contrasts,
}

/** Draws a chart that published.yaml declares from what a page or a run gave; `null` where it gave nothing to draw. */
export function drawChart(findings: Findings, chart: RedrawnChart): Chart | null {
  const build = builders[chart.chart]
  if (build === undefined) throw new InternalError(`no chart is called ${chart.chart}`)
  return build(findings, chart)
}

/** A run's data need not show what the report found, so only the page's charts have its headlines. */
const words = ({ basis, notice }: Findings, { id, title, shows, subtitle, axis }: RedrawnChart) => ({
  id,
  title: basis === 'page' ? title : shows,
  subtitle,
  notice,
  axisTitle: axis,
})

function intervals(findings: Findings, chart: RedrawnChart, scale: number) {
  const series = chart.series.map(part => intervalSeries(findings, part, scale))
  const arms = findings.protocol.arms.map(({ id, title }) => ({ id, title, n: casesOf(findings, chart, id) }))
  return { ...words(findings, chart), arms, series, level: findings.plan.confidenceLevel }
}

function intervalSeries(findings: Findings, { title, analysis }: Series, scale: number): IntervalSeries {
  const estimates = armEstimates(findings, analysis)
  const points = estimates.map(
    ({ arm, estimate, interval }): IntervalPoint => ({
      arm,
      estimate: scale * estimate,
      lower: scale * interval.lower,
      upper: scale * interval.upper,
    }),
  )
  const outcome = findings.analyses.find(({ id }) => id === analysis)?.outcome
  const observed = findings.protocol.outcomes.find(({ id }) => id === outcome)?.observed?.arms
  const absences = findings.protocol.arms
    .filter(({ id }) => points.every(point => point.arm !== id))
    .map(({ id }) => ({ arm: id, words: observed?.includes(id) === false ? 'does not apply' : 'not available' }))
  return { title, points, absences }
}

/** Estimates of the arms by an analysis; none where it is undefined. */
export function armEstimates(findings: Findings, analysis: string | undefined): readonly ArmEstimate[] {
  const found = findings.analyses.find(({ id }) => id === analysis)?.computation
  return found?.status === 'computed' && found.result.kind === 'arms' ? found.result.estimates : []
}

/** Computed differences of an analysis; none where it measures something else, which is in another unit. */
export function contrastEstimates(findings: Findings, analysis: string | undefined): readonly ContrastEstimate[] {
  const found = findings.analyses.find(({ id }) => id === analysis)?.computation
  if (found?.status !== 'computed' || found.result.kind !== 'contrasts') return []
  if (found.result.measure !== 'difference') return []
  return found.result.contrasts.flatMap(({ computation }) =>
    computation.status === 'computed' ? [computation.result] : [],
  )
}

function casesOf(findings: Findings, chart: RedrawnChart, arm: string): number {
  const found = chart.series
    .flatMap(({ analysis }) => armEstimates(findings, analysis))
    .find(estimate => estimate.arm === arm)
  return found?.n ?? 0
}

function stacked(findings: Findings, chart: RedrawnChart): Chart | null {
  const { outcome = '', arms = findings.protocol.arms.map(({ id }) => id), levels = [] } = chart.series[0] as Series
  const counted = arms.flatMap(arm => {
    const counts = countsIn(findings, outcome, arm)
    return counts === undefined || counts.n === 0 ? [] : [{ arm, counts }]
  })
  if (counted.length === 0) return null
  return stackedShares.draw({
    ...words(findings, chart),
    arms: counted.map(({ arm, counts }) => ({ id: arm, title: armTitle(findings, arm), n: counts.n })),
    segments: levels.map(({ level, title }) => ({ id: level, title })),
    shares: counted.flatMap(({ arm, counts }) =>
      levels.map(({ level }) => ({ arm, segment: level, share: (100 * (counts.events[level] ?? 0)) / counts.n })),
    ),
    decimals: 0,
  })
}

function categories(findings: Findings, chart: RedrawnChart): Chart | null {
  const { outcome = '', arms = [], levels = [] } = chart.series[0] as Series
  const counts = countsIn(findings, outcome, arms[0] ?? '')
  if (counts === undefined || counts.n === 0) return null
  const { n, events } = counts
  return categoryShares.draw({
    ...words(findings, chart),
    subtitle: `${chart.subtitle} (${count(n)} cases)`,
    categories: levels.map(({ level, title }) => ({
      id: level,
      title,
      share: (100 * (events[level] ?? 0)) / n,
    })),
    decimals: 0,
  })
}

function contrasts(findings: Findings, chart: RedrawnChart): Chart | null {
  const { analysis } = chart.series[0] as Series
  const money =
    findings.protocol.outcomes.find(({ id }) => id === findings.analyses.find(found => found.id === analysis)?.outcome)
      ?.type === 'money'
  const scale = money ? 0.01 : 100
  const estimates = contrastEstimates(findings, analysis)
  if (estimates.length === 0) return null
  const absent = findings.plan.contrasts.filter(({ id }) => estimates.every(estimate => estimate.id !== id))
  return contrastsWithIntervals.draw({
    ...words(findings, chart),
    subtitle: [chart.subtitle, ...absent.map(({ title }) => `${title}: not computable`)].join('. '),
    contrasts: estimates.map(({ id, estimate, interval }) => ({
      id,
      title: findings.plan.contrasts.find(contrast => contrast.id === id)?.title ?? id,
      estimate: scale * estimate,
      lower: scale * interval.lower,
      upper: scale * interval.upper,
    })),
    unit: money ? 'pounds' : 'points',
    decimals: 2,
    level: findings.plan.confidenceLevel,
  })
}
