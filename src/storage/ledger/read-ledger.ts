import { unguardText } from '../../core/csv-text.ts'
import type { Place } from '../../core/errors.ts'
import { TrialError } from '../../core/errors.ts'
import type { Ledger } from '../../model/ledger.ts'
import type { EventKind } from '../../model/protocol.ts'
import { scanCsv } from '../csv-reader.ts'
import type { LocatedEvent } from '../event-parts.ts'
import type { EventsFile } from '../events-file.ts'
import { IssueList } from '../issue-list.ts'
import { duplicateColumn, missingColumn, tableWithoutRows } from '../issues.ts'
import { type FileSource, pathOf } from '../lines.ts'
import { eventNames, type LedgerRow, ledgerColumns, rowReader } from './row.ts'

/** A ledger, read as events. */
export interface LedgerFile extends EventsFile {
  /** Rows that the mapping leaves out. */
  skipped: number
}

/**
 * Reads a file of another system by the mapping that the protocol declares. Space around a cell counts for nothing. Every row
 * that cannot be read is an issue at its line and column; whether the trial takes an event is not asked here.
 */
export async function readLedger(source: FileSource, ledger: Ledger, kinds: readonly EventKind[]): Promise<LedgerFile> {
  const file = pathOf(source)
  const issues = new IssueList(file)
  const events: LocatedEvent[] = []
  const readRow = rowReader(ledger, kinds)
  const names = eventNames(ledger)
  let columns: ReadonlyMap<string, number> = new Map()
  let skipped = 0
  const take = (row: LedgerRow, place: Place): void => {
    const read = readRow(row, place)
    if (read === 'skipped') skipped += 1
    else if ('event' in read) events.push({ event: read.event, place, names })
    else issues.add(...read.issues)
  }
  const visitor = {
    header: (header: readonly string[]) => {
      columns = columnsOf(file, header, ledger)
    },
    row: (cells: readonly string[], line: number) =>
      take(name => unguardText((cells[columns.get(name) ?? -1] ?? '').trim()), { file, line }),
  }
  const sha256 = await issues.collect(() => scanCsv(source, visitor, issues, ledger.delimiter))
  if (issues.total === 0 && events.length + skipped === 0) issues.add(tableWithoutRows(file))
  return { events, skipped, issues: issues.all(), sha256: sha256 ?? '' }
}

/** Where each column that is read stands. Others are none of ours. */
function columnsOf(file: string, header: readonly string[], ledger: Ledger): ReadonlyMap<string, number> {
  const names = header.map(name => name.trim())
  const used = ledgerColumns(ledger)
  const issues = [
    ...used.filter(name => !names.includes(name)).map(name => missingColumn(file, name, names)),
    ...used.filter(name => names.indexOf(name) !== names.lastIndexOf(name)).map(name => duplicateColumn(file, name)),
  ]
  if (issues.length > 0) throw new TrialError(issues)
  return new Map(used.map(name => [name, names.indexOf(name)]))
}
