import { refuseIfAny } from '../../core/errors.ts'
import type { QueryEngine } from '../../storage/engines/engine.ts'
import { columnProblems } from '../../summaries/engines/sql/checks.ts'
import { dialectOf } from '../../summaries/engines/sql/dialect.ts'
import { askEngine } from '../../summaries/engines/sql/summarise.ts'
import type { Trial } from '../trial-folder.ts'
import type { AnswerSource } from './checked-answers.ts'

/** A table in an engine, by the columns that it says it has. */
export function engineSource(
  engine: QueryEngine,
  { protocol }: Trial,
  isCsv: boolean,
  signal?: AbortSignal,
): AnswerSource {
  return {
    shown: engine.shown,
    dialect: dialectOf(engine.dialect),
    isRowLevel: true,
    async table({ baseline }) {
      const columns = await engine.columns()
      refuseIfAny(columnProblems(protocol, { isCsv }, columns, baseline))
      const types = new Map(columns.map(({ name, type }) => [name, type]))
      return { relation: engine.relation, types, isCsv }
    },
    ask: (statements, done) => askEngine(engine, statements, { signal, done }),
  }
}
