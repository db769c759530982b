import type { DuckDBConnection, DuckDBVector } from '@duckdb/node-api'
import { repeatedRows, rowsInByteOrder } from '../core/byte-order.ts'
import type { TextColumn } from '../core/text-column.ts'
import type { FieldValue } from '../model/event.ts'
import { isCaseId } from '../model/ids.ts'
import type { CaseField } from '../model/protocol.ts'
import { CaseColumns, type FieldColumn } from './case-columns.ts'
import type { CaseloadDeclaration } from './caseload-rows.ts'
import { sqlName } from './sql-text.ts'

/** What DuckDB is asked for a column, and what takes a piece of it; `false` where a cell is not as declared. */
interface ColumnLoader {
  select: string
  take(cells: DuckDBVector, rows: number): boolean
}

/**
 * The columns of a Parquet caseload whose every cell is as declared, read as numbers and codes in place of texts.
 * `undefined` where any cell is not: who reads the rows one by one can say which and why.
 */
export async function readChunks(
  connection: DuckDBConnection,
  path: string,
  declaration: CaseloadDeclaration,
  types: ReadonlyMap<string, string>,
  reportRows: (rows: number) => void,
): Promise<CaseColumns | undefined> {
  const columns = new CaseColumns(declaration)
  const loaders = [
    idLoader(declaration.caseId, columns.ids),
    ...declaration.fields.map((field, at) => fieldLoader(field, types.get(field.id) ?? '', columns.fields[at]!)),
  ]
  const select = loaders.map(loader => loader.select).join(', ')
  const result = await connection.stream(`SELECT ${select} FROM read_parquet($1)`, [path])
  for (;;) {
    const chunk = await result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return hasEachOnce(columns.ids) ? columns : undefined
    const { rowCount } = chunk
    if (!loaders.every(({ take }, at) => take(chunk.getColumnVector(at), rowCount))) return undefined
    reportRows(columns.ids.length)
  }
}

function idLoader(name: string, ids: TextColumn): ColumnLoader {
  return loader<string>(textSql(name), id => {
    const isId = isCaseId(id)
    if (isId) ids.push(id)
    return isId
  })
}

/** Sorted at the end, when nothing else needs memory: a table of all ids so far would need more. */
const hasEachOnce = (ids: TextColumn): boolean => repeatedRows(ids, rowsInByteOrder(ids)).length === 0

/** A loader that takes cell by cell; its query gives no NULL. */
function loader<Cell>(select: string, takeCell: (cell: Cell) => boolean): ColumnLoader {
  return {
    select,
    take(cells, rows) {
      for (let row = 0; row < rows; row += 1) if (!takeCell(cells.getItem(row) as Cell)) return false
      return true
    },
  }
}

function fieldLoader(field: CaseField, type: string, column: FieldColumn): ColumnLoader {
  const { id, levels = [] } = field
  const name = sqlName(id)
  const isText = type === 'VARCHAR'
  switch (field.type) {
    case 'category':
      return codeLoader(levelSql(name, levels), code => levels[code], column)
    case 'boolean':
      return isText ? textLoader(id, column) : codeLoader(orEmpty(`CAST(${name} AS INTEGER)`), booleanText, column)
    case 'date':
      return isText ? textLoader(id, column) : codeLoader(orEmpty(daySql(name)), dayText, column)
    case 'integer':
      return isText ? textLoader(id, column) : numberLoader(`CAST(${name} AS DOUBLE)`, column)
    case 'money':
      return isText ? textLoader(id, column) : numberLoader(penceSql(name, type), column)
    case 'text':
      return textLoader(id, column)
  }
}

/** Reads every cell as its text. */
function textLoader(id: string, { read, values }: FieldColumn): ColumnLoader {
  return loader<string>(textSql(id), text => {
    const value = read(text)
    if (value !== undefined) values.push(value)
    return value !== undefined
  })
}

const emptyCode = -(2 ** 31)

/** Reads the text of every code once. */
function codeLoader(
  select: string,
  textOf: (code: number) => string | undefined,
  { read, values }: FieldColumn,
): ColumnLoader {
  const known = new Map<number, FieldValue>()
  return loader<number>(select, code => {
    let value: FieldValue | undefined = known.get(code)
    if (value === undefined) {
      const text = code === emptyCode ? '' : textOf(code)
      value = text === undefined ? undefined : read(text)
      if (value === undefined) return false
      known.set(code, value)
    }
    values.push(value)
    return true
  })
}

/** Takes whole numbers as they are. */
function numberLoader(select: string, { read, values }: FieldColumn): ColumnLoader {
  const ofEmpty = read('')
  return loader<number>(`coalesce(${select}, 'nan')`, number => {
    const value = Number.isNaN(number) ? ofEmpty : number
    if (value === undefined || !(value === null || Number.isSafeInteger(value))) return false
    values.push(value)
    return true
  })
}

const textSql = (name: string): string => `coalesce(CAST(${sqlName(name)} AS VARCHAR), '')`

const orEmpty = (codeSql: string): string => `coalesce(${codeSql}, ${emptyCode})`

/** The place of a level among those declared; -1 for any other text. */
function levelSql(name: string, levels: readonly string[]): string {
  const places = levels.map((level, place) => `WHEN '${level.replaceAll("'", "''")}' THEN ${place}`).join(' ')
  return `CASE coalesce(${name}, '') WHEN '' THEN ${emptyCode} ${places} ELSE -1 END`
}

const booleanText = (code: number): string => (code === 1 ? 'true' : 'false')

/** Days from 1970-01-01. */
const daySql = (name: string): string => `CAST(${name} - DATE '1970-01-01' AS INTEGER)`

const [firstDay, lastDay] = ['0001-01-01', '9999-12-31'].map(date => Date.parse(date) / 86_400_000) as [number, number]

const dayText = (day: number): string | undefined =>
  day < firstDay || day > lastDay ? undefined : new Date(day * 86_400_000).toISOString().slice(0, 10)

/** Decimals are multiplied as such: as doubles they would not be exact. */
const penceSql = (name: string, type: string): string =>
  type.startsWith('DECIMAL') ? `CAST(CAST(${name} * 100 AS HUGEINT) AS DOUBLE)` : `CAST(${name} AS DOUBLE) * 100`
