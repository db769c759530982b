import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvText } from '../../src/pipeline/case-files.ts'
import { writeStatements, writtenStatements } from '../../src/pipeline/engines/answer-files.ts'
import type { Trial } from '../../src/pipeline/trial-folder.ts'
import { withDuckDB } from '../../src/storage/duckdb.ts'

/** Files of a run from summaries on, but for where they were made. */
export const resultFiles = [
  ...['07-summaries.json', '08-results.json', '08-results.csv', '09-economics.json', '09-economics.csv'],
]

/** Makes a run with the sample and the allocation of another, and no outcomes. */
export function writeBareRun(whole: string, run: string): string {
  mkdirSync(run)
  for (const name of readdirSync(whole)) {
    if (/^0[1-4]|^(protocol|plan)\.yaml$/.test(name)) cpSync(join(whole, name), join(run, name))
  }
  return run
}

/** Writes the statements for DuckDB about a Parquet file, runs them as a warehouse would, and saves what they answer. */
export async function answerStatements(
  out: string,
  trial: Trial,
  { file, isRowLevel }: { file: string; isRowLevel: boolean },
): Promise<string> {
  const written = writtenStatements(trial, 'duckdb', { table: `'${file}'`, isRowLevel })
  writeStatements(out, written)
  await withDuckDB(async connection => {
    for (const { file: statement } of written.statements) {
      const reader = await connection.runAndReadAll(readFileSync(join(out, statement), 'utf8'))
      const rows = reader.getRowsJson().map(row => row.map(value => (value === null ? null : String(value))))
      writeFileSync(join(out, statement.replace('.sql', '.csv')), csvText(reader.columnNames(), rows))
    }
  })
  return out
}

/** A file of a run; of JSON without what it was made from, which is a table in place of an analysis set where outcomes are elsewhere. */
export function withoutInputs(text: string): unknown {
  return text.startsWith('{') ? { ...JSON.parse(text), inputs: undefined } : text
}
