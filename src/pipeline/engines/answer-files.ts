import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { type Issue, refuseIfAny } from '../../core/errors.ts'
import { readCsv } from '../../storage/csv-reader.ts'
import type { DialectId } from '../../storage/engines/engine.ts'
import { readJson, writeFileAtomically } from '../../storage/files.ts'
import type { Answer } from '../../summaries/engines/sql/answers.ts'
import { checkStatement } from '../../summaries/engines/sql/checks.ts'
import { dialectOf } from '../../summaries/engines/sql/dialect.ts'
import type { Statement, StatementId } from '../../summaries/engines/sql/statements.ts'
import { statementsFor } from '../../summaries/engines/sql/summarise.ts'
import type { Trial } from '../trial-folder.ts'
import type { AnswerSource } from './checked-answers.ts'
import { engineNeeds } from './engine-needs.ts'
import { answerColumns, answerMissing, answerValue, statementsMissing, statementsOutdated } from './issues.ts'

/** The statements of a plan for an analyst to run, in their order. */
export interface WrittenStatements {
  schema: 'equipoise/statements/1'
  trial: string
  dialect: DialectId
  /** Whether they were run against the product in the project's tests. */
  isTested: boolean
  table: string
  /** Whether they ask for what is as disclosive as rows. */
  isRowLevel: boolean
  /** Hashes of the trial's files. */
  inputs: Readonly<Record<string, string>>
  statements: readonly { id: StatementId; title: string; file: string; sql: string }[]
}

const listName = 'statements.json'

/** The statements that summarise a table by the plan of a trial. */
export function writtenStatements(
  trial: Trial,
  dialectId: DialectId,
  { table, isRowLevel }: Pick<WrittenStatements, 'table' | 'isRowLevel'>,
): WrittenStatements {
  const { protocol, plan, hashes } = trial
  const dialect = dialectOf(dialectId)
  const relation = { relation: table }
  const { asked } = engineNeeds(trial, { isRowLevel })
  const statements = [
    checkStatement(protocol, dialect, relation, plan.subgroups ?? []),
    ...statementsFor(protocol, dialect, relation, asked),
  ]
  return {
    schema: 'equipoise/statements/1',
    trial: protocol.id,
    dialect: dialectId,
    isTested: dialect.isTested,
    ...{ table, isRowLevel },
    inputs: { 'protocol.yaml': hashes.protocol, 'plan.yaml': hashes.plan },
    statements: statements.map(({ id, title, sql }, at) => ({ id, title, file: `${at + 1}-${id}.sql`, sql })),
  }
}

/** Writes statements into a folder, each in a file of its own, with a list that `savedAnswers` reads. */
export function writeStatements(folder: string, written: WrittenStatements): string[] {
  mkdirSync(folder, { recursive: true })
  for (const { file, title, sql } of written.statements) {
    writeFileAtomically(join(folder, file), `-- ${written.trial}: ${title}\n${sql}\n`)
  }
  writeFileAtomically(join(folder, listName), `${canonicalJson(written)}\n`)
  return [...written.statements.map(({ file }) => file), listName].map(file => join(folder, file))
}

/** The answers that an analyst saved beside the statements of a folder, each as CSV under the name of its statement. */
export function savedAnswers(folder: string, trial: Trial): AnswerSource {
  const list = join(folder, listName)
  if (!existsSync(list)) refuseIfAny([statementsMissing(list)])
  const written = readJson(list) as WrittenStatements
  const isCurrent =
    written.inputs['protocol.yaml'] === trial.hashes.protocol && written.inputs['plan.yaml'] === trial.hashes.plan
  if (!isCurrent) refuseIfAny([statementsOutdated(list)])
  return {
    shown: `${written.dialect}: ${written.table}`,
    dialect: dialectOf(written.dialect),
    isRowLevel: written.isRowLevel,
    table: async () => ({ relation: written.table }),
    async ask(statements, done) {
      const answers = new Map<StatementId, Answer>()
      const issues: Issue[] = []
      for (const statement of statements) {
        const file = written.statements.find(({ id }) => id === statement.id)?.file ?? `${statement.id}.sql`
        const found = await readAnswer(join(folder, file.replace(/\.sql$/, '.csv')), join(folder, file), statement)
        if ('issues' in found) issues.push(...found.issues)
        else answers.set(statement.id, found)
        done(answers.size)
      }
      refuseIfAny(issues)
      return answers
    },
  }
}

/** Keys of a row, which are text; every other column holds whole numbers, and the least and most values what the table holds. */
const keyColumns = new Set(['arm', 'stratum', 'unit', 'first_stratum', 'second_stratum'])

function isOfColumn(column: string, text: string): boolean {
  if (text === '' || keyColumns.has(column)) return true
  return /^(least|most)_/.test(column) ? /^-?\d+(\.\d+)?$/.test(text) : /^-?\d+$/.test(text)
}

async function readAnswer(path: string, file: string, statement: Statement): Promise<Answer | { issues: Issue[] }> {
  if (!existsSync(path)) return { issues: [answerMissing(path, file)] }
  const { header, rows } = await readCsv(path)
  const { columns } = statement
  if (header.map(name => name.toLowerCase()).join() !== columns.join()) {
    return { issues: [answerColumns(path, columns, header)] }
  }
  const issues = rows.flatMap(({ line, cells }) =>
    columns.flatMap((column, at) => {
      const text = cells[at] ?? ''
      return isOfColumn(column, text) ? [] : [answerValue(path, line, column, text)]
    }),
  )
  if (issues.length > 0) return { issues }
  return { statement, rows: rows.map(({ cells }) => cells.map(text => (text === '' ? null : text))) }
}
