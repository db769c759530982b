import { type AnySummary, rowLevel } from '../../model/summary.ts'
import type { QueryEngine } from '../../storage/engines/engine.ts'
import type { Shards } from '../../summaries/engines/sql/shards.ts'
import { summariesFrom } from '../../summaries/engines/sql/summarise.ts'
import type { Trial } from '../trial-folder.ts'
import { checkedAnswers } from './checked-answers.ts'
import { engineNeeds } from './engine-needs.ts'
import { engineSource } from './engine-source.ts'

/**
 * The summaries of a trial's outcomes from a table in an engine, as they stand in 07-summaries.json: exact integers by arm and stratum.
 *
 * The table has the columns of 06-analysis-set.csv, a row for each case. Its values are checked, and every statement must have seen the
 * same cases; that they are those who were allocated only `analyse --engine` knows. Throws a `TrialError` with all that is wrong.
 * Several engines are shards: each holds some of the cases in a table of the same name, and the answer is that of one with all of them.
 *
 * @example await summariseTable(await readTrial('trials/letter'), await openDuckDB({ files: ['cases.parquet'] }))
 */
export async function summariseTable(
  trial: Trial,
  engine: QueryEngine | Shards,
  { isCsv = false, signal }: { isCsv?: boolean; signal?: AbortSignal } = {},
): Promise<readonly AnySummary[]> {
  const needs = engineNeeds(trial, { isRowLevel: false })
  const source = engineSource('query' in engine ? [engine] : engine, trial, isCsv, signal)
  const { answers } = await checkedAnswers(trial, source, needs)
  return summariesFrom(source.dialect, needs.asked, answers).filter(({ kind }) => !rowLevel[kind])
}
