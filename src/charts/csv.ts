import type { ChartTable } from './chart.ts'

/**
 * The numbers of a chart as CSV: column ids as the header, unrounded values, empty where there is no value. A notice about
 * all of them stands in a last column, so that rows copied elsewhere keep it.
 */
export function chartCsv({ columns, rows }: ChartTable, notice: string | null = null): string {
  const header = columns.map(({ id }) => csvCell(id))
  const lines = rows.map(row => columns.map(({ id }) => csvCell(row[id] ?? null)))
  const noted =
    notice === null ? [header, ...lines] : [[...header, 'note'], ...lines.map(line => [...line, csvCell(notice)])]
  return noted.map(cells => `${cells.join(',')}\n`).join('')
}

function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  // A spreadsheet would run text that begins like a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}
