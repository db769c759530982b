import { type CsvCell, guardText } from '../core/csv-text.ts'
import { penceToPounds } from '../core/money.ts'
import type { FieldValue, OutcomeEvent } from '../model/event.ts'
import type { EventKind } from '../model/protocol.ts'
import { writeCsv } from './csv-writer.ts'
import { type EventColumn, eventColumns } from './event-columns.ts'
import { writeFileAtomically } from './files.ts'

/** Columns of a table of rows that are more than an event. */
export interface TableColumn<Row> extends Pick<EventColumn, 'id' | 'type'> {
  of(row: Row): FieldValue | undefined
}

/** Writes events as the CSV file that `readEvents` reads. */
export function writeEventsCsv(path: string, kinds: readonly EventKind[], events: Iterable<OutcomeEvent>): void {
  writeTableCsv(path, eventColumns(kinds), events)
}

/** Writes rows as CSV: money in pounds, text guarded against formulas. */
export function writeTableCsv<Row>(path: string, columns: readonly TableColumn<Row>[], rows: Iterable<Row>): void {
  const header = columns.map(({ id }) => id)
  writeCsv(path, header, csvRows(columns, rows))
}

function* csvRows<Row>(columns: readonly TableColumn<Row>[], rows: Iterable<Row>): Generator<readonly CsvCell[]> {
  for (const row of rows) {
    yield columns.map(column => {
      const value = asPeopleWrite(column, row)
      return column.type !== 'id' && typeof value === 'string' ? guardText(value) : value
    })
  }
}

/** Writes rows as JSON objects, one a line, without members that have no value; money is pounds as text, which is exact. */
export function writeTableNdjson<Row>(path: string, columns: readonly TableColumn<Row>[], rows: Iterable<Row>): void {
  writeFileAtomically(path, jsonLines(columns, rows))
}

function* jsonLines<Row>(columns: readonly TableColumn<Row>[], rows: Iterable<Row>): Generator<string> {
  for (const row of rows) {
    const members = columns.map(column => [column.id, asPeopleWrite(column, row) ?? undefined] as const)
    yield `${JSON.stringify(Object.fromEntries(members))}\n`
  }
}

/** A value as people write it: pounds for money. */
function asPeopleWrite<Row>({ type, of }: TableColumn<Row>, row: Row): FieldValue | undefined {
  const value = of(row)
  return type === 'money' && typeof value === 'number' ? penceToPounds(value) : value
}
