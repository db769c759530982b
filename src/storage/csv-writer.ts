import { type CsvCell, csvLine } from '../core/csv-text.ts'
import { writeFileAtomically } from './files.ts'

/**
 * Writes a CSV file (RFC 4180 with LF, cells quoted only where they must be) atomically, streaming the rows.
 * Cells are written as they are; text that people typed goes through `guardText` first.
 */
export function writeCsv(path: string, header: readonly string[], rows: Iterable<readonly CsvCell[]>): void {
  writeFileAtomically(path, csvLines(header, rows))
}

function* csvLines(header: readonly string[], rows: Iterable<readonly CsvCell[]>): Generator<string> {
  yield csvLine(header)
  for (const row of rows) yield csvLine(row)
}
