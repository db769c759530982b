import type { SetProtocol } from '../../../model/analysis-sets.ts'
import type { AnySummary, Summary, SummaryKind } from '../../../model/summary.ts'
import type { QueryEngine } from '../../../storage/engines/engine.ts'
import { derive } from '../../derive.ts'
import { type Answer, AnswerIndex, ColumnAnswers } from './answers.ts'
import type { Dialect } from './dialect.ts'
import { type AskedColumn, type Statement, type StatementId, StatementWriter } from './statements.ts'
import { type AnalysisTable, TableSql } from './table.ts'

/** A column and the kinds of summary that are wanted of it. */
export interface ColumnNeeds extends AskedColumn {
  kinds: readonly SummaryKind[]
}

/**
 * The statements that answer some needs, in an order in which they can be run. `hasClusters` is false where every case is known to
 * have been allocated singly: what clusters add is then nothing.
 */
export function statementsFor(
  protocol: SetProtocol,
  dialect: Dialect,
  table: AnalysisTable,
  needs: readonly ColumnNeeds[],
  hasClusters = true,
): Statement[] {
  const writer = new StatementWriter(dialect, new TableSql(protocol, dialect, table), needs)
  const wants = (...kinds: SummaryKind[]): boolean => needs.some(need => need.kinds.some(kind => kinds.includes(kind)))
  const wanting = (kind: SummaryKind): number[] => [...needs.keys()].filter(at => needs[at]?.kinds.includes(kind))
  const ranked = wanting('ranks')
  const listed = dialect.hasWindows ? wanting('frequencies') : [...needs.keys()].filter(at => needsValues(needs[at]))
  return [
    writer.cells(),
    ...(hasClusters && (wants('clusterMoments', 'crossProducts') || needs.some(({ set }) => set !== undefined))
      ? [writer.splitClusters(), writer.clusters(), writer.across(), writer.clusterCounts()]
      : []),
    ...(dialect.hasWindows && ranked.length > 0 ? [writer.ranks(ranked)] : []),
    ...(listed.length > 0 ? [writer.frequencies(listed)] : []),
    ...(wants('units') ? [writer.units(wanting('units'))] : []),
  ]
}

/** Without window functions ranks are made here, from the cases at each value. */
const needsValues = (need: ColumnNeeds | undefined): boolean =>
  need !== undefined && (need.kinds.includes('ranks') || need.kinds.includes('frequencies'))

/** The summaries of some needs, in their order, from what an engine answered to `statementsFor` them. */
export function summariesFrom(
  dialect: Dialect,
  needs: readonly ColumnNeeds[],
  answers: ReadonlyMap<StatementId, Answer>,
): AnySummary[] {
  const index = new AnswerIndex(answers)
  return needs.flatMap(({ head, kinds }, at) => {
    const column = new ColumnAnswers(head, at + 1, index)
    return kinds.map(kind =>
      kind === 'ranks' && !dialect.hasWindows
        ? derive(column.summary('frequencies') as Summary<'frequencies'>, 'ranks')
        : column.summary(kind),
    )
  })
}

/** Runs statements one after the other. */
export async function askEngine(
  engine: QueryEngine,
  statements: readonly Statement[],
  { signal, done }: { signal?: AbortSignal | undefined; done?: (statements: number) => void } = {},
): Promise<Map<StatementId, Answer>> {
  const answers = new Map<StatementId, Answer>()
  for (const statement of statements) {
    answers.set(statement.id, { statement, rows: await engine.query(statement.sql, signal) })
    done?.(answers.size)
  }
  return answers
}
