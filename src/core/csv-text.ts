/** A cell to write. `null` and `undefined` are empty cells. */
export type CsvCell = string | number | bigint | boolean | null | undefined

const mustQuote = /[",\r\n]/

/** One line of CSV with its end. */
export function csvLine(cells: readonly CsvCell[]): string {
  const line = cells.map(csvCell).join(',')
  return `${line === '' ? '""' : line}\n`
}

/** A cell as it stands in a line. */
export function csvCell(cell: CsvCell): string {
  const text = cell === null || cell === undefined ? '' : String(cell)
  return mustQuote.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const hazard = /^'*[=+\-@\t\r]/
const guarded = /^'+[=+\-@\t\r]/

/**
 * Free text that a spreadsheet would run as a formula (it starts with = + - @, a tab or CR) gets an apostrophe before it.
 * `unguardText` takes it away again, so nothing is lost. Ids, levels, dates and numbers cannot start so and need no guard.
 */
export function guardText(text: string): string {
  return hazard.test(text) ? `'${text}` : text
}

/** Undoes `guardText`. */
export function unguardText(cell: string): string {
  return guarded.test(cell) ? cell.slice(1) : cell
}
