import type { Sheet, SheetTable } from './workbook.ts'

/** Name of a column, from 0: A to Z, AA to ZZ and so on. */
export function columnName(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode('A'.charCodeAt(0) + (column % 26))
}

/** The cells of a sheet's table, its heading among them: first and last cell as `A4` and `F9`. */
export function tableRange({ lines }: Sheet, { header, rows }: SheetTable): { first: string; last: string } {
  const top = lines.length + 1
  return { first: `A${top}`, last: `${columnName(header.length - 1)}${top + rows.length}` }
}
