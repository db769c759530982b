import { InternalError } from '../core/errors.ts'
import { sumOf } from '../core/lists.ts'
import { parsePounds } from '../core/money.ts'
import type { SetFacts } from '../model/analysis-sets.ts'
import {
  type AnyMethod,
  type Caution,
  type Computation,
  type MethodOptions,
  type MethodSettings,
  type Result,
  undefinedBecause,
} from '../model/method.ts'
import type { Plan, PlannedAnalysis } from '../model/plan.ts'
import type { Redraw } from '../model/redraw.ts'
import { type AmountSigns, type AnySummary, rowLevel, type SummaryKind, type SummaryScope } from '../model/summary.ts'
import type { SubgroupDivision } from '../outcomes/index.ts'
import { applyMethod, opinionsOn } from '../statistics/define-method.ts'
import { withCautions } from '../statistics/inference.ts'
import { refundCaution } from '../statistics/negative-amounts.ts'
import { fewAmountsIn, isRareIn } from '../statistics/rare-outcome.ts'
import { methods } from '../statistics/registry.ts'
import { amountSigns, restrictToLevel } from '../summaries/index.ts'
import type { AnalysisResult } from './analysis-result.ts'
import { type Answer, answerBySubgroup } from './by-subgroup.ts'
import type { DrawingJob, DrawnAnalyses, Replay } from './drawing-job.ts'
import { adjustFamilies } from './families.ts'
import { readInSet, unfitForSet, unobservedArm } from './within-set.ts'

export type { AnalysisResult } from './analysis-result.ts'

/** Where the summaries of outcomes come from: a run's rows, or a printed page. `undefined` where they cannot be had. */
export interface SummarySource {
  (outcome: string, kind: SummaryKind, scope?: SummaryScope): AnySummary | undefined
  /** Set where summaries were made in an engine: the rows stay there. */
  isEngine?: true
  /** The signs of an outcome's amounts in each arm, of all cases or a set, where they were counted without single amounts. */
  signs?: ((outcome: string, set: string | undefined) => readonly AmountSigns[] | undefined) | undefined
  /** The plan's sets of cases, by id, where the rows are at hand. */
  sets?: ReadonlyMap<string, SetFacts> | undefined
  /** The divisions of the cases by the plan's subgroups, where the rows are at hand. */
  divisions?: readonly SubgroupDivision[] | undefined
  /** Cases in the largest allocation cluster of the sample. */
  largestCluster?: number | undefined
  /** How the allocation of the cases is drawn again, where the rows are at hand. */
  redraw?: Redraw | undefined
  /** The same as data, where it is drawn again case by case. */
  replay?: Replay | undefined
  /** The binary outcome that holds for exactly the cases with an amount, where amounts are only known in sum. */
  payersOf?: ((outcome: string) => string | undefined) | undefined
}

/** Runs every analysis of the plan, in its order, and adjusts the P values of its families. */
export function analysePlan(plan: Plan, source: SummarySource, drawn?: DrawnAnalyses): AnalysisResult[] {
  return adjustFamilies(
    plan,
    plan.analyses.map(analysis => analyse(plan, analysis, source, drawn)),
  )
}

/** The analyses of a plan that draw, as data for workers. */
export function drawingJobs(plan: Plan, source: SummarySource): DrawingJob[] {
  return plan.analyses.flatMap(analysis => {
    const method = methodOf(analysis)
    if (method.resampling === undefined || unfitForSet(method, setOf(analysis, source), source) !== undefined) return []
    const summary = summaryOf(analysis, source)
    if (summary === undefined) return []
    const { replay } = source
    return [{ id: analysis.id, method: method.id, summary, options: optionsOf(plan, analysis, source), replay }]
  })
}

/** Runs one analysis of the plan, unless it was drawn before. */
export function analyse(
  plan: Plan,
  analysis: PlannedAnalysis,
  source: SummarySource,
  drawn?: DrawnAnalyses,
): AnalysisResult {
  const method = methodOf(analysis)
  const { computation, secondOpinion } =
    analysis.by === undefined
      ? answerOf(method, plan, analysis, source, drawn?.get(analysis.id)?.computation)
      : answerInSubgroups(method, plan, analysis, source)
  return {
    id: analysis.id,
    title: analysis.title,
    outcome: analysis.outcome,
    level: analysis.level ?? null,
    set: namedSet(plan, analysis),
    role: analysis.role,
    estimand: analysis.estimand ?? null,
    method: method.id,
    methodTitle: method.title,
    computation,
    adjusted: [],
    amendment: null,
    secondOpinion,
    citations: analysis.by === undefined ? method.citations : [...method.citations, { key: 'cochran-1954' }],
  }
}

function namedSet({ analysisSets = [] }: Plan, { set: id }: PlannedAnalysis): AnalysisResult['set'] {
  const found = analysisSets.find(each => each.id === id)
  return found === undefined ? null : { id: found.id, title: found.title }
}

/** What a method makes of its summary or, where the source has none, of what the source has instead. */
function answerOf(
  method: AnyMethod,
  plan: Plan,
  analysis: PlannedAnalysis,
  source: SummarySource,
  drawn?: Computation<Result>,
): Answer<Result> {
  const set = setOf(analysis, source)
  const unfit = unfitForSet(method, set, source)
  if (unfit !== undefined) return { computation: unfit, secondOpinion: [] }
  const summary = summaryOf(analysis, source)
  const options = optionsOf(plan, analysis, source)
  if (summary === undefined) {
    return (
      answerFromSums(method, analysis, source, options) ?? {
        computation: source.isEngine === true ? notSummarised(method.requires) : notPrinted(method.requires),
        secondOpinion: [],
      }
    )
  }
  const computation = drawn ?? withCautions(applyMethod(method, summary, options), unseenRefunds(summary, source))
  const secondOpinion = opinionsOn(computation, method, summary)
  return {
    computation: set === undefined ? computation : readInSet(computation, set, contrastsOf(plan, analysis)),
    secondOpinion,
  }
}

/** What a method makes of every subgroup, each as a set of cases. */
function answerInSubgroups(
  method: AnyMethod,
  plan: Plan,
  analysis: PlannedAnalysis,
  source: SummarySource,
): Pick<AnalysisResult, 'computation' | 'secondOpinion'> {
  const division = source.divisions?.find(({ subgrouping }) => subgrouping.id === analysis.by)
  if (division === undefined) return { computation: notAtHand, secondOpinion: [] }
  return answerBySubgroup(analysis, division, {
    contrasts: contrastsOf(plan, analysis),
    level: plan.confidenceLevel,
    answer: own => answerOf(method, plan, own, source),
    cases: own => {
      const summary = summaryOf(own, source)
      return summary === undefined ? [] : casesByArm(summary)
    },
    isRare: (own, side) => {
      const { outcome, set } = own
      const found = source(outcome, 'counts', { set })
      const counts = found && atLevel(found, own)
      return counts?.kind === 'counts' ? isRareIn(counts, side) : fewAmountsIn(signsIn(source, outcome, set), side)
    },
  })
}

const notAtHand = undefinedBecause(
  'data_not_printed',
  'It needs what was known of every case at the start, which the page does not give.',
)

/** Cases of each arm of which the outcome was observed. */
const casesByArm = ({ arms, cells }: AnySummary): { arm: string; n: number }[] =>
  arms.map(arm => ({ arm, n: sumOf(cells.map(cell => (cell.arm === arm ? cell.data.n : 0))) }))

/** The caution about refunds for a summary of amounts that shows none. */
const unseenRefunds = ({ kind, unit, outcome, set }: AnySummary, source: SummarySource): readonly Caution[] =>
  unit.kind !== 'pence' || rowLevel[kind] ? [] : refundCaution(signsIn(source, outcome, set))

/** The signs of amounts in each arm; none where neither they nor single amounts are at hand. */
export function signsIn(source: SummarySource, outcome: string, set?: string): readonly AmountSigns[] {
  const known = source.signs?.(outcome, set)
  if (known !== undefined) return known
  const frequencies = source(outcome, 'frequencies', { set })
  return frequencies?.kind === 'frequencies' ? amountSigns(frequencies) : []
}

/** From sums of the amounts and the number of payers, where those will do. */
function answerFromSums(
  { fromMomentsAndCounts }: AnyMethod,
  { outcome, set }: PlannedAnalysis,
  source: SummarySource,
  options: MethodOptions,
): Answer<Result> | undefined {
  if (set !== undefined) return undefined
  const payers = source.payersOf?.(outcome)
  const moments = source(outcome, 'moments')
  const counts = payers === undefined ? undefined : source(payers, 'counts')
  if (moments?.kind !== 'moments' || counts?.kind !== 'counts' || fromMomentsAndCounts === undefined) return undefined
  const computation = fromMomentsAndCounts.compute(moments, counts, options)
  const secondOpinion = computation.status === 'undefined' ? [] : fromMomentsAndCounts.secondOpinion(computation.result)
  return { computation, secondOpinion }
}

/** The registered method of an analysis. The plan was checked against the registry when it was read. */
export function methodOf(analysis: PlannedAnalysis) {
  const method = methods.find(analysis.method)
  if (method === undefined) throw new InternalError(`no method is called ${analysis.method}`)
  return method
}

/** The set that an analysis looks at; undefined for every allocated case, and where the rows are not at hand. */
const setOf = ({ set }: PlannedAnalysis, { sets }: SummarySource): SetFacts | undefined =>
  set === undefined ? undefined : sets?.get(set)

function summaryOf(analysis: PlannedAnalysis, source: SummarySource): AnySummary | undefined {
  const { outcome, set, settings } = analysis
  if (set !== undefined && setOf(analysis, source) === undefined) return undefined
  const found = source(outcome, methodOf(analysis).requires, { set, uptake: settings?.uptake })
  return found && atLevel(found, analysis)
}

const contrastsOf = ({ contrasts }: Plan, { contrasts: wanted }: PlannedAnalysis): Plan['contrasts'] =>
  contrasts.filter(({ id }) => wanted?.includes(id) ?? true)

/** What the method of an analysis is told; in a set only of contrasts between arms in which the set is defined. */
export function optionsOf(plan: Plan, analysis: PlannedAnalysis, source: SummarySource): MethodOptions {
  const set = setOf(analysis, source)
  const contrasts = contrastsOf(plan, analysis)
  return {
    level: plan.confidenceLevel,
    contrasts: set === undefined ? contrasts : contrasts.filter(contrast => unobservedArm(contrast, set) === undefined),
    ...settingsOf(analysis),
    seed: `${plan.seed ?? plan.trial}/${analysis.id}`,
    redraw: set === undefined ? source.redraw : { given: 'realised_counts' },
  }
}

/** The settings of an analysis with its amounts in pence. */
function settingsOf({ settings = {} }: PlannedAnalysis): MethodSettings {
  const { cap, ...others } = settings
  return cap === undefined ? others : { ...others, cap: parsePounds(cap) }
}

function atLevel(summary: AnySummary, { level }: PlannedAnalysis): AnySummary {
  if (level === undefined) return summary
  if (summary.kind === 'eventTimes') return { ...summary, event: level }
  return summary.kind === 'counts' ? restrictToLevel(summary, level) : summary
}

const dataWords: Readonly<Record<SummaryKind, string>> = {
  counts: 'whole counts of cases',
  moments: 'the mean and the spread of amounts',
  ranks: 'the amount of every case',
  frequencies: 'the amount of every case',
  clusterMoments: 'amounts by linked cases',
  crossProducts: 'the outcome of those who took up what the arm offered',
  units: 'the amounts of every case, by linked cases',
  eventTimes: 'the day of every case',
}

function notPrinted(kind: SummaryKind): Computation<never> {
  return {
    status: 'undefined',
    reason: 'data_not_printed',
    detail: `It needs ${dataWords[kind]}, which the page does not give.`,
  }
}

const notSummarised = (kind: SummaryKind): Computation<never> =>
  undefinedBecause('rows_elsewhere', `It needs ${dataWords[kind]}, and only summaries came back from the engine.`)
