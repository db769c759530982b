import { namedIn, type PlannedSet, type SetFacts, setFacts } from '../../model/analysis-sets.ts'
import type { Plan } from '../../model/plan.ts'
import { inEachSubgroup, subgroupSets } from '../../model/subgroups.ts'
import type { StrataSampling, SummaryKind } from '../../model/summary.ts'
import { methods } from '../../statistics/registry.ts'
import type { ColumnNeeds } from '../../summaries/engines/sql/summarise.ts'
import { type ColumnHead, kindsFor } from '../../summaries/index.ts'
import { type KeptColumn, plannedColumns } from '../summary-source.ts'
import type { Trial } from '../trial-folder.ts'

/** What a plan needs of an engine. */
export interface EngineNeeds {
  /** Every column of the plan, asked for or not. */
  all: readonly ColumnHead[]
  /** Those whose summaries are kept, with their kinds. */
  kept: readonly KeptColumn[]
  /** The same with frequencies where a method of the plan reads them. */
  asked: readonly ColumnNeeds[]
  sets: readonly SetFacts[]
  /** Baseline fields that rules of sets name. */
  baseline: ReadonlySet<string>
}

/** What is known before an engine is asked. */
interface KnownBefore {
  sampling?: StrataSampling | undefined
  /** Whether the design is drawn again case by case, which an engine's units do not allow. */
  placed?: boolean | undefined
  /** Whether to ask for what is as disclosive as rows, where a method reads it. */
  isRowLevel: boolean
}

/** What the plan of a trial needs. */
export function engineNeeds({ protocol, plan }: Trial, { isRowLevel, ...known }: KnownBefore): EngineNeeds {
  const planned: readonly PlannedSet[] = [
    ...(plan.analysisSets ?? []),
    ...(plan.subgroups ?? []).flatMap(subgrouping => subgroupSets(subgrouping)),
  ]
  const sets = planned.map(set => setFacts(set, protocol))
  const analyses = plan.analyses.flatMap(analysis => inEachSubgroup(analysis, plan.subgroups))
  const { all, kept } = plannedColumns(protocol, {
    ...known,
    // The engine tells how large clusters are.
    largestCluster: () => 1,
    ...{ sets, analyses },
  })
  const isRead = (head: ColumnHead, kind: SummaryKind): boolean =>
    isRowLevel && !(kind === 'units' && known.placed === true) && reads(head, kind, analyses)
  const asked = kept.map(
    ({ head, kinds }): ColumnNeeds => ({
      head,
      set: planned.find(({ id }) => id === head.set),
      kinds: [...kinds, ...rowLevelKinds.filter(kind => isRead(head, kind))],
    }),
  )
  const outcomes = new Set(protocol.outcomes.map(({ id }) => id))
  const baseline = new Set(planned.flatMap(({ where }) => namedIn(where)).filter(field => !outcomes.has(field)))
  return { all, kept, asked, sets, baseline }
}

const rowLevelKinds = ['frequencies', 'units', 'eventTimes'] as const

/** Whether a method of the plan reads a kind of summary of a column. */
const reads = (head: ColumnHead, kind: SummaryKind, analyses: Plan['analyses']): boolean =>
  head.uptake === undefined &&
  kindsFor(head).includes(kind) &&
  analyses.some(
    analysis =>
      analysis.outcome === head.outcome &&
      analysis.set === head.set &&
      methods.find(analysis.method)?.requires === kind,
  )
