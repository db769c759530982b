import { join } from 'node:path'
import { expect, it } from 'vitest'
import { protocolSchema } from '../../../src/model/protocol.ts'
import { protocolChecks } from '../../../src/model/protocol-checks.ts'
import { readDocument } from '../../../src/storage/document.ts'
import { readLedger } from '../../../src/storage/ledger/read-ledger.ts'
import { partPayment } from '../../support/small-trial.ts'
import { temporaryFolder } from '../temporary.ts'

const { put } = temporaryFolder()

it('the ledger of the part payment trial gives payments and refunds with their basis', async () => {
  const { ledgers, process } = readDocument(join(partPayment, 'protocol.yaml'), protocolSchema, protocolChecks)
  const [ledger] = ledgers
  if (ledger === undefined) throw new Error('the trial declares no ledger')
  expect([ledger.id, ledger.assumed]).toEqual(['cs2_payments', true])
  const rows = [
    'TransactionId,CaseReference,PostedOn,Received,Returned,Currency,PaymentType',
    '77,C00001234,03/03/2016,"1,100.00",,GBP,ORD',
    '78,C00001234,10/03/2016,,50.00,GBP,ORD',
    '79,C00001234,10/03/2016,5.00,,GBP,FEE',
    '80,C00005678,11/03/2016,0.00,0.00,GBP,PART',
  ]
  const { events, issues, skipped } = await readLedger(
    put('ledger.csv', `${rows.join('\n')}\n`),
    ledger,
    process.events,
  )
  expect(events.map(({ event }) => [event.id, event.kind, event.at, event.amountPence, event.fields.basis])).toEqual([
    ['cs2-77', 'payment', '2016-03-03', 110_000, 'ordinary'],
    ['cs2-78', 'payment', '2016-03-10', -5000, 'ordinary'],
  ])
  expect([issues.map(({ code }) => code), skipped]).toEqual([['ledger.sides'], 1])
})
