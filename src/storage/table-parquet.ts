import { rmSync } from 'node:fs'
import type { DuckDBAppender } from '@duckdb/node-api'
import type { FieldValue } from '../model/event.ts'
import type { TableColumn } from './events-writer.ts'
import { replaceFile, temporaryBeside } from './files.ts'
import { sqlName, sqlText } from './sql-text.ts'

const types: Readonly<Record<TableColumn<unknown>['type'], string>> = {
  id: 'VARCHAR',
  text: 'VARCHAR',
  money: 'BIGINT',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
  date: 'DATE',
}

/** Writes rows as a Parquet file: money in whole pence, in a column whose name ends so, and dates as dates. */
export async function writeTableParquet<Row>(
  path: string,
  columns: readonly TableColumn<Row>[],
  rows: Iterable<Row>,
): Promise<void> {
  const { withDuckDB } = await import('./duckdb.ts')
  const temporary = temporaryBeside(path)
  try {
    await withDuckDB(async connection => {
      // A date comes as its text and is one only when it leaves: the appender knows no texts of dates.
      const declared = columns.map(
        column => `${nameOf(column)} ${column.type === 'date' ? 'VARCHAR' : types[column.type]}`,
      )
      await connection.run(`CREATE TABLE events (${declared.join(', ')})`)
      const appender = await connection.createAppender('events')
      for (const row of rows) {
        for (const { of } of columns) append(appender, of(row))
        appender.endRow()
      }
      appender.closeSync()
      const selected = columns.map(column => `${nameOf(column)}::${types[column.type]} AS ${nameOf(column)}`)
      await connection.run(`COPY (SELECT ${selected.join(', ')} FROM events) TO ${sqlText(temporary)} (FORMAT parquet)`)
    })
    replaceFile(temporary, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

const nameOf = <Row>({ id, type }: TableColumn<Row>): string => sqlName(type === 'money' ? `${id}_pence` : id)

function append(appender: DuckDBAppender, value: FieldValue | undefined): void {
  if (value === null || value === undefined) appender.appendNull()
  else if (typeof value === 'boolean') appender.appendBoolean(value)
  else if (typeof value === 'number') appender.appendBigInt(BigInt(value))
  else appender.appendVarchar(value)
}
