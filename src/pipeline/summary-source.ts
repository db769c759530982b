import { canonicalJson } from '../core/canonical-json.ts'
import type { SetFacts } from '../model/analysis-sets.ts'
import type { PlannedAnalysis } from '../model/plan.ts'
import { controlArm, type Outcome, type Protocol } from '../model/protocol.ts'
import {
  type AnySummary,
  rowLevel,
  type StrataSampling,
  type SummaryKind,
  type SummaryScope,
} from '../model/summary.ts'
import { type AnalysisRows, analysisRows, largestCluster, restrictTo, type SetMembership } from '../outcomes/index.ts'
import { type AnalysisColumn, kindsOf, summarise } from '../summaries/index.ts'
import type { SummarySource } from './analyse-plan.ts'

/** What a protocol says of arms and outcomes. */
type Declared = Pick<Protocol, 'arms' | 'outcomes'>

/** What is known of how the cases were sampled and allocated, and of the sets that the plan makes of them. */
interface KnownDesign {
  /** Whether units keep their places, for designs that are drawn again case by case. */
  placed?: boolean | undefined
  sampling?: StrataSampling | undefined
  sets?: readonly SetMembership[] | undefined
  /** Those whose summaries of sets are kept. */
  analyses?: readonly PlannedAnalysis[] | undefined
}

/** The summaries of every outcome of an analysis set that leave the secure area, and a source of those that a method asks for. */
export function summariesOf(
  protocol: Declared,
  set: AnalysisRows,
  design: KnownDesign = {},
): { summaries: readonly AnySummary[]; source: SummarySource } {
  const { sets = [], analyses = [] } = design
  const columns = columnsOf(protocol, set, design)
  const ofSets = sets.flatMap(membership =>
    columnsOf(protocol, restrictTo(set, membership), withinSet(design, membership)),
  )
  const isPlanned = (column: AnalysisColumn): boolean =>
    analyses.some(each => each.set === column.set && each.outcome === column.outcome)
  const kept = [...columns, ...ofSets.filter(isPlanned)]
  const summaries = kept.flatMap(column => summarise(column, keptKindsOf(column)))
  const facts = new Map(sets.map(membership => [membership.set.id, membership.facts]))
  const known = { sets: facts, largestCluster: largestCluster(set) }
  return { summaries, source: Object.assign(sourceOf([...columns, ...ofSets], summaries), known) }
}

/** The summaries that are kept; those as disclosive as rows are made when a method asks for one, and not kept. */
function sourceOf(columns: readonly AnalysisColumn[], kept: readonly AnySummary[]): SummarySource {
  const made: AnySummary[] = [...kept]
  return (outcome, kind, scope = {}) => {
    const isAsked = (of: SummaryScope & { outcome: string }): boolean => of.outcome === outcome && of.set === scope.set
    const known = made.find(summary => summary.kind === kind && isAsked(summary) && sameUptake(summary, scope))
    const column = columns.find(isAsked)
    if (known !== undefined || column === undefined || !kindsOf[column.kind].includes(kind)) return known
    const [summary] = summarise(column, [kind])
    if (summary !== undefined) made.push(summary)
    return summary
  }
}

const sameUptake = (one: SummaryScope, other: SummaryScope): boolean =>
  canonicalJson(one.uptake ?? null) === canonicalJson(other.uptake ?? null)

/** Kinds that leave the secure area. */
const keptKindsOf = ({ kind }: AnalysisColumn): readonly SummaryKind[] => kindsOf[kind].filter(each => !rowLevel[each])

function columnsOf(
  protocol: Declared,
  rows: AnalysisRows,
  { placed, sampling, within }: KnownDesign & { within?: SetFacts },
): AnalysisColumn[] {
  const largest = largestCluster(rows)
  const arms = protocol.arms.map(({ id }) => id).filter(arm => within?.arms.includes(arm) ?? true)
  return protocol.outcomes.map(outcome => ({
    outcome: outcome.id,
    set: within?.id,
    unit: outcome.type === 'money' ? { kind: 'pence' } : { kind: 'case' },
    kind: outcome.type,
    levels: levelsOf(outcome),
    arms: arms.filter(arm => outcome.observed?.arms?.includes(arm) ?? true),
    control: controlArm(protocol),
    largestCluster: largest,
    placed,
    sampling: outcome.observed?.outcome === undefined ? sampling : undefined,
    rows: { [Symbol.iterator]: () => analysisRows(rows, outcome.id) },
  }))
}

/** What is known in a set: not how many eligible cases it stands for, but still whether numbers by arm were drawn. */
const withinSet = ({ sampling }: KnownDesign, { facts }: SetMembership): KnownDesign & { within: SetFacts } => ({
  within: facts,
  sampling: sampling?.countsGiven === true ? { eligible: {}, countsGiven: true } : undefined,
})

const levelsOf = (outcome: Outcome): readonly string[] => (outcome.type === 'category' ? outcome.levels : [])
