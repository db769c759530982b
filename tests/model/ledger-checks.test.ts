import { describe, expect, it } from 'vitest'
import { ledgerSchema } from '../../src/model/ledger.ts'
import { ledgerProblems } from '../../src/model/ledger-checks.ts'
import type { EventKind } from '../../src/model/protocol.ts'

const kinds: EventKind[] = [
  {
    kind: 'payment',
    title: 'Payment',
    amount: 'required',
    fields: [
      { id: 'basis', title: 'Basis', type: 'category', levels: ['ordinary', 'part'] },
      { id: 'fee', title: 'Fee', type: 'money', optional: true },
    ],
  },
  { kind: 'call', title: 'Call', amount: 'none', fields: [] },
]

const mapping = {
  id: 'bank',
  title: 'Bank',
  kind: 'payment',
  by: 'bank',
  columns: { id: 'Ref', case: 'Case', at: 'Day', amount: 'Amount' },
  date: 'DD/MM/YYYY',
  amount: { currency: 'GBP', sign: 'positive' },
  fields: { basis: { value: 'part' } },
}

const problems = (...changes: object[]): string[] =>
  ledgerProblems({
    ledgers: changes.map(change => ledgerSchema.parse({ ...mapping, ...change })),
    process: { events: kinds } as never,
  }).map(({ path, expected }) => `${path.slice(2).join('.')}: ${expected}`)

describe('a mapping of a ledger', () => {
  it('that fits the events has no problem', () => {
    const debitCredit = {
      columns: { id: 'a', case: 'b', at: 'c', credit: 'd', debit: 'e' },
      amount: { currency: 'GBP', sign: 'debit_credit' },
    }
    expect(problems({})).toEqual([])
    expect(problems({ fields: { basis: { column: 'x', map: { A: 'ordinary' } }, fee: { value: '1.50' } } })).toEqual([])
    expect(problems({ ...debitCredit, refunds: { kind: 'payment' } })).toEqual([])
  })

  it.each<[string, object, string]>([
    ['of an unknown kind', { kind: 'pay' }, 'kind: a declared event kind: payment, call'],
    ['of a kind without an amount', { kind: 'call' }, 'kind: a kind of event that carries an amount'],
    [
      'with refunds of an unknown kind',
      { refunds: { kind: 'back' } },
      'refunds.kind: a declared event kind: payment, call',
    ],
    ['without a field that its event must have', { fields: {} }, 'fields: a line for basis, which every payment has'],
    [
      'with a field that no event has',
      { fields: { basis: { value: 'part' }, colour: { value: 'red' } } },
      'fields.colour: a declared event field: basis, fee',
    ],
    [
      'with an impossible value',
      { fields: { basis: { value: 'whole' } } },
      'fields.basis.value: a level: "ordinary", "part"',
    ],
    [
      'with a code that means nothing',
      { fields: { basis: { column: 'x', map: { P: 'part', W: 'whole' } } } },
      'fields.basis.map.W: a level: "ordinary", "part"',
    ],
    [
      'with two columns where one is signed',
      { columns: { id: 'a', case: 'b', at: 'c', credit: 'd', debit: 'e' } },
      'columns: `amount` alone, as it has a sign',
    ],
    [
      'with one column where there should be two',
      { amount: { currency: 'GBP', sign: 'debit_credit' } },
      'columns: `credit` and `debit`, as the sign is debit_credit',
    ],
    [
      'whose thousands look like decimals',
      { amount: { currency: 'GBP', sign: 'positive', thousands: '.' } },
      'amount.thousands: another separator than that of decimals',
    ],
  ])('%s is refused', (_, change, expected) => {
    expect(problems(change)).toContain(expected)
  })

  it('has an id of its own', () => {
    expect(problems({}, {})).toEqual(['id: an id that no other ledger has'])
  })

  it.each([
    { date: 'DD/MM/YY' },
    { amount: { currency: 'EUR', sign: 'positive' } },
    { delimiter: '|' },
    { idPrefix: '=x' },
    { by: '' },
    { skip: [{ column: 'x', values: [] }] },
  ])('%j is not of the schema', change => {
    expect(ledgerSchema.safeParse({ ...mapping, ...change }).success).toBe(false)
  })
})
