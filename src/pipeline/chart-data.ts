import {
  type Chart,
  categoryShares,
  contrastsWithIntervals,
  type IntervalPoint,
  type IntervalSeries,
  meansWithIntervals,
  sharesWithIntervals,
  stackedShares,
  type Theme,
} from '../charts/index.ts'
import { InternalError } from '../core/errors.ts'
import type { ArmEstimate, Computation, ContrastEstimate } from '../model/method.ts'
import type { RedrawnChart } from '../model/published.ts'
import { count } from '../report/index.ts'
import { cumulativeChart, payersChart } from './charts/amount-charts.ts'
import { balanceChart } from './charts/balance-chart.ts'
import { acceptabilityChart, breakEvenChart, planeChart } from './charts/economics-charts.ts'
import { enrolmentChart } from './charts/enrolment-chart.ts'
import { incidenceChart } from './charts/incidence-chart.ts'
import { outcomesChart } from './charts/outcome-charts.ts'
import { randomisationChart } from './charts/randomisation-chart.ts'
import { type ChartSources, type NotDrawn, notDrawn, type Series, wordsOf } from './charts/sources.ts'
import { isHeldBack } from './disclosure/shown-analyses.ts'
import { heldBack } from './disclosure/small-counts.ts'
import { armTitle, countsIn, type Findings } from './findings.ts'

type Builder = (sources: ChartSources, chart: RedrawnChart, theme?: Theme) => Chart | NotDrawn

/** How each registered chart is fed. */
const builders: Readonly<Record<string, Builder>> = {
  'shares-with-intervals': intervals(sharesWithIntervals, 100),
  'means-with-intervals': intervals(meansWithIntervals, 0.01),
  'stacked-shares': stacked,
  'category-shares': categories,
  'contrasts-with-intervals': contrasts,
  'trial-outcomes': outcomesChart,
  'break-even': breakEvenChart,
  'cost-effectiveness-plane': planeChart,
  'acceptability-curve': acceptabilityChart,
  'love-plot': balanceChart,
  'cumulative-amounts': cumulativeChart,
  'incidence-curves': incidenceChart,
  'payer-amounts': payersChart,
  'randomisation-distribution': randomisationChart,
  'enrolment-against-plan': enrolmentChart,
}

/** Draws a declared chart from what a page or a run gave, or says why there is nothing to draw. */
export function drawChart(sources: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const build = builders[chart.chart]
  if (build === undefined) throw new InternalError(`no chart is called ${chart.chart}`)
  return build(sources, chart, theme)
}

function intervals(kind: typeof sharesWithIntervals | typeof meansWithIntervals, scale: number): Builder {
  return ({ findings }, chart, theme) => {
    const series = chart.series.map(part => intervalSeries(findings, part, scale))
    if (series.every(({ points }) => points.length === 0)) return notDrawn(whyNoEstimates(findings, chart))
    const arms = findings.protocol.arms.map(({ id, title }) => ({ id, title, n: casesOf(findings, chart, id) }))
    const words = wordsOf(findings, chart)
    return kind.draw({ ...words, arms, series, level: findings.plan.confidenceLevel, decimals: 2 }, theme)
  }
}

/** Why the analyses of a chart give no estimate of any group. */
function whyNoEstimates({ analyses }: Findings, { series }: RedrawnChart): string {
  const reasons = analyses
    .filter(({ id }) => series.some(({ analysis }) => analysis === id))
    .flatMap(({ computation }): string[] => {
      if (computation.status === 'undefined') return [computation.detail]
      const { result } = computation
      if (result.kind !== 'arms') return ['The analysis gives no estimates of single groups.']
      return result.notEstimated.map(({ detail }) => detail)
    })
  return reasons.length === 0 ? 'No analysis of it is at hand.' : [...new Set(reasons)].join(' ')
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
  const found = findings.analyses.find(({ id }) => id === analysis)
  const observed = findings.protocol.outcomes.find(({ id }) => id === found?.outcome)?.observed?.arms
  const wordsFor = (arm: string): string => {
    if (observed?.includes(arm) === false) return 'does not apply'
    return found !== undefined && isHeldBack(found.computation, arm) ? heldBack : 'not available'
  }
  const absences = findings.protocol.arms
    .filter(({ id }) => points.every(point => point.arm !== id))
    .map(({ id }) => ({ arm: id, words: wordsFor(id) }))
  return { title, points, absences }
}

/** Estimates of the arms by an analysis; none where it is undefined. */
export function armEstimates(findings: Findings, analysis: string | undefined): readonly ArmEstimate[] {
  const found = findings.analyses.find(({ id }) => id === analysis)?.computation
  return found?.status === 'computed' && found.result.kind === 'arms' ? found.result.estimates : []
}

/** A difference by its name in a chart. */
export interface Difference {
  id: string
  title: string
  computation: Computation<ContrastEstimate>
}

/** The differences of an analysis, by subgroup where it has any; none where it measures something else, which is in another unit. */
export function differencesOf(findings: Findings, analysis: string | undefined): readonly Difference[] {
  const found = findings.analyses.find(({ id }) => id === analysis)?.computation
  if (found?.status !== 'computed' || found.result.kind === 'test' || found.result.kind === 'arms') return []
  const { result } = found
  if (result.measure !== 'difference') return []
  const titleOf = (contrast: string) => findings.plan.contrasts.find(({ id }) => id === contrast)?.title ?? contrast
  if (result.kind === 'contrasts')
    return result.contrasts.map(({ id, computation }) => ({ id, title: titleOf(id), computation }))
  const several = result.interactions.length > 1
  return result.interactions.flatMap(({ id }) =>
    result.groups.flatMap(group =>
      group.contrasts
        .filter(contrast => contrast.id === id)
        .map(({ computation }) => ({
          id: `${id}.${group.id}`,
          title: several ? `${titleOf(id)}: ${group.title}` : group.title,
          computation,
        })),
    ),
  )
}

function casesOf(findings: Findings, chart: RedrawnChart, arm: string): number {
  const found = chart.series
    .flatMap(({ analysis }) => armEstimates(findings, analysis))
    .find(estimate => estimate.arm === arm)
  return found?.n ?? 0
}

const noCounts = notDrawn('No counts of cases are at hand that may be shown.')

function stacked({ findings }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const { outcome = '', arms = findings.protocol.arms.map(({ id }) => id), levels = [] } = chart.series[0] as Series
  const counted = arms.flatMap(arm => {
    const counts = countsIn(findings, outcome, arm)
    const n = counts?.n ?? 0
    if (counts === undefined || n === 0) return []
    // The parts of a bar are all of it: with one held back there is no bar.
    const shown = levels.flatMap(({ level }) => {
      const events = counts.events[level]
      return events === null ? [] : [{ arm, segment: level, share: (100 * (events ?? 0)) / n }]
    })
    return shown.length < levels.length ? [] : [{ arm, n, shown }]
  })
  if (counted.length === 0) return noCounts
  return stackedShares.draw(
    {
      ...wordsOf(findings, chart),
      arms: counted.map(({ arm, n }) => ({ id: arm, title: armTitle(findings, arm), n })),
      segments: levels.map(({ level, title }) => ({ id: level, title })),
      shares: counted.flatMap(({ shown }) => shown),
      decimals: 0,
    },
    theme,
  )
}

function categories({ findings }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const { outcome = '', arms = [], levels = [] } = chart.series[0] as Series
  const counts = countsIn(findings, outcome, arms[0] ?? '')
  const n = counts?.n ?? 0
  if (counts === undefined || n === 0) return noCounts
  const { events } = counts
  const shown = levels.flatMap(({ level, title }) => {
    const cases = events[level]
    return cases === null ? [] : [{ id: level, title, share: (100 * (cases ?? 0)) / n }]
  })
  if (shown.length === 0) return noCounts
  return categoryShares.draw(
    {
      ...wordsOf(findings, chart),
      subtitle: `${chart.subtitle} (${count(n)} cases${shown.length < levels.length ? `; some ${heldBack}` : ''})`,
      categories: shown,
      decimals: 0,
    },
    theme,
  )
}

function contrasts({ findings }: ChartSources, chart: RedrawnChart, theme?: Theme): Chart | NotDrawn {
  const { analysis } = chart.series[0] as Series
  const money =
    findings.protocol.outcomes.find(({ id }) => id === findings.analyses.find(found => found.id === analysis)?.outcome)
      ?.type === 'money'
  const scale = money ? 0.01 : 100
  const differences = differencesOf(findings, analysis)
  const drawn = differences.flatMap(({ id, title, computation }) =>
    computation.status === 'undefined'
      ? []
      : [
          {
            ...{ id, title },
            estimate: scale * computation.result.estimate,
            lower: scale * computation.result.interval.lower,
            upper: scale * computation.result.interval.upper,
          },
        ],
  )
  if (drawn.length === 0) return notDrawn('The analysis gives no differences between groups.')
  const absent = differences.flatMap(({ title, computation }) =>
    computation.status === 'computed'
      ? []
      : [`${title}: ${computation.reason === 'held_back' ? heldBack : 'not computable'}`],
  )
  return contrastsWithIntervals.draw(
    {
      ...wordsOf(findings, chart),
      subtitle: [chart.subtitle, ...absent].join('. '),
      contrasts: drawn,
      unit: money ? 'pounds' : 'points',
      decimals: 2,
      level: findings.plan.confidenceLevel,
    },
    theme,
  )
}
