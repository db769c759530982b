import { controlArm, type Outcome, type Protocol } from '../model/protocol.ts'
import { type AnySummary, rowLevel, type StrataSampling, type SummaryKind } from '../model/summary.ts'
import { type AnalysisRows, analysisRows, largestCluster } from '../outcomes/index.ts'
import { type AnalysisColumn, kindsOf, summarise } from '../summaries/index.ts'
import type { SummarySource } from './analyse-plan.ts'

/** What a protocol says of arms and outcomes. */
type Declared = Pick<Protocol, 'arms' | 'outcomes'>

/** What is known of how the cases were sampled and allocated. */
interface KnownDesign {
  /** Whether units keep their places, for designs that are drawn again case by case. */
  placed?: boolean | undefined
  sampling?: StrataSampling | undefined
}

/** The summaries of every outcome of an analysis set that leave the secure area, and a source of those that a method asks for. */
export function summariesOf(
  protocol: Declared,
  set: AnalysisRows,
  design: KnownDesign = {},
): { summaries: readonly AnySummary[]; source: SummarySource } {
  const columns = columnsOf(protocol, set, design)
  const summaries = columns.flatMap(column => summarise(column, keptKindsOf(column)))
  return { summaries, source: sourceOf(columns, summaries) }
}

/** The summaries that are kept; those as disclosive as rows are made when a method asks for one, and not kept. */
function sourceOf(columns: readonly AnalysisColumn[], kept: readonly AnySummary[]): SummarySource {
  const made: AnySummary[] = [...kept]
  return (outcome, kind) => {
    const known = made.find(summary => summary.outcome === outcome && summary.kind === kind)
    const column = columns.find(each => each.outcome === outcome)
    if (known !== undefined || column === undefined || !kindsOf[column.kind].includes(kind)) return known
    const [summary] = summarise(column, [kind])
    if (summary !== undefined) made.push(summary)
    return summary
  }
}

/** Kinds that leave the secure area. */
const keptKindsOf = ({ kind }: AnalysisColumn): readonly SummaryKind[] => kindsOf[kind].filter(each => !rowLevel[each])

function columnsOf(protocol: Declared, set: AnalysisRows, { placed, sampling }: KnownDesign): AnalysisColumn[] {
  const largest = largestCluster(set)
  const arms = protocol.arms.map(({ id }) => id)
  return protocol.outcomes.map(outcome => ({
    outcome: outcome.id,
    unit: outcome.type === 'money' ? { kind: 'pence' } : { kind: 'case' },
    kind: outcome.type,
    levels: levelsOf(outcome),
    arms: arms.filter(arm => outcome.observed?.arms?.includes(arm) ?? true),
    control: controlArm(protocol),
    largestCluster: largest,
    placed,
    sampling: outcome.observed?.outcome === undefined ? sampling : undefined,
    rows: { [Symbol.iterator]: () => analysisRows(set, outcome.id) },
  }))
}

const levelsOf = (outcome: Outcome): readonly string[] => (outcome.type === 'category' ? outcome.levels : [])
