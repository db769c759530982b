import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printIssue } from '../../src/core/errors.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { checkEvents } from '../../src/outcomes/check-events.ts'
import { brief } from '../storage/temporary.ts'
import { context, event, rows } from './trial.ts'

const check = (events: OutcomeEvent[], existing: OutcomeEvent[] = []) =>
  checkEvents(rows(...events), { ...context, existing })
const refusals = (events: OutcomeEvent[], existing: OutcomeEvent[] = []) => brief(check(events, existing))
const screened = (more: Partial<OutcomeEvent> = {}) =>
  event('screened', { at: '2016-02-01', ...more }, { suitability: 'suitable' })

describe('an event is refused', () => {
  it.each<[string, OutcomeEvent, string]>([
    ['of a case that nobody knows', event('payment', { case: 'C99' }), 'outcome.unknown_case 2 case'],
    ['of a case that was not allocated', event('payment', { case: 'C9' }), 'outcome.case_not_allocated 2 case'],
    ['of a built-in name as case', event('payment', { case: '__proto__' }), 'outcome.unknown_case 2 case'],
    ['of an unknown kind', event('paymnet'), 'outcome.unknown_kind 2 kind'],
    ['of a built-in name as kind', event('constructor'), 'outcome.unknown_kind 2 kind'],
    [
      'that may not happen in the arm',
      event('screened', { case: 'C1' }, { suitability: 'suitable' }),
      'outcome.kind_not_in_arm 2 case',
    ],
    ['the day before the window', event('payment', { at: '2015-10-31' }), 'outcome.outside_follow_up 2 at'],
    ['the day after the window', event('payment', { at: '2016-08-01' }), 'outcome.outside_follow_up 2 at'],
    [
      'by the clock of London, after it',
      event('payment', { at: '2016-07-31T23:30:00Z' }),
      'outcome.outside_follow_up 2 at',
    ],
    ['without time', event('payment', { at: '' }), 'outcome.time 2 at'],
    ['at a time without offset', event('payment', { at: '2016-03-01T10:00:00' }), 'outcome.time 2 at'],
    ['on a day that is none', event('payment', { at: '2016-02-30' }), 'outcome.time 2 at'],
    ['without its amount', { ...event('payment'), amountPence: undefined }, 'outcome.amount_missing 2 amount'],
    ['with half a penny', event('payment', { amountPence: 1250.5 }), 'outcome.amount_not_pence 2 amount'],
    ['with an amount that it has not', { ...screened(), amountPence: 1 }, 'outcome.amount_unexpected 2 amount'],
    ['without a field', event('screened'), 'outcome.field_missing 2 suitability'],
    ['with null in a field', event('screened', {}, { suitability: null }), 'outcome.field_missing 2 suitability'],
    ['with a field of another kind', event('payment', {}, { answer: 'yes' }), 'outcome.field_unknown 2 answer'],
    ['with an unknown level', event('screened', {}, { suitability: 'maybe' }), 'outcome.field_value 2 suitability'],
    ['without recorder', event('payment', { by: ' ' }), 'outcome.recorder_missing 2 by'],
    ['with a formula as id', event('payment', { id: '=1' }), 'outcome.event_id 2 id'],
    ['correcting nothing', event('payment', { corrects: 'E0', reason: 'x' }), 'outcome.corrects_unknown 2 corrects'],
    [
      'correcting itself',
      event('payment', { id: 'S', corrects: 'S', reason: 'x' }),
      'outcome.corrects_in_circle 2 corrects',
    ],
    ['that is a void of nothing', event('void'), 'outcome.void_of_nothing 2 corrects'],
    ['before what it requires', event('response', {}, { answer: 'yes' }), 'outcome.guard_not_met 2 kind'],
  ])('%s', (_, refused, expected) => {
    expect(refusals([refused])).toEqual([expected])
  })

  it.each([
    ['attempts', 'many'],
    ['attempts', 1.5],
    ['offer', '12.505'],
    ['offer', true],
    ['due', '2016-02-30'],
    ['urgent', 'TRUE'],
    ['note', 7],
  ])('with field %s = %j', (field, value) => {
    expect(refusals([screened(), event('response', {}, { answer: 'yes', [field]: value })])).toEqual([
      `outcome.field_value 3 ${field}`,
    ])
  })

  it('with exit 5 and a message that says where, what and what to do', () => {
    const [issue] = check([event('payment', { at: '2016-07-31T23:30:00Z' })])
    expect(issue?.exit).toBe(5)
    expect(issue && printIssue(issue)).toBe(
      'events.csv:2 at: expected a day from 2015-11-01 to 2016-07-31, received 2016-07-31T23:30:00Z, which is 2016-08-01 in Europe/London. Leave the event out, or correct its date.',
    )
  })

  it('with every reason, of every event', () => {
    const bad = event(
      'response',
      { case: 'C1', at: '2020-01-01', by: '', amountPence: 1, corrects: 'E0', reason: ' ' },
      { answer: 'perhaps', x: 1 },
    )
    expect(refusals([event('payment'), bad]).sort()).toEqual([
      'outcome.amount_unexpected 3 amount',
      'outcome.correction_reason 3 reason',
      'outcome.corrects_unknown 3 corrects',
      'outcome.field_unknown 3 x',
      'outcome.field_value 3 answer',
      'outcome.guard_not_met 3 kind',
      'outcome.kind_not_in_arm 3 case',
      'outcome.outside_follow_up 3 at',
      'outcome.recorder_missing 3 by',
    ])
  })

  it('without a file, by its id', () => {
    const [issue] = checkEvents([{ event: event('payment', { id: 'P', case: 'C9' }), place: {} }], {
      ...context,
      existing: [],
    })
    expect(issue?.place.field).toBe('event P case')
  })
})

describe('events are accepted', () => {
  it('on the first and the last day, by the clock of the trial', () => {
    const times = [
      '2015-11-01',
      '2016-07-31',
      '2015-11-01T00:00:00Z',
      '2016-07-31T22:59:59Z',
      '2016-08-01T00:30:00+02:00',
    ]
    expect(refusals(times.map(at => event('payment', { at })))).toEqual([])
  })

  it('with an amount below zero, as a refund has', () => {
    expect(refusals([event('payment', { amountPence: -3000 })])).toEqual([])
    expect(refusals([event('payment', { amountPence: Number.NEGATIVE_INFINITY })])).toEqual([
      'outcome.amount_not_pence 2 amount',
    ])
  })

  it('with every kind of field', () => {
    const fields = { answer: 'no', attempts: 2, offer: 100, due: '2016-05-01', urgent: true, note: 'x' }
    expect(refusals([screened(), event('response', {}, fields)])).toEqual([])
  })
})

describe('ids', () => {
  it('may not repeat, in the submission or in the log', () => {
    const twice = event('payment', { id: 'P' })
    expect(refusals([twice, { ...twice, amountPence: 7 }])).toEqual(['outcome.repeated_event 3 id'])
    const [issue] = check([{ ...twice, amountPence: 7, at: '2016-03-02' }], [twice])
    expect(issue?.code).toBe('outcome.recorded_event')
    expect(issue?.received).toBe('"P", recorded with another amount, at')
  })
})

describe('corrections', () => {
  const first = event('payment', { id: 'P1' })

  it('may follow each other, in any order of rows', () => {
    const second = event('payment', { id: 'P2', corrects: 'P1', reason: 'x' })
    const third = event('payment', { id: 'P3', corrects: 'P2', reason: 'x' })
    expect(refusals([second], [first])).toEqual([])
    expect(refusals([third, second, first])).toEqual([])
  })

  it('may not touch another case, nor go in a circle', () => {
    expect(refusals([event('payment', { case: 'C3', corrects: 'P1', reason: 'x' })], [first])).toEqual([
      'outcome.corrects_other_case 2 corrects',
    ])
    const a = event('payment', { id: 'A', corrects: 'B', reason: 'x' })
    const b = event('payment', { id: 'B', corrects: 'A', reason: 'x' })
    expect(refusals([a, b])).toEqual(['outcome.corrects_in_circle 2 corrects', 'outcome.corrects_in_circle 3 corrects'])
  })

  it('that take away the ground of a recorded event are refused, unless that is corrected too', () => {
    const ground = screened({ id: 'G' })
    const answer = event('response', { id: 'R' }, { answer: 'yes' })
    const withdrawn = event(
      'screened',
      { id: 'G2', at: '2016-02-01', corrects: 'G', reason: 'x' },
      { suitability: 'unsuitable' },
    )
    expect(refusals([withdrawn], [ground, answer])).toEqual(['outcome.guard_not_met 2 kind'])
    const instead = event('payment', { id: 'R2', corrects: 'R', reason: 'x' })
    expect(refusals([withdrawn, instead], [ground, answer])).toEqual([])
  })
})

describe('a void', () => {
  const payment = event('payment', { id: 'P1' })
  const takesAway = (corrects: string, more: Partial<OutcomeEvent> = {}) =>
    event('void', { corrects, reason: 'wrong case', ...more })

  it('says why, of which event of the case, and carries nothing', () => {
    expect(refusals([takesAway('P1')], [payment])).toEqual([])
    expect(refusals([takesAway('P1', { case: 'C3' })], [payment])).toEqual(['outcome.corrects_other_case 2 corrects'])
    const loaded = { ...takesAway('P1', { amountPence: 1, reason: ' ' }), fields: { answer: 'yes' } }
    expect(refusals([loaded], [payment]).sort()).toEqual([
      'outcome.amount_unexpected 2 amount',
      'outcome.correction_reason 2 reason',
      'outcome.field_unknown 2 answer',
    ])
  })

  it('may come after the follow-up', () => {
    expect(refusals([takesAway('P1', { at: '2017-01-31' })], [payment])).toEqual([])
    expect(refusals([takesAway('P1', { at: 'soon' })], [payment])).toEqual(['outcome.time 2 at'])
  })

  it('may not take the ground of another event away, unless that is taken away too', () => {
    const ground = screened({ id: 'G' })
    const answer = event('response', { id: 'R' }, { answer: 'yes' })
    expect(refusals([takesAway('G')], [ground, answer])).toEqual(['outcome.guard_not_met 2 kind'])
    expect(refusals([takesAway('G'), takesAway('R')], [ground, answer])).toEqual([])
    expect(refusals([answer], [ground, takesAway('G')])).toEqual(['outcome.guard_not_met 2 kind'])
  })
})

describe('guards', () => {
  const answer = (at: string, more: Partial<OutcomeEvent> = {}) => event('response', { at, ...more }, { answer: 'yes' })

  it('look at standing events of the same case that are not later', () => {
    expect(refusals([answer('2016-02-01')], [screened()])).toEqual([])
    expect(refusals([answer('2016-01-31')], [screened()])).toEqual(['outcome.guard_not_met 2 kind'])
    expect(refusals([answer('2016-02-01', { case: 'C3' })], [screened()])).toEqual(['outcome.guard_not_met 2 kind'])
    const unsuitable = event('screened', { at: '2016-02-01' }, { suitability: 'unsuitable' })
    expect(refusals([answer('2016-02-01')], [unsuitable])).toEqual(['outcome.guard_not_met 2 kind'])
  })

  it('compare instants to the moment, and a bare date to the day', () => {
    const at = screened({ at: '2016-02-01T10:00:00Z' })
    expect(refusals([answer('2016-02-01T10:00:00Z')], [at])).toEqual([])
    expect(refusals([answer('2016-02-01T09:59:59Z')], [at])).toEqual(['outcome.guard_not_met 2 kind'])
    expect(refusals([answer('2016-02-01')], [at])).toEqual([])
    expect(refusals([answer('2016-02-01T00:00:01Z')], [screened()])).toEqual([])
  })

  it('no event meets its own guard', () => {
    const loop = {
      ...context.protocol,
      process: {
        ...context.protocol.process,
        events: context.protocol.process.events.map(kind => ({
          ...kind,
          after: kind.kind === 'payment' ? { field: 'kind', is: 'payment' } : kind.after,
        })),
      },
    }
    const submit = (...events: OutcomeEvent[]) =>
      brief(checkEvents(rows(...events), { ...context, protocol: loop, existing: [] }))
    expect(submit(event('payment'))).toEqual(['outcome.guard_not_met 2 kind'])
  })

  it('do not depend on the order of rows', () => {
    const chain = [
      screened({ id: 'S' }),
      answer('2016-02-03', { id: 'R' }),
      event('settlement', { id: 'T', at: '2016-02-04' }),
      event('settlement', { id: 'U', at: '2016-02-02' }),
      event('payment', { id: 'V', corrects: 'T', reason: 'x', at: '2016-02-04' }),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(chain, { minLength: chain.length }), shuffled => {
        const issues = checkEvents(rows(...shuffled), { ...context, existing: [] })
        expect(issues.map(({ code, place }) => [code, shuffled[(place.line ?? 0) - 2]?.id])).toEqual([
          ['outcome.guard_not_met', 'U'],
        ])
      }),
    )
  })
})
