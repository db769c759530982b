import { describe, expect, it } from 'vitest'
import { printIssue } from '../../../src/core/errors.ts'
import { type Ledger, ledgerSchema } from '../../../src/model/ledger.ts'
import type { EventKind } from '../../../src/model/protocol.ts'
import { readLedger } from '../../../src/storage/ledger/read-ledger.ts'
import { brief, temporaryFolder } from '../temporary.ts'

const { put } = temporaryFolder()

const basis: EventKind['fields'] = [
  { id: 'basis', title: 'Basis', type: 'category', levels: ['ordinary', 'part'] },
  { id: 'note', title: 'Note', type: 'text', optional: true },
]
const kinds: EventKind[] = [
  { kind: 'payment', title: 'Payment', amount: 'required', fields: basis },
  { kind: 'refund', title: 'Refund', amount: 'required', fields: [] },
]

const mapping = {
  id: 'bank',
  title: 'Bank',
  kind: 'payment',
  by: 'bank',
  columns: { id: 'Ref', case: 'Case', at: 'Day', amount: 'Amount' },
  date: 'DD/MM/YYYY',
  amount: { currency: 'GBP', sign: 'positive', thousands: ',' },
  fields: { basis: { column: 'Type', map: { O: 'ordinary', P: 'part' } }, note: { column: 'Note' } },
  idPrefix: 'b-',
}
const ledger = (changes: object = {}): Ledger => ledgerSchema.parse({ ...mapping, ...changes })

let files = 0
const read = (declared: Ledger, ...lines: string[]) => {
  files += 1
  return readLedger(put(`ledger-${files}.csv`, `${lines.join('\n')}\n`), declared, kinds)
}
const header = 'Ref,Case,Day,Amount,Type,Note,Other'

describe('a ledger', () => {
  it('is read as events by its mapping, with padding, quotes and guarded text', async () => {
    const { events, issues, skipped } = await read(
      ledger(),
      header,
      `1,C1,03/11/2015,"1,234.50",O,"'=late, again",x`,
      '2 , C2 ,31/07/2016, 7 , P ,,',
    )
    expect([issues, skipped]).toEqual([[], 0])
    expect(events.map(({ event }) => event)).toEqual([
      {
        ...{ id: 'b-1', case: 'C1', kind: 'payment', at: '2015-11-03', by: 'bank', amountPence: 123450 },
        fields: { basis: 'ordinary', note: '=late, again' },
      },
      {
        ...{ id: 'b-2', case: 'C2', kind: 'payment', at: '2016-07-31', by: 'bank', amountPence: 700 },
        fields: { basis: 'part', note: null },
      },
    ])
    expect(events[1]?.place).toMatchObject({ line: 3 })
    expect(events[1]?.names).toMatchObject({ id: 'Ref', case: 'Case', at: 'Day', amount: 'Amount', basis: 'Type' })
  })

  it.each([';', '\t'] as const)('may separate cells by %j', async delimiter => {
    const declared = ledger({ delimiter, amount: { currency: 'GBP', sign: 'positive', decimal: ',', thousands: '.' } })
    const row = ['1', 'C1', '03/11/2015', '1.234,50', 'O', `"a${delimiter}b"`, '']
    const { events, issues } = await read(declared, header.replaceAll(',', delimiter), row.join(delimiter))
    expect(issues).toEqual([])
    expect(events[0]?.event).toMatchObject({ amountPence: 123450, fields: { note: `a${delimiter}b` } })
  })

  it('turns amounts of the other sign into refunds, below zero, with the fields of their kind', async () => {
    const refunds = { kind: 'refund' }
    const above = await read(ledger({ refunds }), header, '1,C1,03/11/2015,-5,O,,')
    expect(above.events[0]?.event).toMatchObject({ kind: 'refund', amountPence: -500, fields: {} })
    const amount = { currency: 'GBP', sign: 'negative' }
    const below = await read(ledger({ refunds, amount }), header, '1,C1,03/11/2015,-5,O,,', '2,C1,03/11/2015,5,?,,')
    expect(below.events.map(({ event }) => [event.kind, event.amountPence])).toEqual([
      ['payment', 500],
      ['refund', -500],
    ])
  })

  it('may have a column of what came in and one of what went back', async () => {
    const declared = ledger({
      columns: { id: 'Ref', case: 'Case', at: 'Day', credit: 'In', debit: 'Out' },
      amount: { currency: 'GBP', sign: 'debit_credit' },
      fields: { basis: { value: 'part' } },
      refunds: { kind: 'refund' },
    })
    const rows = [
      '1,C1,03/11/2015,5,',
      '2,C1,03/11/2015,0.00,7.5',
      '3,C1,03/11/2015,1,1',
      '4,C1,03/11/2015,,',
      '5,C1,03/11/2015,-1,',
    ]
    const { events, issues } = await read(declared, 'Ref,Case,Day,In,Out', ...rows)
    expect(events.map(({ event }) => [event.kind, event.amountPence])).toEqual([
      ['payment', 500],
      ['refund', -750],
    ])
    expect(brief(issues)).toEqual(['ledger.sides 4 In', 'ledger.sides 5 In', 'ledger.amount 6 In'])
  })

  it('leaves out the rows that are no payments before anything else is read of them', async () => {
    const skip = [{ column: 'Type', values: ['FEE', ''] }]
    const { events, issues, skipped } = await read(
      ledger({ skip }),
      header,
      '1,,,,FEE,,',
      ',,,,,,',
      '2,C1,03/11/2015,1,O,,',
    )
    expect([events.length, issues.length, skipped]).toEqual([1, 0, 2])
  })

  it('takes a field without a map as it is', async () => {
    const { events } = await read(
      ledger({ fields: { basis: { column: 'Type' } } }),
      header,
      '1,C1,03/11/2015,1,part,,',
      '2,C1,03/11/2015,1,P,,',
    )
    expect(events.map(({ event }) => event.fields)).toEqual([{ basis: 'part' }, { basis: 'P' }])
  })

  it('reports every bad row at its line and column, with the reason', async () => {
    const declared = ledger({ amount: { ...mapping.amount, currencyColumn: 'Other' } })
    const { events, issues } = await read(
      declared,
      header,
      '1,C1,31/02/2016,1,O,,GBP',
      '2,C1,2016-02-01,12.505,X,,GBP',
      '3,C1,01/02/2016,1,O,,EUR',
      '4,C1,01/02/2016,-1,O,,GBP',
      '5,C1,01/02/2016,0,,,GBP',
      '6,C1',
      '7,C1,01/02/2016,1,O,,GBP',
    )
    expect(brief(issues)).toEqual([
      'ledger.date 2 Day',
      'ledger.date 3 Day',
      'ledger.amount 3 Amount',
      'ledger.code 3 Type',
      'ledger.currency 4 Other',
      'ledger.refund 5 Amount',
      'ledger.amount 6 Amount',
      'ledger.code 6 Type',
      'csv.ragged_row 7',
    ])
    expect(events.map(({ event }) => event.id)).toEqual(['b-7'])
    const messages = issues.map(issue => printIssue(issue).replace(/^.*ledger-\d+/, 'ledger'))
    expect(messages[0]).toBe(
      'ledger.csv:2 Day: expected a day of the calendar as DD/MM/YYYY, received "31/02/2016". Correct the row, or the `date` of the ledger in the protocol.',
    )
    expect(messages[3]).toContain('expected one of "O", "P", received "X"')
    expect(messages[4]).toContain('expected GBP, received "EUR"')
    expect(messages[6]).toContain('an amount other than zero, received "0"')
  })

  it.each([
    ['no file of its columns', [header.replace('Day', 'Date'), '1'], ['table.missing_column Day']],
    ['a column twice', [`${header},Ref`, '1'], ['table.duplicate_column Ref']],
    ['nothing but a header', [header], ['table.no_rows']],
  ])('is refused: %s', async (_, lines, expected) => {
    expect(brief((await read(ledger(), ...lines)).issues)).toEqual(expected)
  })

  it('is read from memory and from pieces that come, too', async () => {
    const text = `${header}\n1,C1,03/11/2015,"1,234.50",O,é,x\n`
    async function* pieces() {
      for (const byte of Buffer.from(text)) yield Buffer.from([byte])
    }
    const whole = await readLedger({ path: 'stdin', bytes: Buffer.from(text) }, ledger(), kinds)
    expect(await readLedger({ path: 'stdin', chunks: pieces() }, ledger(), kinds)).toEqual(whole)
    expect(whole.events[0]?.event.fields.note).toBe('é')
  })
})
