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
  type Uptake,
} from '../model/summary.ts'
import { type AnalysisRows, analysisRows, largestCluster, restrictTo, type SetMembership } from '../outcomes/index.ts'
import { type AnalysisColumn, kindsFor, summarise } from '../summaries/index.ts'
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

/** A column with a name that says of what it is. */
interface Known {
  column: AnalysisColumn
  /** The same beside an uptake. */
  beside(uptake: Uptake): AnalysisColumn
}

/** The summaries of every outcome of an analysis set that leave the secure area, and a source of those that a method asks for. */
export function summariesOf(
  protocol: Declared,
  set: AnalysisRows,
  design: KnownDesign = {},
): { summaries: readonly AnySummary[]; source: SummarySource } {
  const { sets = [], analyses = [] } = design
  const whole = columnsOf(protocol, set, design)
  const ofSets = sets.flatMap(membership =>
    columnsOf(protocol, restrictTo(set, membership), withinSet(design, membership)),
  )
  const columns = [...whole, ...ofSets]
  const isPlanned = ({ column }: Known): boolean => analyses.some(analysis => isOf(column, analysis))
  const uptakes = analyses.flatMap(analysis => {
    const uptake = analysis.settings?.uptake
    return uptake === undefined
      ? []
      : columns.filter(({ column }) => isOf(column, analysis)).map(each => each.beside(uptake))
  })
  const kept = [...whole, ...ofSets.filter(isPlanned)].map(({ column }) => column)
  const summaries = [...kept.flatMap(column => summarise(column, keptKindsOf(column))), ...crossProductsOf(uptakes)]
  const facts = new Map(sets.map(membership => [membership.set.id, membership.facts]))
  const known = { sets: facts, largestCluster: largestCluster(set) }
  return { summaries, source: Object.assign(sourceOf(columns, summaries), known) }
}

const isOf = (column: AnalysisColumn, of: { outcome: string; set?: string | undefined }): boolean =>
  column.outcome === of.outcome && column.set === of.set

/** The cross-products of columns beside their uptake, each once. */
function crossProductsOf(columns: readonly AnalysisColumn[]): AnySummary[] {
  const keys = columns.map(({ outcome, set, uptake }) => canonicalJson({ outcome, set, uptake }))
  return columns.flatMap((column, at) =>
    keys.indexOf(keys[at] ?? '') === at ? summarise(column, ['crossProducts']) : [],
  )
}

/** The summaries that are kept; those as disclosive as rows are made when a method asks for one, and not kept. */
function sourceOf(columns: readonly Known[], kept: readonly AnySummary[]): SummarySource {
  const made: AnySummary[] = [...kept]
  return (outcome, kind, { set, uptake } = {}) => {
    const asked = { outcome, set }
    const isAsked = (of: SummaryScope & { outcome: string }): boolean => of.outcome === outcome && of.set === set
    const found = made.find(each => each.kind === kind && isAsked(each) && sameUptake(each.uptake, uptake))
    if (found !== undefined) return found
    const known = columns.find(({ column }) => isOf(column, asked))
    const column = uptake === undefined ? known?.column : known?.beside(uptake)
    if (column === undefined || !kindsFor(column).includes(kind)) return undefined
    const [summary] = summarise(column, [kind])
    if (summary !== undefined) made.push(summary)
    return summary
  }
}

const sameUptake = (one: Uptake | undefined, other: Uptake | undefined): boolean =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null)

/** Kinds that leave the secure area. */
const keptKindsOf = (column: AnalysisColumn): readonly SummaryKind[] => kindsFor(column).filter(each => !rowLevel[each])

function columnsOf(
  protocol: Declared,
  rows: AnalysisRows,
  { placed, sampling, within }: KnownDesign & { within?: SetFacts },
): Known[] {
  const largest = largestCluster(rows)
  const arms = protocol.arms.map(({ id }) => id).filter(arm => within?.arms.includes(arm) ?? true)
  return protocol.outcomes.map((outcome): Known => {
    const column: AnalysisColumn = {
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
    }
    return {
      column,
      beside: uptake => ({
        ...column,
        uptake,
        rows: { [Symbol.iterator]: () => analysisRows(rows, outcome.id, uptake) },
      }),
    }
  })
}

/** What is known in a set: not how many eligible cases it stands for, but still whether numbers by arm were drawn. */
const withinSet = ({ sampling }: KnownDesign, { facts }: SetMembership): KnownDesign & { within: SetFacts } => ({
  within: facts,
  sampling: sampling?.countsGiven === true ? { eligible: {}, countsGiven: true } : undefined,
})

const levelsOf = (outcome: Outcome): readonly string[] => (outcome.type === 'category' ? outcome.levels : [])
