import type { DuckDBConnection } from '@duckdb/node-api'
import { InternalError, TrialError } from '../core/errors.ts'
import { hashFile } from '../core/hash.ts'
import type { FieldType } from '../model/protocol.ts'
import type { CaseColumns } from './case-columns.ts'
import { readChunks } from './caseload-chunks.ts'
import { columnPositions, declaredColumns } from './caseload-csv.ts'
import type { CaseloadDeclaration, CaseloadRows } from './caseload-rows.ts'
import { parquetColumnType, parquetUnreadable } from './issues.ts'
import { exactPath, sqlName } from './sql-text.ts'

/**
 * Streams the declared columns of a Parquet caseload past `rows` as text, so that one set of rules reads every format.
 * Only types whose text is exact are taken: a double would turn 12.50 into something near it.
 */
export async function scanCaseloadParquet(
  path: string,
  declaration: CaseloadDeclaration,
  rows: CaseloadRows,
): Promise<string> {
  const { withDuckDB } = await import('./duckdb.ts')
  await withDuckDB(async connection => {
    const types = await columnTypes(connection, path)
    const columns = declaredColumns(declaration)
    columnPositions(path, columns, [...types.keys()])
    refuseInexactTypes(path, declaration, types)
    const read = await readWhereValid(connection, path, types, rows)
    if (read === undefined) await readRows(connection, path, columns, rows)
    else rows.columns = read
  })
  return hashFile(path)
}

async function columnTypes(connection: DuckDBConnection, path: string): Promise<Map<string, string>> {
  const reader = await readingParquet(path, () =>
    connection.runAndReadAll('DESCRIBE SELECT * FROM read_parquet($1)', [exactPath(path)]),
  )
  return new Map(reader.getRows().map(([name, type]) => [String(name), String(type)]))
}

const wholeNumbers = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
]

const exactTypes: Readonly<Record<FieldType, { title: string; holds: (type: string) => boolean }>> = {
  text: { title: 'VARCHAR', holds: isText },
  category: { title: 'VARCHAR', holds: isText },
  boolean: { title: 'BOOLEAN or VARCHAR', holds: type => type === 'BOOLEAN' || isText(type) },
  integer: { title: 'BIGINT or VARCHAR', holds: type => wholeNumbers.includes(type) || isText(type) },
  money: {
    title: 'DECIMAL(18,2), BIGINT (whole pounds) or VARCHAR',
    holds: type => /^DECIMAL\(\d+,[012]\)$/.test(type) || wholeNumbers.includes(type) || isText(type),
  },
  date: { title: 'DATE or VARCHAR', holds: type => type === 'DATE' || isText(type) },
}

function isText(type: string): boolean {
  return type === 'VARCHAR'
}

function refuseInexactTypes(path: string, declaration: CaseloadDeclaration, types: ReadonlyMap<string, string>): void {
  const columns = [{ id: declaration.caseId, type: 'text' as const }, ...declaration.fields]
  const issues = columns.flatMap(({ id, type }) => {
    const { title, holds } = exactTypes[type]
    const received = types.get(id) ?? ''
    return holds(received) ? [] : [parquetColumnType(path, id, title, received)]
  })
  if (issues.length > 0) throw new TrialError(issues)
}

/** Whatever stands in the way of the fast way, the slow one says in the file's terms. */
async function readWhereValid(
  connection: DuckDBConnection,
  path: string,
  types: ReadonlyMap<string, string>,
  rows: CaseloadRows,
): Promise<CaseColumns | undefined> {
  try {
    return await readChunks(connection, exactPath(path), rows.declaration, types, read => rows.reportRows(read))
  } catch (error) {
    if (error instanceof InternalError) throw error
    return undefined
  }
}

async function readRows(
  connection: DuckDBConnection,
  path: string,
  columns: readonly string[],
  rows: CaseloadRows,
): Promise<void> {
  const selected = columns.map(column => `coalesce(CAST(${sqlName(column)} AS VARCHAR), '')`)
  const positions = columns.map((_, index) => index)
  const result = await readingParquet(path, () =>
    connection.stream(`SELECT ${selected.join(', ')} FROM read_parquet($1)`, [exactPath(path)]),
  )
  for (let done = 0; ; ) {
    const chunk = await readingParquet(path, () => result.fetchChunk())
    if (chunk === null || chunk.rowCount === 0) return
    const texts = columns.map((_, index) => chunk.getColumnValues(index) as string[])
    for (let row = 0; row < chunk.rowCount; row += 1) {
      rows.add(
        texts.map(column => column[row] ?? ''),
        positions,
        { row: done + row + 1 },
      )
    }
    done += chunk.rowCount
  }
}

/** DuckDB's errors have no code; while it reads the file they are all about the file. */
async function readingParquet<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    const why = message.replaceAll(` '${path}'`, '')
    throw new TrialError([parquetUnreadable(path, why)], { cause: error })
  }
}
