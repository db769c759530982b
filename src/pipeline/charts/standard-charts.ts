import { notInReport, type RedrawnChart } from '../../model/published.ts'
import { longDate } from '../../report/index.ts'
import { methodOf } from '../analyse-plan.ts'
import type { AnalysisResult } from '../analysis-result.ts'
import type { Findings } from '../findings.ts'

/** Roles of analyses that are charted unasked. */
const charted: readonly AnalysisResult['role'][] = ['primary', 'secondary', 'as_reported']

type Declared = Pick<RedrawnChart, 'id' | 'chart' | 'shows' | 'subtitle' | 'axis' | 'series'>

/** The charts that any trial may have, made of what its protocol and plan declare; whether there is anything to draw shows when they are drawn. */
export function standardCharts(findings: Findings): RedrawnChart[] {
  const declared: Declared[] = [
    ...findings.analyses
      .filter(({ role }) => charted.includes(role))
      .flatMap(analysis => ofAnalysis(findings, analysis)),
    ...ofOutcomes(findings),
    ...ofEconomics(findings),
    ...ofRedraws(findings),
    ...ofCases(findings),
  ]
  return declared.map(chart => ({ ...chart, title: chart.shows, place: notInReport }))
}

/** Ids of the charts that a trial may have, before any is drawn: of an analysis it is not known yet what it will give. */
export function possibleChartIds(trial: Pick<Findings, 'protocol' | 'plan'>): string[] {
  const ofAnalyses = trial.plan.analyses
    .filter(({ role }) => charted.includes(role))
    .flatMap(({ id }) => ['means', 'shares', 'contrasts'].map(shown => `${shown}-${id}`))
  const others = [ofOutcomes(trial), ofEconomics(trial), ofRedraws(trial), ofCases(trial)].flat()
  return [...ofAnalyses, ...others.map(({ id }) => id)]
}

const when = ({ protocol: { followUp } }: Pick<Findings, 'protocol'>): string =>
  `${longDate(followUp.from)} to ${longDate(followUp.to)}`

/** Estimates of arms as bars, differences as a forest plot. */
function ofAnalysis(findings: Findings, { id, title, outcome, computation }: AnalysisResult): Declared[] {
  if (computation.status === 'undefined' || computation.result.kind === 'test') return []
  const isMoney = findings.protocol.outcomes.find(each => each.id === outcome)?.type === 'money'
  const shared = { shows: title, subtitle: `${title}, ${when(findings)}`, series: [{ title, analysis: id }] }
  if (computation.result.kind === 'arms') {
    if (computation.result.measure === 'time') return []
    return isMoney
      ? [{ id: `means-${id}`, chart: 'means-with-intervals', axis: 'Pounds per case', ...shared }]
      : [{ id: `shares-${id}`, chart: 'shares-with-intervals', axis: 'Percentage of cases', ...shared }]
  }
  if (computation.result.measure !== 'difference') return []
  const axis = isMoney ? 'Pounds per case' : 'Percentage points'
  return [{ id: `contrasts-${id}`, chart: 'contrasts-with-intervals', axis, ...shared }]
}

/** What became of the cases, the amounts of those who paid, and amounts over time. */
function ofOutcomes(findings: Pick<Findings, 'protocol'>): Declared[] {
  const span = when(findings)
  return findings.protocol.outcomes.flatMap((outcome): Declared[] => {
    const { id, title } = outcome
    const series = [{ title, outcome: id }]
    if (outcome.type === 'category') {
      const subtitle = `Cases of each group, ${span}`
      return [
        { id: `outcomes-${id}`, chart: 'trial-outcomes', shows: title, subtitle, axis: 'Percentage of cases', series },
      ]
    }
    if (outcome.type === 'time') {
      const subtitle = `Share of the cases of each group, ${span}`
      return [{ id: `incidence-${id}`, chart: 'incidence-curves', shows: title, subtitle, axis: 'Day', series }]
    }
    if (outcome.type !== 'money' || outcome.sumOf === undefined) return []
    return [
      {
        ...{ id: `payers-${id}`, chart: 'payer-amounts', shows: `${title}, by those who paid`, series },
        ...{ subtitle: `Cases with an amount, ${span}`, axis: 'Percentage of cases with an amount' },
      },
      {
        ...{ id: `cumulative-${id}`, chart: 'cumulative-amounts', shows: `${title}, as it adds up`, series },
        ...{ subtitle: `Per allocated case, ${span}`, axis: 'Month' },
      },
    ]
  })
}

function ofEconomics(findings: Pick<Findings, 'protocol' | 'plan'>): Declared[] {
  const { economics } = findings.plan
  if (economics === undefined) return []
  const outcome = findings.protocol.outcomes.find(({ id }) => id === economics.outcome)
  const title = outcome?.title ?? economics.outcome
  const shared = { series: [{ title, outcome: economics.outcome }] }
  const subtitle = `${title} beside another group, per case, ${when(findings)}`
  return [
    {
      id: 'break-even',
      chart: 'break-even',
      shows: 'What was additional, and what would pay for it',
      subtitle,
      axis: 'Pounds per case',
      ...shared,
    },
    {
      id: 'cost-effectiveness-plane',
      chart: 'cost-effectiveness-plane',
      shows: 'Additional cost and additional amount',
      subtitle,
      axis: 'Additional amount per case',
      ...shared,
    },
    {
      id: 'acceptability-curve',
      chart: 'acceptability-curve',
      shows: 'Probability of being worth the cost',
      subtitle: 'By what one additional pound is worth to whoever decides',
      axis: 'Value of an additional pound',
      ...shared,
    },
  ]
}

/** One for each test by redrawn allocations, and one for each contrast of a method that gives several. */
function ofRedraws({ plan }: Pick<Findings, 'plan'>): Declared[] {
  return plan.analyses.flatMap((analysis): Declared[] => {
    const method = methodOf(analysis)
    if (method.redraws !== true) return []
    const { id, title } = analysis
    const shared = {
      chart: 'randomisation-distribution',
      shows: `${title} Redrawn allocations`.replace(/([^?.!]) Redrawn/, '$1: redrawn'),
      subtitle: 'The statistic of allocations drawn again, and of the one that was drawn',
      axis: 'Statistic',
    }
    const contrasts = plan.contrasts.filter(contrast => analysis.contrasts?.includes(contrast.id) ?? true)
    return method.pValues === 'each_contrast'
      ? contrasts.map(contrast => ({
          id: `redraws-${id}-${contrast.id}`,
          ...shared,
          series: [{ title, analysis: id, contrast: contrast.id }],
        }))
      : [{ id: `redraws-${id}`, ...shared, series: [{ title, analysis: id }] }]
  })
}

function ofCases({ protocol }: Pick<Findings, 'protocol'>): Declared[] {
  return [
    {
      ...{ id: 'balance', chart: 'love-plot', shows: 'How alike the groups were at baseline' },
      ...{ subtitle: 'Standardised differences of baseline fields', axis: 'Standardised difference' },
      series: [{ title: 'Baseline' }],
    },
    {
      ...{ id: 'enrolment', chart: 'enrolment-against-plan', shows: 'Enrolment against the plan', axis: 'Cases' },
      subtitle:
        protocol.enrolment === undefined
          ? 'Allocated cases of those planned'
          : 'Cases that were allocated as they arrived',
      series: [{ title: 'Cases' }],
    },
  ]
}
