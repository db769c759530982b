import { extname } from 'node:path'
import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import { readCsvHeader } from '../csv-reader.ts'
import { unknownFormat } from '../issues.ts'
import { exactPath, sqlName, sqlText } from '../sql-text.ts'
import type { EngineRow } from './engine.ts'
import { engineColumnTwice, engineFilesDiffer, engineNoTable } from './issues.ts'

/** What describes files before they are a table. */
interface Describer {
  query(statement: string): Promise<readonly EngineRow[]>
}

/** Files as they are shown: the first, and how many more. */
export const shownFiles = (files: readonly string[]): string =>
  files.length <= 1 ? (files[0] ?? 'no file') : `${files[0]} and ${files.length - 1} more`

type Relation = (files: readonly string[], describer: Describer) => Promise<string>
const formats: Readonly<Record<string, Relation>> = { '.csv': csvRelation, '.parquet': parquetRelation }
const formatOf = (file: string): string => extname(file).toLowerCase()

/** Files as one table of SQL. Throws unless they are of one known format and have the same columns. */
export async function fileRelation(files: readonly string[], shown: string, describer: Describer): Promise<string> {
  const [first] = files
  if (first === undefined) throw new TrialError([engineNoTable(shown, 'no file')])
  const known = Object.keys(formats)
  refuseIfAny(files.filter(file => !known.includes(formatOf(file))).map(file => unknownFormat(file, known)))
  const format = formatOf(first)
  const others = files.filter(file => formatOf(file) !== format)
  refuseIfAny(others.map(file => engineFilesDiffer(file, `a ${format} file, as ${first} is`, formatOf(file))))
  return (formats[format] ?? parquetRelation)(files, describer)
}

const listOf = (files: readonly string[]): string => `[${files.map(file => sqlText(exactPath(file))).join(', ')}]`

/** Without the columns that DuckDB makes of folders called `name=value`. */
const parquetOf = (files: readonly string[]): string => `read_parquet(${listOf(files)}, hive_partitioning = false)`

async function parquetRelation(files: readonly string[], describer: Describer): Promise<string> {
  const described = new Map<string, readonly string[]>()
  for (const file of files) {
    const rows = await describer.query(`DESCRIBE SELECT * FROM ${parquetOf([file])}`)
    described.set(
      file,
      rows.map(([name, type]) => `${name} ${type}`),
    )
  }
  refuseIfAny(differences(described))
  return parquetOf(files)
}

/**
 * DuckDB guesses nothing of a CSV file: what it guessed would depend on the first rows, and it passes over lines that do not fit.
 * The columns are those of the header, and a row with more or fewer cells is an error.
 */
async function csvRelation(files: readonly string[]): Promise<string> {
  const headers = new Map<string, readonly string[]>()
  for (const file of files) headers.set(file, await readCsvHeader(file))
  const [[first, header] = ['', []]] = headers
  refuseIfAny([...repeated(header).map(name => engineColumnTwice(first, name)), ...differences(headers)])
  const columns = header.map(name => `${sqlName(name)}: 'VARCHAR'`)
  const options = [
    ...['auto_detect = false', `columns = {${columns.join(', ')}}`, 'header = true', 'skip = 0'],
    ...["delim = ','", "quote = '\"'", "escape = '\"'", "comment = ''", "nullstr = ''", "compression = 'none'"],
    ...['strict_mode = true', 'null_padding = false', 'ignore_errors = false', 'hive_partitioning = false'],
  ]
  return `read_csv(${[listOf(files), ...options].join(', ')})`
}

const repeated = (header: readonly string[]): string[] => {
  const small = header.map(name => name.toLowerCase())
  return header.filter((_, index) => small.indexOf(small[index] ?? '') < index)
}

/** Files whose columns are not those of the first. */
function differences(columns: ReadonlyMap<string, readonly string[]>): Issue[] {
  const [[first, expected] = ['', []], ...others] = columns
  return others.flatMap(([file, received]) => {
    const at = Array.from({ length: Math.max(expected.length, received.length) }, (_, index) => index).find(
      index => expected[index] !== received[index],
    )
    if (at === undefined) return []
    const column = (names: readonly string[]): string => `${names[at] ?? 'nothing'} as column ${at + 1}`
    return [engineFilesDiffer(file, `${column(expected)}, as in ${first}`, column(received))]
  })
}
