import type { Issue, Place } from '../../core/errors.ts'
import { storedLiteral } from '../../model/condition-field.ts'
import type { FieldValue, OutcomeEvent } from '../../model/event.ts'
import type { Ledger } from '../../model/ledger.ts'
import type { EventField, EventKind } from '../../model/protocol.ts'
import { cellReader } from '../cell.ts'
import { amountExpectation, readLedgerAmount } from './amount.ts'
import { readDay } from './day.ts'
import * as issues from './issues.ts'

/** A row: the text of each column. */
export type LedgerRow = (column: string) => string

type Source = Ledger['fields'][string]
type ReadRow = (row: LedgerRow, place: Place) => { event: OutcomeEvent } | { issues: readonly Issue[] } | 'skipped'
type ReadValue = (row: LedgerRow, place: Place) => { value: FieldValue } | { issue: Issue }

/** The columns that a mapping reads. */
export function ledgerColumns({ columns, amount, fields, skip }: Ledger): string[] {
  const { currencyColumn } = amount
  const used = [
    ...Object.values(columns),
    ...(currencyColumn === undefined ? [] : [currencyColumn]),
    ...Object.values(fields).flatMap(source => ('column' in source ? [source.column] : [])),
    ...skip.map(({ column }) => column),
  ]
  return [...new Set(used.filter(name => name !== undefined))]
}

/** What the parts of an event are called in the file, for messages. */
export function eventNames({ columns, fields }: Ledger): Readonly<Record<string, string>> {
  const { id, case: caseId, at, amount, credit } = columns
  const declared = Object.entries(fields).flatMap(([field, source]) =>
    'column' in source ? [[field, source.column]] : [],
  )
  return { ...Object.fromEntries(declared), id, case: caseId, at, amount: amount ?? credit ?? 'amount' }
}

/** Makes the reader of a ledger's rows. */
export function rowReader(ledger: Ledger, kinds: readonly EventKind[]): ReadRow {
  const { columns, idPrefix = '', by, date } = ledger
  const fieldsOf = new Map(kinds.map(kind => [kind.kind, fieldReaders(ledger, kind)]))
  return (row, place) => {
    if (ledger.skip.some(({ column, values }) => values.includes(row(column)))) return 'skipped'
    const at = readDay(row(columns.at), date)
    const amount = amountOf(row, place, ledger)
    const kind =
      'pence' in amount && amount.pence < 0 && ledger.refunds !== 'refuse' ? ledger.refunds.kind : ledger.kind
    const values = [...(fieldsOf.get(kind) ?? [])].map(([name, read]) => [name, read(row, place)] as const)
    const found = [
      ...(at === undefined ? [issues.ledgerDate({ ...place, field: columns.at }, date, row(columns.at))] : []),
      ...('issue' in amount ? [amount.issue] : []),
      ...values.flatMap(([, value]) => ('issue' in value ? [value.issue] : [])),
    ]
    if (at === undefined || !('pence' in amount) || found.length > 0) return { issues: found }
    const fields = Object.fromEntries(values.map(([name, value]) => [name, 'value' in value ? value.value : null]))
    const event = {
      id: idPrefix + row(columns.id),
      case: row(columns.case),
      kind,
      at,
      by,
      amountPence: amount.pence,
      fields,
    }
    return { event }
  }
}

type Amount = { pence: number } | { issue: Issue }

/** The amount of a row: above zero for money that came in. */
function amountOf(row: LedgerRow, place: Place, { columns, amount, refunds }: Ledger): Amount {
  const { currency, currencyColumn, sign } = amount
  if (currencyColumn !== undefined && row(currencyColumn) !== currency) {
    return { issue: issues.ledgerCurrency({ ...place, field: currencyColumn }, currency, row(currencyColumn)) }
  }
  const { column, direction } =
    sign === 'debit_credit'
      ? sideOf(row, columns, amount)
      : { column: columns.amount, direction: sign === 'negative' ? -1 : 1 }
  if (column === undefined) {
    const [credit = '', debit = ''] = [columns.credit, columns.debit]
    return { issue: issues.ledgerSides({ ...place, field: credit }, row(credit), row(debit)) }
  }
  const text = row(column)
  const at = { ...place, field: column }
  const written = readLedgerAmount(text, amount)
  if (written === undefined) return { issue: issues.ledgerAmount(at, amountExpectation(amount), text) }
  if (written === 0) return { issue: issues.ledgerAmount(at, 'an amount other than zero', text) }
  if (sign === 'debit_credit' && written < 0)
    return { issue: issues.ledgerAmount(at, 'an amount without a sign', text) }
  const pence = direction * written
  return pence < 0 && refunds === 'refuse' ? { issue: issues.ledgerRefund(at, text) } : { pence }
}

/** Which of two columns has the amount: the other is empty or zero. */
function sideOf(row: LedgerRow, { credit = '', debit = '' }: Ledger['columns'], writing: Ledger['amount']) {
  const isNothing = (column: string): boolean => row(column) === '' || readLedgerAmount(row(column), writing) === 0
  if (isNothing(credit) === isNothing(debit)) return { column: undefined, direction: 1 }
  return isNothing(debit) ? { column: credit, direction: 1 } : { column: debit, direction: -1 }
}

function fieldReaders({ fields }: Ledger, kind: EventKind): [string, ReadValue][] {
  return kind.fields.flatMap((field): [string, ReadValue][] => {
    const source = fields[field.id]
    return source === undefined ? [] : [[field.id, valueReader(field, source)]]
  })
}

function valueReader(field: EventField, source: Source): ReadValue {
  if ('value' in source) {
    const value = storedLiteral(field, source.value) ?? null
    return () => ({ value })
  }
  const { column, map } = source
  if (map === undefined) {
    const read = cellReader(field)
    return row => ({ value: row(column) === '' ? null : (read(row(column)) ?? row(column)) })
  }
  const known = new Map(Object.entries(map).map(([code, value]) => [code, storedLiteral(field, value) ?? null]))
  return (row, place) => {
    const code = row(column)
    const value = known.get(code) ?? (code === '' && field.optional ? null : undefined)
    return value === undefined
      ? { issue: issues.ledgerCode({ ...place, field: column }, [...known.keys()], code) }
      : { value }
  }
}
