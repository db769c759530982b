import { InternalError } from '../core/errors.ts'
import type { Citation, Computation, MethodOptions, Result, ResultOpinion } from '../model/method.ts'
import type { Plan, PlannedAnalysis } from '../model/plan.ts'
import type { AnySummary, SummaryKind } from '../model/summary.ts'
import { applyMethod, opinionsOn } from '../statistics/define-method.ts'
import { methods } from '../statistics/registry.ts'
import { restrictToLevel } from '../summaries/index.ts'

/** One analysis of the plan with what it gave. */
export interface AnalysisResult {
  id: string
  title: string
  outcome: string
  level: string | null
  role: PlannedAnalysis['role']
  estimand: string | null
  method: string
  methodTitle: string
  computation: Computation<Result>
  /** What another program makes of every P and limit of the result. */
  secondOpinion: readonly ResultOpinion[]
  citations: readonly Citation[]
}

/** Where the summaries of outcomes come from: a run's rows, or a printed page. `undefined` where they cannot be had. */
export type SummarySource = (outcome: string, kind: SummaryKind) => AnySummary | undefined

/** Runs every analysis of the plan, in its order. */
export function analysePlan(plan: Plan, source: SummarySource): AnalysisResult[] {
  return plan.analyses.map(analysis => analyse(plan, analysis, source))
}

/** Runs one analysis of the plan. */
export function analyse(plan: Plan, analysis: PlannedAnalysis, source: SummarySource): AnalysisResult {
  const method = methodOf(analysis)
  const found = source(analysis.outcome, method.requires)
  const summary = found && atLevel(found, analysis)
  const computation =
    summary === undefined ? notPrinted(method.requires) : applyMethod(method, summary, optionsOf(plan, analysis))
  return {
    id: analysis.id,
    title: analysis.title,
    outcome: analysis.outcome,
    level: analysis.level ?? null,
    role: analysis.role,
    estimand: analysis.estimand ?? null,
    method: method.id,
    methodTitle: method.title,
    computation,
    secondOpinion: summary === undefined ? [] : opinionsOn(computation, method, summary),
    citations: method.citations,
  }
}

/** The registered method of an analysis. The plan was checked against the registry when it was read. */
export function methodOf(analysis: PlannedAnalysis) {
  const method = methods.find(analysis.method)
  if (method === undefined) throw new InternalError(`no method is called ${analysis.method}`)
  return method
}

export function optionsOf(plan: Plan, analysis: PlannedAnalysis): MethodOptions {
  const wanted = analysis.contrasts
  const contrasts = plan.contrasts.filter(({ id }) => wanted?.includes(id) ?? true)
  return { level: plan.confidenceLevel, contrasts }
}

function atLevel(summary: AnySummary, { level }: PlannedAnalysis): AnySummary {
  return level === undefined || summary.kind !== 'counts' ? summary : restrictToLevel(summary, level)
}

const dataWords: Readonly<Record<SummaryKind, string>> = {
  counts: 'whole counts of cases',
  moments: 'the mean and the spread of amounts',
  ranks: 'the amount of every case',
  frequencies: 'the amount of every case',
  clusterMoments: 'amounts by linked cases',
  units: 'the amounts of every case, by linked cases',
}

function notPrinted(kind: SummaryKind): Computation<never> {
  return {
    status: 'undefined',
    reason: 'data_not_printed',
    detail: `It needs ${dataWords[kind]}, which the page does not give.`,
  }
}
