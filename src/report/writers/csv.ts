import { csvLine, guardText } from '../../core/csv-text.ts'
import type { Document } from '../document.ts'
import { cellText, safeName, tablesOf } from './spreadsheets/workbook.ts'

/**
 * Every table of the document and the numbers of every figure as CSV, with the numbers as they are printed. The notices of
 * the document and the notes of the table stand in a last column, so that rows copied elsewhere keep them.
 */
export function writeCsvTables({ notices, sections }: Document): { name: string; content: string }[] {
  return tablesOf(sections).map(({ id, table: { columns, rows, notes } }, at) => {
    const remarks = [...notices, ...notes].map(cellText).join(' ')
    const remark = remarks === '' ? [] : [remarks]
    const header = [...columns.map(({ title }) => cellText(title)), ...remark.map(() => 'Notes')]
    const lines = [header, ...rows.map(row => [...row.map(cellText), ...remark])]
    return {
      name: `${String(at + 1).padStart(2, '0')}-${safeName(id)}.csv`,
      content: lines.map(line => csvLine(line.map(guardText))).join(''),
    }
  })
}
