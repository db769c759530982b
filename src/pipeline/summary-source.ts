import { canonicalJson } from '../core/canonical-json.ts'
import type { SetFacts } from '../model/analysis-sets.ts'
import type { PlannedAnalysis } from '../model/plan.ts'
import { controlArm, type Outcome, type Protocol } from '../model/protocol.ts'
import {
  type AnySummary,
  type OutcomeUnit,
  rowLevel,
  type StrataSampling,
  type SummaryKind,
  type SummaryScope,
  type Uptake,
} from '../model/summary.ts'
import { endsOf } from '../model/waiting.ts'
import { type AnalysisRows, analysisRows, largestCluster, restrictTo, type SetMembership } from '../outcomes/index.ts'
import { type AnalysisColumn, type ColumnHead, kindsFor, summarise } from '../summaries/index.ts'
import type { SummarySource } from './analyse-plan.ts'

/** What a protocol says of arms and outcomes. */
type Declared = Pick<Protocol, 'arms' | 'outcomes'>

/** What is known of how the cases were sampled and allocated. */
interface KnownSampling {
  /** Whether units keep their places, for designs that are drawn again case by case. */
  placed?: boolean | undefined
  sampling?: StrataSampling | undefined
}

/** The same with the sets that the plan makes of the cases, and the analyses whose summaries of sets are kept. */
interface KnownDesign extends KnownSampling {
  sets?: readonly SetMembership[] | undefined
  analyses?: readonly PlannedAnalysis[] | undefined
}

/** A column and the kinds of it that are kept. */
export interface KeptColumn {
  head: ColumnHead
  kinds: readonly SummaryKind[]
}

/** The columns of a plan: every outcome of all cases and of each set, and those whose summaries leave the secure area, in order. */
export interface PlannedColumns {
  all: readonly ColumnHead[]
  kept: readonly KeptColumn[]
}

/** Which columns a plan has, and what is kept of them. */
export function plannedColumns(
  protocol: Declared,
  design: KnownSampling & {
    /** Cases in the largest allocation cluster: of all cases, or of those in a set. */
    largestCluster(set?: string): number
    sets: readonly SetFacts[]
    analyses: readonly PlannedAnalysis[]
  },
): PlannedColumns {
  const { sets, analyses } = design
  const whole = headsOf(protocol, design)
  const ofSets = sets.flatMap(facts => headsOf(protocol, withinSet(design), facts))
  const all = [...whole, ...ofSets]
  const isPlanned = (head: ColumnHead): boolean => analyses.some(analysis => isOf(head, analysis))
  const uptakes = analyses.flatMap(analysis => {
    const uptake = analysis.settings?.uptake
    return uptake === undefined
      ? []
      : all.filter(head => isOf(head, analysis)).map((head): ColumnHead => ({ ...head, uptake }))
  })
  const kept = [
    ...[...whole, ...ofSets.filter(isPlanned)].map(head => ({ head, kinds: keptKindsOf(head) })),
    ...eachOnce(uptakes).map(head => ({ head, kinds: ['crossProducts'] as const })),
  ]
  return { all, kept }
}

/** The summaries of every outcome of an analysis set that leave the secure area, and a source of those that a method asks for. */
export function summariesOf(
  protocol: Declared,
  set: AnalysisRows,
  { sets = [], analyses = [], ...known }: KnownDesign = {},
): { summaries: readonly AnySummary[]; source: SummarySource } {
  const facts = new Map(sets.map(membership => [membership.set.id, membership.facts]))
  const rowsOf = new Map(sets.map(membership => [membership.set.id, restrictTo(set, membership)]))
  const rowsIn = (id: string | undefined): AnalysisRows => (id === undefined ? undefined : rowsOf.get(id)) ?? set
  const { all, kept } = plannedColumns(protocol, {
    ...known,
    largestCluster: id => largestCluster(rowsIn(id)),
    sets: [...facts.values()],
    analyses,
  })
  const withRows = (head: ColumnHead): AnalysisColumn => {
    const rows = rowsIn(head.set)
    return { ...head, rows: { [Symbol.iterator]: () => analysisRows(rows, head.outcome, head.uptake) } }
  }
  const summaries = kept.flatMap(({ head, kinds }) => summarise(withRows(head), kinds))
  const make = (head: ColumnHead, kind: SummaryKind): AnySummary | undefined => summarise(withRows(head), [kind])[0]
  return {
    summaries,
    source: Object.assign(sourceOf(all, summaries, make), { sets: facts, largestCluster: largestCluster(set) }),
  }
}

const isOf = (head: ColumnHead, of: { outcome: string; set?: string | undefined }): boolean =>
  head.outcome === of.outcome && head.set === of.set

function eachOnce(heads: readonly ColumnHead[]): ColumnHead[] {
  const keys = heads.map(({ outcome, set, uptake }) => canonicalJson({ outcome, set, uptake }))
  return heads.filter((_, at) => keys.indexOf(keys[at] ?? '') === at)
}

/** The summaries that are kept; those as disclosive as rows are made when a method asks for one, and not kept. */
export function sourceOf(
  all: readonly ColumnHead[],
  kept: readonly AnySummary[],
  make: (head: ColumnHead, kind: SummaryKind) => AnySummary | undefined,
): SummarySource {
  const made: AnySummary[] = [...kept]
  return (outcome, kind, { set, uptake } = {}) => {
    const asked = { outcome, set }
    const isAsked = (of: SummaryScope & { outcome: string }): boolean => of.outcome === outcome && of.set === set
    const found = made.find(each => each.kind === kind && isAsked(each) && sameUptake(each.uptake, uptake))
    if (found !== undefined) return found
    const known = all.find(head => isOf(head, asked))
    const head = known && (uptake === undefined ? known : { ...known, uptake })
    if (head === undefined || !kindsFor(head).includes(kind)) return undefined
    const summary = make(head, kind)
    if (summary !== undefined) made.push(summary)
    return summary
  }
}

const sameUptake = (one: Uptake | undefined, other: Uptake | undefined): boolean =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null)

/** Kinds that leave the secure area. */
const keptKindsOf = (head: ColumnHead): readonly SummaryKind[] => kindsFor(head).filter(each => !rowLevel[each])

function headsOf(
  protocol: Declared,
  { placed, sampling, ...known }: KnownSampling & { largestCluster(set?: string): number },
  within?: SetFacts,
): ColumnHead[] {
  const largest = known.largestCluster(within?.id)
  const arms = protocol.arms.map(({ id }) => id).filter(arm => within?.arms.includes(arm) ?? true)
  return protocol.outcomes.map(
    (outcome): ColumnHead => ({
      outcome: outcome.id,
      set: within?.id,
      unit: unitOf(outcome),
      kind: outcome.type,
      levels: levelsOf(outcome),
      arms: arms.filter(arm => outcome.observed?.arms?.includes(arm) ?? true),
      control: controlArm(protocol),
      largestCluster: largest,
      placed,
      sampling: outcome.observed?.outcome === undefined ? sampling : undefined,
    }),
  )
}

/** What is known in a set: not how many eligible cases it stands for, but still whether numbers by arm were drawn. */
const withinSet = <Known extends KnownSampling>(known: Known): Known => ({
  ...known,
  placed: undefined,
  sampling: known.sampling?.countsGiven === true ? { eligible: {}, countsGiven: true } : undefined,
})

const unitOf = ({ type }: Outcome): OutcomeUnit =>
  type === 'money' ? { kind: 'pence' } : type === 'time' ? { kind: 'days' } : { kind: 'case' }

const levelsOf = (outcome: Outcome): readonly string[] =>
  outcome.type === 'category' ? outcome.levels : outcome.type === 'time' ? endsOf(outcome) : []
