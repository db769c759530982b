import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import { type Progress, silent } from '../../core/progress.ts'
import { disagreements } from '../../summaries/engines/sql/agreement.ts'
import type { Answer, Answers } from '../../summaries/engines/sql/answers.ts'
import { checkStatement, type RosterCell, readChecks } from '../../summaries/engines/sql/checks.ts'
import type { Dialect } from '../../summaries/engines/sql/dialect.ts'
import type { Statement, StatementId } from '../../summaries/engines/sql/statements.ts'
import { type ColumnNeeds, statementsFor } from '../../summaries/engines/sql/summarise.ts'
import type { AnalysisTable } from '../../summaries/engines/sql/table.ts'
import { clustersSplit } from '../../summaries/issues.ts'
import type { Trial } from '../trial-folder.ts'
import type { EngineNeeds } from './engine-needs.ts'
import { statementsDiffer } from './issues.ts'

/** Where the answers to statements come from: an engine, or files that an analyst saved. */
export interface AnswerSource {
  /** The place as it may be shown and written down. */
  shown: string
  dialect: Dialect
  /** Whether it may be asked for what is as disclosive as rows. */
  isRowLevel: boolean
  /** Whether the cases lie in several shards that do not know of each other. */
  isDivided?: boolean
  /** The table, once its columns are known to be those of the plan. */
  table(needs: EngineNeeds): Promise<AnalysisTable>
  ask(statements: readonly Statement[], done: (statements: number) => void): Promise<ReadonlyMap<StatementId, Answer>>
}

/** Who should be in the table, where that is known. */
export interface KnownCases {
  /** What is wrong with those that the first statement found. */
  ofTable(found: readonly RosterCell[]): readonly Issue[]
  /** What is wrong with those that a later statement saw. */
  ofAnswers(answers: Answers): readonly Issue[]
}

/** Asks a source what some needs want: first who is there and what is wrong with their values, then the rest, if all is well. */
export async function checkedAnswers(
  { protocol, plan }: Trial,
  source: AnswerSource,
  needs: EngineNeeds,
  { known, progress = silent }: { known?: KnownCases; progress?: Progress } = {},
): Promise<{ answers: Answers; statements: readonly Statement[] }> {
  const table = await source.table(needs)
  const { isDivided = false } = source
  const subgroupings = known && (plan.subgroups ?? [])
  // By their fingerprints two shards are told to hold the same cases.
  const check = checkStatement(protocol, source.dialect, table, subgroupings ?? (isDivided ? [] : undefined))
  progress.report('Checking the cases', 0, 1)
  const checked = await source.ask([check], done => progress.report('Checking the cases', done, 1))
  const { roster, issues } = readChecks(protocol, checked.get('checks') ?? { statement: check, rows: [] }, subgroupings)
  refuseIfAny([...(known?.ofTable(roster) ?? []), ...issues])
  const linked = sumOf(roster.map(cell => cell.linked))
  const statements = statementsFor(protocol, source.dialect, table, needs.asked, { linked, isDivided })
  const answers = await source.ask(statements, done => progress.report('Summarising', done, statements.length))
  refuseIfAny([...(known?.ofAnswers(answers) ?? []), ...answerIssues(needs.asked, answers)])
  return { answers, statements: [check, ...statements] }
}

/** Clusters in two arms, and statements that saw other cases than each other. */
function answerIssues(needs: readonly ColumnNeeds[], answers: Answers): Issue[] {
  const split = answers.get('split-clusters')?.rows[0]?.[0] ?? '0'
  if (split !== '0') return [clustersSplit(split)]
  return disagreements(needs, answers).map(({ statement, what, expected, received }) =>
    statementsDiffer(statement, what, expected, received),
  )
}
