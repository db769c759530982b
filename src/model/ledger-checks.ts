import { quote } from '../core/errors.ts'
import { type ConditionField, expectedLiteral, storedLiteral } from './condition-field.ts'
import type { Ledger } from './ledger.ts'
import { named, repeatedIds, under } from './problems.ts'
import type { EventField, EventKind, Protocol } from './protocol.ts'
import type { Problem } from './validate.ts'

/** The rules of the ledgers that payments are taken from: they fill every event that they make, and say one thing each. */
export function ledgerProblems({ ledgers, process }: Partial<Protocol>): Problem[] {
  if (ledgers === undefined) return []
  const ids = repeatedIds(
    ['ledgers'],
    'ledger',
    ledgers.map(({ id }) => id),
  )
  const parts = ledgers.flatMap((ledger, index) =>
    under(
      ['ledgers', index],
      [...writingProblems(ledger), ...(process === undefined ? [] : kindProblems(ledger, process.events))],
    ),
  )
  return [...ids, ...parts]
}

function writingProblems({ columns, amount }: Ledger): Problem[] {
  const { sign, thousands, decimal } = amount
  const inTwo = sign === 'debit_credit'
  const fits = inTwo
    ? columns.amount === undefined && columns.credit !== undefined && columns.debit !== undefined
    : columns.amount !== undefined && columns.credit === undefined && columns.debit === undefined
  const wanted = inTwo ? '`credit` and `debit`, as the sign is debit_credit' : '`amount` alone, as it has a sign'
  return [
    ...(fits ? [] : [{ path: ['columns'], expected: wanted }]),
    ...(thousands === decimal
      ? [
          {
            path: ['amount', 'thousands'],
            expected: 'another separator than that of decimals',
            received: quote(thousands),
          },
        ]
      : []),
  ]
}

function kindProblems(ledger: Ledger, kinds: readonly EventKind[]): Problem[] {
  const known = kinds.map(({ kind }) => kind)
  const { refunds, kind } = ledger
  const used = [
    { path: ['kind'], kind },
    ...(refunds === 'refuse' ? [] : [{ path: ['refunds', 'kind'], kind: refunds.kind }]),
  ]
  const declared = used.flatMap(each => kinds.find(candidate => candidate.kind === each.kind) ?? [])
  return [
    ...used.flatMap(each => named(each.path, 'event kind', each.kind, known)),
    ...used.flatMap(each => {
      const found = kinds.find(candidate => candidate.kind === each.kind)
      return found === undefined ? [] : fillingProblems(ledger, found, each.path)
    }),
    ...sourceProblems(ledger, declared),
  ]
}

/** A kind that a ledger can make: it has an amount, and the ledger gives each field that it must have. */
function fillingProblems({ fields }: Ledger, { kind, amount, fields: declared }: EventKind, path: string[]): Problem[] {
  const lacking = declared.filter(({ id, optional }) => optional !== true && fields[id] === undefined)
  return [
    ...(amount === 'required'
      ? []
      : [{ path, expected: 'a kind of event that carries an amount', received: quote(kind) }]),
    ...lacking.map(({ id }) => ({ path: ['fields'], expected: `a line for ${id}, which every ${kind} has` })),
  ]
}

/** Each field is one of the kinds', and what it is set to are values of it. */
function sourceProblems({ fields }: Ledger, kinds: readonly EventKind[]): Problem[] {
  const declared = new Map<string, EventField>(kinds.flatMap(kind => kind.fields).map(field => [field.id, field]))
  return Object.entries(fields).flatMap(([id, source]): Problem[] => {
    const field = declared.get(id)
    if (field === undefined)
      return kinds.length === 0 ? [] : named(['fields', id], 'event field', id, [...declared.keys()])
    if ('value' in source) return valueProblems(['fields', id, 'value'], field, source.value)
    return Object.entries(source.map ?? {}).flatMap(([code, value]) =>
      valueProblems(['fields', id, 'map', code], field, value),
    )
  })
}

const valueProblems = (path: string[], field: ConditionField, value: unknown): Problem[] =>
  storedLiteral(field, value) === undefined ? [{ path, expected: expectedLiteral(field), received: quote(value) }] : []
