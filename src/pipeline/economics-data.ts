import { parsePounds } from '../core/money.ts'
import {
  type Additional,
  type AdditionalAmount,
  type AdditionalPayers,
  additionalAmount,
  additionalCost,
  additionalPayers,
  type CasesByArm,
  type Cost,
  type CostMeasures,
  costMeasures,
} from '../economics/index.ts'
import { type Caution, type Computation, type ContrastEstimate, computed, undefinedBecause } from '../model/method.ts'
import type { Plan } from '../model/plan.ts'
import type { Counts, Moments, Summary, SummaryKind } from '../model/summary.ts'
import { withCautions } from '../statistics/inference.ts'
import { collapseStrata } from '../summaries/index.ts'
import type { AnalysisResult, SummarySource } from './analyse-plan.ts'
import type { DrawnAnalyses } from './drawing-job.ts'
import { type Replicates, replicatesOf } from './economics-bootstrap.ts'

/** Where the economics of a plan come from. */
export interface EconomicsSources {
  plan: Plan
  costs: readonly Cost[]
  source: SummarySource
  analyses: readonly AnalysisResult[]
  /** What the analyses drew; without it there is no curve by the bootstrap. */
  drawn?: DrawnAnalyses | undefined
}

/** Two arms that are compared. */
export interface Pair {
  arm: string
  against: string
}

/** What every comparison reads, strata added up. */
export interface EconomicsData {
  plan: Plan
  asked: NonNullable<Plan['economics']>
  costs: readonly Cost[]
  analyses: readonly AnalysisResult[]
  arms: readonly string[]
  control: string
  cases: CasesByArm
  amounts: ReadonlyMap<string, Moments>
  /** Of payers. */
  counts: ReadonlyMap<string, Counts> | undefined
  /** What holds for all that is made of the plain moments, and of the counts. */
  cautions: { amounts: readonly Caution[]; counts: readonly Caution[] }
  replicates: Replicates | undefined
}

/** Reads the summaries that the plan's economics name. `undefined` where there are none of the amounts. */
export function economicsData({ plan, costs, source, analyses, drawn }: EconomicsSources): EconomicsData | undefined {
  const asked = plan.economics
  const moments = asked && (source(asked.outcome, 'moments') as Summary<'moments'> | undefined)
  if (asked === undefined || moments === undefined) return undefined
  const events =
    asked.events === undefined ? undefined : (source(asked.events, 'counts') as Summary<'counts'> | undefined)
  const amounts = byArm(moments)
  const { arms, control } = moments
  const cases = new Map([...amounts].map(([arm, { n, missing }]) => [arm, n + missing]))
  return {
    ...{ plan, asked, costs, analyses, arms, control, cases, amounts },
    counts: events && byArm(events),
    cautions: { amounts: clusterCaution(moments, 'pounds'), counts: clusterCaution(events, 'payers') },
    replicates: replicatesOf(plan, asked.bootstrap, drawn),
  }
}

/** The cells of a summary by arm, strata added up. */
export function byArm<K extends 'counts' | 'moments'>(summary: Summary<K>) {
  return new Map(collapseStrata(summary).cells.map(cell => [cell.arm, cell.data]))
}

function clusterCaution(summary: Pick<Summary<SummaryKind>, 'largestCluster'> | undefined, of: string): Caution[] {
  if (summary === undefined || summary.largestCluster <= 1) return []
  const detail =
    `The standard errors of additional ${of} treat cases as independent, but they were allocated in clusters of up to ` +
    `${summary.largestCluster}.`
  return [{ code: 'independence_assumed_with_clusters', detail }]
}

/** What an arm brought over its comparator. */
export interface Gains {
  amount: Computation<AdditionalAmount>
  payers: Computation<AdditionalPayers> | null
}

/** Gains by the analyses that the plan names, or from plain moments and counts where those have no such contrast. */
export function gainsOf(data: EconomicsData, pair: Pair): Gains {
  const { asked, amounts, counts, cautions } = data
  const amountsOf = (arm: string): Moments => amounts.get(arm) ?? noMoments
  const [own, other] = [counts?.get(pair.arm), counts?.get(pair.against)]
  return {
    amount:
      plannedGain(data, asked.analysis, pair) ??
      withCautions(additionalAmount(amountsOf(pair.arm), amountsOf(pair.against)), cautions.amounts),
    payers:
      own === undefined || other === undefined
        ? null
        : (plannedGain(data, asked.eventsAnalysis, pair) ??
          withCautions(additionalPayers(own, other), cautions.counts)),
  }
}

export const noMoments: Moments = { n: 0, missing: 0, sum: 0n, sumSquares: 0n }

function plannedGain(
  { analyses, cases }: EconomicsData,
  id: string | undefined,
  pair: Pair,
): Computation<Additional> | undefined {
  const analysis = analyses.find(candidate => candidate.id === id)
  const planned = contrastOf(analysis, pair)
  if (planned?.status !== 'computed') return planned
  const { estimate: difference, standardError } = planned.result
  // Some intervals have a width where every case of both arms is alike; a standard error of 0 would pass for certainty.
  if (standardError === 0) return undefinedBecause('zero_variance', 'The cases of each arm are all alike.')
  const gain: Additional = { cases: cases.get(pair.arm) ?? 0, difference, standardError }
  // What holds for all contrasts of the analysis holds for this one, first of all that it takes cases as independent.
  const ofAll = analysis?.computation.status === 'computed' ? analysis.computation.cautions : []
  return computed(gain, [...planned.cautions, ...ofAll])
}

/** An analysis's difference between two arms, where it estimates it. */
export function contrastOf(
  result: AnalysisResult | undefined,
  { arm, against }: Pair,
): Computation<ContrastEstimate> | undefined {
  if (result?.computation.status !== 'computed' || result.computation.result.kind !== 'contrasts') return undefined
  const { measure, contrasts } = result.computation.result
  if (measure !== 'difference') return undefined
  return contrasts.find(contrast => contrast.arm === arm && contrast.against === against)?.computation
}

/** Every measure of a comparison, with these of the costs. */
export function measuresOf(data: EconomicsData, pair: Pair, gains: Gains, costs: readonly Cost[]): CostMeasures {
  const { plan, asked, cases } = data
  const { pound, payer } = asked.willingness ?? {}
  return costMeasures({
    ...gains,
    cost: additionalCost(costs, pair, cases),
    level: plan.confidenceLevel,
    willingness: { pound: rangeOf(pound, 100), payer: rangeOf(payer, 1) },
  })
}

/** Steps of an acceptability curve from £0 to its top. */
const steps = 20

/** The range of a willingness that is stated in pounds, in units of so many pence. `undefined` where none is stated. */
export const rangeOf = (pounds: string | undefined, unit: number) =>
  pounds === undefined ? undefined : { top: (parsePounds(pounds) ?? 0) / unit, steps }
