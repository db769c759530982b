import { describe, expect, it } from 'vitest'
import { type Ledger, ledgerSchema } from '../../src/model/ledger.ts'
import { checkEvents } from '../../src/outcomes/check-events.ts'
import { rowsOfTrial } from '../../src/outcomes/ledger-rows.ts'
import { brief } from '../storage/temporary.ts'
import { context, event, rows } from './trial.ts'

const mapping = (changes: object): Ledger =>
  ledgerSchema.parse({
    ...{ id: 'bank', title: 'Bank', kind: 'payment', by: 'bank', date: 'DD/MM/YYYY' },
    columns: { id: 'Ref', case: 'Case', at: 'Day', amount: 'Amount' },
    amount: { currency: 'GBP', sign: 'positive' },
    ...changes,
  })

const ledger = rows(
  event('payment', { id: 'known' }),
  event('payment', { id: 'first', at: '2015-11-01' }),
  event('payment', { id: 'early', at: '2015-10-31' }),
  event('payment', { id: 'late', at: '2016-08-01' }),
  event('payment', { id: 'sampled out', case: 'C9' }),
  event('payment', { id: 'unknown', case: 'C99', at: '2014-01-01' }),
).map(located => ({ ...located, names: { case: 'Case', at: 'Day' } }))

const outcome = (changes: object) => {
  const { events, ...counts } = rowsOfTrial(ledger, mapping(changes), context)
  return [events.map(({ event: { id } }) => id), counts]
}

describe('the rows of a ledger', () => {
  it('of other cases and days are left out where the mapping says so, each counted once', () => {
    expect(outcome({ otherCases: 'skip', outsideFollowUp: 'skip' })).toEqual([
      ['known', 'first'],
      { otherCases: 2, outsideFollowUp: 2 },
    ])
    expect(outcome({ otherCases: 'skip' })).toEqual([
      ['known', 'first', 'early', 'late'],
      { otherCases: 2, outsideFollowUp: 0 },
    ])
    expect(outcome({ outsideFollowUp: 'skip' })).toEqual([
      ['known', 'first', 'sampled out', 'unknown'],
      { otherCases: 0, outsideFollowUp: 2 },
    ])
  })

  it('are refused otherwise, by the names of their columns', () => {
    const { events } = rowsOfTrial(ledger, mapping({}), context)
    expect(brief(checkEvents(events, { ...context, existing: [] }))).toEqual([
      'outcome.outside_follow_up 4 Day',
      'outcome.outside_follow_up 5 Day',
      'outcome.event_id 6 id',
      'outcome.case_not_allocated 6 Case',
      'outcome.unknown_case 7 Case',
      'outcome.outside_follow_up 7 Day',
    ])
  })

  it('before the case came in are outside its follow-up', () => {
    const arrived = new Map([['C2', { arm: 'call', at: '2016-03-01T10:00:00Z' }]])
    const two = rows(event('payment', { at: '2016-03-01' }), event('payment', { at: '2016-02-29' }))
    const { events, outsideFollowUp } = rowsOfTrial(two, mapping({ outsideFollowUp: 'skip' }), {
      ...context,
      allocation: arrived,
    })
    expect([events.length, outsideFollowUp]).toEqual([1, 1])
  })
})
