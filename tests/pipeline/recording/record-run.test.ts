import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { silent } from '../../../src/core/progress.ts'
import { recordEventOfRun, recordEventsOfRun, recordLedgerOfRun } from '../../../src/pipeline/record-events.ts'
import { caseHistoryOfRun } from '../../../src/pipeline/recording/case-history.ts'
import type { RecordingRequest } from '../../../src/pipeline/recording/open-recording.ts'
import type { EventTexts } from '../../../src/pipeline/recording/single-event.ts'
import { brief, issuesOf, temporaryFolder } from '../../storage/temporary.ts'
import { loggedEvents, tinyRun } from './recorded-run.ts'

const { folder, put } = temporaryFolder()
let runs = 0
let request: RecordingRequest

beforeEach(async () => {
  runs += 1
  const own = join(folder, `run-${runs}`)
  mkdirSync(own)
  request = await tinyRun(own)
})

const record = (event: Partial<EventTexts>) =>
  recordEventOfRun({ ...request, event: { by: 'office', set: [], ...event } }, silent)
const payment = { case: 'A1', kind: 'payment', at: '2025-02-03', amount: '50.00' }

describe('one event by its parts', () => {
  it('is recorded once, however often it is given', async () => {
    const first = await record(payment)
    expect(first).toMatchObject({ recorded: 1, held: 0, state: 'written', log: { count: 1 } })
    expect(await record(payment)).toEqual({ ...first, recorded: 0, held: 1, state: 'unchanged' })
    expect((await loggedEvents(request)).map(({ event }) => event.id)).toEqual([first.event])
  })

  it('is refused as a row of a file is', async () => {
    const issues = await issuesOf(() => record({ ...payment, kind: 'letter_sent', case: 'A2', id: 'L' }))
    expect(brief(issues)).toEqual(['outcome.kind_not_in_arm event L case', 'outcome.amount_unexpected event L amount'])
  })
})

describe('a file from standard input', () => {
  it.each([
    ['csv', 'id,case,kind,at,by,amount\nP1,A1,payment,2025-02-03,bank,5\n'],
    ['ndjson', '{"id":"P1","case":"A1","kind":"payment","at":"2025-02-03","by":"bank","amount":5}\n'],
  ] as const)('is read as %s', async (format, text) => {
    const events = { path: 'stdin', bytes: Buffer.from(text) }
    expect(await recordEventsOfRun({ ...request, events, format }, silent)).toMatchObject({ recorded: 1 })
    expect((await loggedEvents(request))[0]?.event).toMatchObject({ id: 'P1', amountPence: 500 })
  })
})

describe('a ledger', () => {
  const header = 'Ref,Case,Day,Amount,Way'
  const ledger = (...rows: string[]) =>
    recordLedgerOfRun(
      { ...request, ledger: 'bank', events: put('ledger.csv', `${[header, ...rows].join('\n')}\n`) },
      silent,
    )

  it('is recorded by its mapping; rows that are none of the trial are counted', async () => {
    const rows = [
      '1,A1,03/02/2025,-50.00,C',
      '2,A1,10/02/2025,20.00,C',
      '3,Z9,03/02/2025,-1.00,C',
      '4,B1,03/02/2025,-1.00,C',
      '5,A2,05/01/2025,-1.00,M',
      '6,A2,01/03/2025,0.00,X',
    ]
    const first = await ledger(...rows)
    expect(first).toMatchObject({ recorded: 2, held: 0, skipped: { rows: 1, otherCases: 2, outsideFollowUp: 1 } })
    const again = await ledger(...rows, '7,A3,06/04/2025,"-1,250.00",M')
    expect(again).toMatchObject({ recorded: 1, held: 2 })
    expect((await loggedEvents(request)).map(({ event }) => [event.id, event.amountPence, event.fields.way])).toEqual([
      ['bank-1', 5000, 'card'],
      ['bank-2', -2000, 'card'],
      ['bank-7', 125000, 'cash'],
    ])
  })

  it('with any bad row is refused, every one at its line and column', async () => {
    const issues = await issuesOf(() =>
      ledger('1,A1,31/02/2025,-50.00,C', '2,A1,03/02/2025,-1,C', '2,A1,04/02/2025,-1,C', '=3,A2,03/02/2025,-1,Q'),
    )
    expect(brief(issues)).toEqual(['ledger.date 2 Day', 'ledger.code 5 Way', 'outcome.repeated_event 4 Ref'])
    expect(await loggedEvents(request)).toEqual([])
  })

  it('that the protocol does not declare is refused', async () => {
    const events = put('x.csv', `${header}\n`)
    const issues = await issuesOf(() => recordLedgerOfRun({ ...request, ledger: 'till', events }, silent))
    expect(brief(issues)).toEqual(['record.unknown_ledger --ledger'])
    expect(issues[0]?.expected).toBe('one of bank')
  })
})

describe('the history of a case', () => {
  const history = (id: string, at?: string) => caseHistoryOfRun({ ...request, case: id, at })

  it('has its events in their order, with what became of them', async () => {
    const paid = await record(payment)
    await record({ ...payment, case: 'A2' })
    await record({ ...payment, amount: '5.00', id: 'P2', corrects: paid.event, reason: 'a nought too many' })
    await record({ ...payment, amount: '7.00', id: 'P3' })
    await record({ case: 'A1', kind: 'void', at: '2025-05-01', corrects: 'P3', reason: 'another case', id: 'V' })
    const { events, arm } = await history('A1')
    expect(arm).toBe('letter')
    expect(events.map(({ event, seq, state }) => [event.id, seq, state])).toEqual([
      [paid.event, 1, 'corrected'],
      ['P2', 3, 'standing'],
      ['P3', 4, 'voided'],
      ['V', 5, 'void'],
    ])
  })

  it('says what may be recorded now, or at another time, by the arm of the case', async () => {
    const kinds = async (id: string) => (await history(id)).allowed.map(({ kind }) => kind)
    expect(await kinds('A1')).toEqual(['letter_sent', 'payment'])
    expect(await kinds('A2')).toEqual(['payment'])
    expect((await history('A1')).at).toBe('2025-03-01T12:00:00Z')
    expect((await history('A1', '2025-02-01')).at).toBe('2025-02-01')
    const later = { ...request, clock: () => new Date('2026-01-01T00:00:00Z') }
    expect((await caseHistoryOfRun({ ...later, case: 'A1' })).at).toBe('2025-04-06')
  })

  it('is refused of cases that were not allocated, and at times that are none', async () => {
    expect(brief(await issuesOf(() => history('B1')))).toEqual(['outcome.case_not_allocated --case'])
    expect(brief(await issuesOf(() => history('Z9')))).toEqual(['outcome.unknown_case --case'])
    expect(brief(await issuesOf(() => history('A1', 'soon')))).toEqual(['outcome.time --at'])
  })
})
