import { csvLine, guardText } from '../core/csv-text.ts'
import type { ChartTable } from './chart.ts'

/**
 * The numbers of a chart as CSV: column ids as the header, unrounded values, empty where there is no value. A notice about
 * all of them stands in a last column, so that rows copied elsewhere keep it.
 */
export function chartCsv({ columns, rows }: ChartTable, notice: string | null = null): string {
  const header = columns.map(({ id }) => id)
  const lines = rows.map(row => columns.map(({ id }) => guarded(row[id] ?? null)))
  const noted = notice === null ? [header, ...lines] : [[...header, 'note'], ...lines.map(line => [...line, notice])]
  return noted.map(csvLine).join('')
}

const guarded = (value: string | number | null): string | number | null =>
  typeof value === 'string' ? guardText(value) : value
