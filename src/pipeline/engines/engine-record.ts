import type { DialectId } from '../../storage/engines/engine.ts'
import { readJson } from '../../storage/files.ts'
import type { Statement } from '../../summaries/engines/sql/statements.ts'
import type { ColumnSigns } from '../../summaries/engines/sql/summarise.ts'
import type { SummarySource } from '../analyse-plan.ts'
import { type AnalysisArtefact, jsonArtefact } from '../analysis-artefacts.ts'
import { artefactPath } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import type { AnswerSource } from './checked-answers.ts'

/** 06-engine.json: where summaries were made and by which statements, and the signs of amounts. No secret and no case. */
export interface EngineRecord {
  schema: 'equipoise/engine/1'
  trial: string
  notice: string | null
  place: string
  dialect: DialectId
  statements: readonly Pick<Statement, 'id' | 'title' | 'sql'>[]
  /** Whether it was asked for what is as disclosive as rows. */
  isRowLevel: boolean
  amounts: readonly ColumnSigns[]
}

export const readEngineRecord = (run: string): EngineRecord => readJson(artefactPath(run, 'engine')) as EngineRecord

/** Artefact 06 of a run whose outcomes are elsewhere. */
export const engineArtefact = (
  { protocol }: Trial,
  { shown, dialect, isRowLevel }: AnswerSource,
  { statements, amounts, notice }: Pick<EngineRecord, 'statements' | 'amounts' | 'notice'>,
): AnalysisArtefact =>
  jsonArtefact('engine', {
    schema: 'equipoise/engine/1',
    trial: protocol.id,
    notice,
    place: shown,
    dialect: dialect.id,
    statements: statements.map(({ id, title, sql }) => ({ id, title, sql })),
    isRowLevel,
    amounts,
  } satisfies EngineRecord)

/** How a source of summaries finds the signs of amounts among those that were counted. */
export const signsIn =
  (amounts: readonly ColumnSigns[]): NonNullable<SummarySource['signs']> =>
  (outcome, set) =>
    amounts.find(each => each.outcome === outcome && each.set === set)?.arms
