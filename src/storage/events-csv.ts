import { unguardText } from '../core/csv-text.ts'
import { TrialError } from '../core/errors.ts'
import { eventParts, requiredEventParts } from '../model/event.ts'
import type { EventKind } from '../model/protocol.ts'
import { cellReader } from './cell.ts'
import { scanCsv } from './csv-reader.ts'
import { eventOf, type FieldReader, type LocatedEvent } from './event-parts.ts'
import type { IssueList } from './issue-list.ts'
import { duplicateColumn, eventColumnUnknown, missingColumn } from './issues.ts'
import { type FileSource, pathOf } from './lines.ts'

/** Streams the events of a CSV file. */
export function scanEventsCsv(
  source: FileSource,
  kinds: readonly EventKind[],
  add: (event: LocatedEvent) => void,
  issues: IssueList,
): Promise<string> {
  const path = pathOf(source)
  const readField = textFieldReader(kinds)
  let columns: readonly string[] = []
  const visitor = {
    header: (names: readonly string[]) => {
      columns = names
      requireColumns(path, names, kinds)
    },
    row: (cells: readonly string[], line: number) => {
      const place = { file: path, line }
      const parts = new Map<string, string>()
      for (const [index, name] of columns.entries()) {
        const cell = cells[index] ?? ''
        if (cell !== '') parts.set(name, unguardText(cell))
      }
      const read = eventOf(parts, place, readField)
      if ('event' in read) add({ event: read.event, place })
      else issues.add(...read.issues)
    },
  }
  return scanCsv(source, visitor, issues)
}

/** Every column must be known: one that nothing declares would be lost without a word. */
function requireColumns(path: string, names: readonly string[], kinds: readonly EventKind[]): void {
  const known = new Set([...eventParts, ...kinds.flatMap(kind => kind.fields.map(field => field.id))])
  const issues = [
    ...requiredEventParts.filter(part => !names.includes(part)).map(part => missingColumn(path, part, names)),
    ...names.filter(name => !known.has(name)).map(name => eventColumnUnknown(path, name)),
    ...names.filter((name, index) => names.indexOf(name) !== index).map(name => duplicateColumn(path, name)),
  ]
  if (issues.length > 0) throw new TrialError(issues)
}

/** Reads the fields of events from text: a cell that is no value of its field is kept as text, for the trial to refuse. */
export function textFieldReader(kinds: readonly EventKind[]): FieldReader {
  const readers = new Map(
    kinds.flatMap(kind => kind.fields.map(field => [`${kind.kind} ${field.id}`, cellReader(field)])),
  )
  return (kind, field, value) => readers.get(`${kind} ${field}`)?.(String(value)) ?? String(value)
}
