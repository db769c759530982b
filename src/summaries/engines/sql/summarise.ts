import type { SetProtocol } from '../../../model/analysis-sets.ts'
import type { OutcomeId } from '../../../model/ids.ts'
import type { AmountSigns, AnySummary, Summary, SummaryKind } from '../../../model/summary.ts'
import type { QueryEngine } from '../../../storage/engines/engine.ts'
import { derive } from '../../derive.ts'
import { type Answer, AnswerIndex, ColumnAnswers } from './answers.ts'
import type { Dialect } from './dialect.ts'
import { addAnswer, askShards } from './shards.ts'
import { type AskedColumn, type Statement, type StatementId, StatementWriter } from './statements.ts'
import { type AnalysisTable, TableSql } from './table.ts'

/** A column and the kinds of summary that are wanted of it. */
export interface ColumnNeeds extends AskedColumn {
  kinds: readonly SummaryKind[]
}

/** What is known of a table before it is summarised. */
export interface KnownTable {
  /** Cases that were allocated with their cluster: without any, what clusters add is nothing. Any number where it is not known. */
  linked?: number | undefined
  /** Whether its cases lie in several shards: then clusters may be spread over them. */
  isDivided?: boolean | undefined
}

/** The statements that answer some needs, in an order in which they can be run. */
export function statementsFor(
  protocol: SetProtocol,
  dialect: Dialect,
  table: AnalysisTable,
  needs: readonly ColumnNeeds[],
  { linked = Number.POSITIVE_INFINITY, isDivided = false }: KnownTable = {},
): Statement[] {
  const writer = new StatementWriter(dialect, new TableSql(protocol, dialect, table), needs)
  const wants = (...kinds: SummaryKind[]): boolean => needs.some(need => need.kinds.some(kind => kinds.includes(kind)))
  const wanting = (...kinds: SummaryKind[]): number[] =>
    [...needs.keys()].filter(at => needs[at]?.kinds.some(kind => kinds.includes(kind)))
  const ranked = wanting('ranks').filter(at => needs[at]?.head.kind !== 'binary')
  // Without window functions ranks are made here, from the cases at each value; those of a binary outcome from its counts anyway.
  const listed = [...new Set([...wanting('frequencies', 'eventTimes'), ...(dialect.hasWindows ? [] : ranked)])]
  const hasClusters =
    linked > 0 && (wants('clusterMoments', 'crossProducts') || needs.some(({ set }) => set !== undefined))
  return [
    writer.cells(),
    ...(hasClusters ? (isDivided ? clusterParts(writer, linked) : writer.ofClusters()) : []),
    ...(dialect.hasWindows && ranked.length > 0 ? [writer.ranks(ranked)] : []),
    ...(listed.length > 0 ? [writer.frequencies(listed)] : []),
    ...(wants('units') ? [writer.units(wanting('units'))] : []),
  ]
}

/** As many cells of an answer as fit into memory at a time. */
const cellsAtOnce = 4_000_000

/** Clusters in parts: each cluster is whole in one of them. */
function clusterParts(writer: StatementWriter, linked: number): Statement[] {
  const { columns } = writer.byCluster(0, 1)
  const parts = Number.isFinite(linked) ? Math.ceil((linked * columns.length) / cellsAtOnce) : 1
  return Array.from({ length: parts }, (_, part) => writer.byCluster(part, parts))
}

/** The summaries of some needs, in their order, from what an engine answered to `statementsFor` them. */
export function summariesFrom(
  dialect: Dialect,
  needs: readonly ColumnNeeds[],
  answers: ReadonlyMap<StatementId, Answer>,
): AnySummary[] {
  const index = new AnswerIndex(answers)
  return needs.flatMap(({ head, kinds }, at) => {
    const column = new ColumnAnswers(head, at + 1, index)
    const valuesOf = (): Summary<'frequencies'> =>
      head.kind === 'binary' ? column.binaryValues() : (column.summary('frequencies') as Summary<'frequencies'>)
    const isDerived = head.kind === 'binary' || !dialect.hasWindows
    return kinds.map(kind => (kind === 'ranks' && isDerived ? derive(valuesOf(), 'ranks') : column.summary(kind)))
  })
}

/** The signs of the amounts of a column. */
export interface ColumnSigns {
  outcome: OutcomeId
  set?: string | undefined
  arms: readonly AmountSigns[]
}

/** The signs of all amounts among some needs, from the same answers: what of single amounts some cautions and rules of disclosure ask. */
export function signsFrom(needs: readonly ColumnNeeds[], answers: ReadonlyMap<StatementId, Answer>): ColumnSigns[] {
  const index = new AnswerIndex(answers)
  return needs.flatMap(({ head }, at) =>
    head.kind === 'money' && head.uptake === undefined
      ? [{ outcome: head.outcome, set: head.set, arms: new ColumnAnswers(head, at + 1, index).signs() }]
      : [],
  )
}

/** Runs statements one after the other in every shard of a table, or in the one that holds all of it. */
export async function askEngines(
  shards: readonly QueryEngine[],
  statements: readonly Statement[],
  { signal, done }: { signal?: AbortSignal | undefined; done?: (statements: number) => void } = {},
): Promise<Map<StatementId, Answer>> {
  const answers = new Map<StatementId, Answer>()
  for (const [at, statement] of statements.entries()) {
    for (const answer of await askShards(shards, statement, signal)) addAnswer(answers, answer)
    done?.(at + 1)
  }
  return answers
}
