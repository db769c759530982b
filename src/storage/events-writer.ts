import { penceToPounds } from '../core/money.ts'
import type { FieldValue, OutcomeEvent } from '../model/event.ts'
import type { EventField, EventKind } from '../model/protocol.ts'
import { type CsvCell, guardText, writeCsv } from './csv-writer.ts'

/** Writes events as the CSV file that `readEvents` reads. */
export function writeEventsCsv(path: string, kinds: readonly EventKind[], events: Iterable<OutcomeEvent>): void {
  const fields = new Map<string, EventField>(kinds.flatMap(kind => kind.fields).map(field => [field.id, field]))
  const header = ['id', 'case', 'kind', 'at', 'by', 'amount', 'corrects', 'reason', 'override', ...fields.keys()]
  writeCsv(path, header, eventRows([...fields.values()], events))
}

function* eventRows(fields: readonly EventField[], events: Iterable<OutcomeEvent>): Generator<readonly CsvCell[]> {
  for (const event of events) {
    const amount = event.amountPence === undefined ? undefined : penceToPounds(event.amountPence)
    const { id, case: caseId, kind, at, by, corrects, reason, override } = event
    const declared = fields.map(field => fieldCell(field, event.fields[field.id] ?? null))
    const overrides = override?.join(' ')
    yield [id, caseId, kind, at, guardText(by), amount, corrects, guardText(reason ?? ''), overrides, ...declared]
  }
}

/** A field as people write it: pounds for money; text guarded against formulas. */
function fieldCell({ type }: EventField, value: FieldValue): CsvCell {
  if (type === 'money' && typeof value === 'number') return penceToPounds(value)
  return typeof value === 'string' ? guardText(value) : value
}
