import { describe, expect, it } from 'vitest'
import { printIssue } from '../../../src/core/errors.ts'
import type { OutcomeEvent } from '../../../src/model/event.ts'
import { call, happening, issuesOf, processWith, reached, verdicts } from './small-process.ts'

const broken = (process: ReturnType<typeof processWith>, ...events: OutcomeEvent[]) => verdicts(process, events)

describe('after', () => {
  const fit = {
    all: [
      { field: 'kind', is: 'assess' },
      { field: 'fit', is: true },
    ],
  }
  const process = processWith({
    id: 'fit_first',
    of: ['call', 'offer'],
    when: { not: { field: 'party', is: 'b' } },
    after: fit,
  })
  const assessed = (at: string, isFit = true) => happening('assess', at, {}, { fit: isFit })

  it('wants an event that is not later, of the events that it is about', () => {
    const offer = happening('offer', '2016-02-02', { id: 'O' })
    expect(broken(process, assessed('2016-02-02'), offer)).toEqual([])
    expect(broken(process, assessed('2016-02-03'), offer)).toEqual(['O fit_first'])
    expect(broken(process, assessed('2016-02-01', false), offer)).toEqual(['O fit_first'])
    expect(broken(process, call('2016-02-02', { id: 'A' }), call('2016-02-02', { id: 'B' }, { party: 'b' }))).toEqual([
      'A fit_first',
    ])
  })

  it('is about some arms only where it says so', () => {
    const inArm = (arm: string) => processWith({ id: 'fit_first', of: ['call'], arms: [arm], after: fit })
    expect(broken(inArm('call'), call('2016-02-02', { id: 'A' }))).toEqual(['A fit_first'])
    expect(broken(inArm('control'), call('2016-02-02', { id: 'A' }))).toEqual([])
  })
})

describe('notAfter', () => {
  const process = processWith({ id: 'none_after', of: ['call', 'stop'], notAfter: { field: 'kind', is: 'stop' } })
  const stop = (at: string, id = 'S') => happening('stop', at, { id })

  it.each([
    ['2016-02-02', '2016-02-02', []],
    ['2016-02-02', '2016-02-03', ['C none_after']],
    ['2016-02-02T10:00:00Z', '2016-02-02', []],
    ['2016-02-02', '2016-02-02T10:00:00Z', []],
    ['2016-02-02T10:00:00Z', '2016-02-02T10:00:00Z', []],
    ['2016-02-02T10:00:00Z', '2016-02-02T10:00:00.001Z', ['C none_after']],
    ['2016-02-02T10:00:00Z', '2016-02-02T09:59:59Z', []],
    ['2016-02-02T10:00:00Z', '2016-02-03', ['C none_after']],
  ])('after %s an event at %s: %j', (stopped, called, expected) => {
    expect(broken(process, stop(stopped), call(called, { id: 'C' }))).toEqual(expected)
    expect(broken(process, call(called, { id: 'C' }), stop(stopped))).toEqual(expected)
  })

  it('does not count an event for itself, and finds one of the day before among bare dates of its own', () => {
    expect(broken(process, stop('2016-02-02'))).toEqual([])
    const late = call('2016-02-02T10:00:00Z', { id: 'C' })
    expect(broken(process, stop('2016-02-02'), late)).toEqual([])
    expect(broken(process, stop('2016-02-01', 'R'), stop('2016-02-02'), late)).toEqual(['C none_after', 'S none_after'])
  })
})

describe('must', () => {
  it('asks of the event itself', () => {
    const process = processWith({ id: 'positive', of: ['pay'], must: { field: 'amount', atLeast: '0.01' } })
    expect(broken(process, happening('pay', '2016-02-02', { amountPence: 1 }))).toEqual([])
    expect(broken(process, happening('pay', '2016-02-02', { id: 'P', amountPence: 0 }))).toEqual(['P positive'])
  })
})

describe('limit', () => {
  const attempts = (more: object = {}) =>
    processWith({
      id: 'attempts',
      of: ['call'],
      override: 'deviation',
      limit: { count: 3, within: { hours: 48 }, per: 'party', until: { field: 'reached', is: true }, ...more },
    })
  const days = ['2016-02-01', '2016-02-02', '2016-02-03', '2016-02-04']
  const calls = (...times: string[]) => times.map((at, index) => call(at, { id: `C${index + 1}` }))

  it('counts to its number, and then no more', () => {
    const process = attempts({ within: undefined })
    expect(broken(process, ...calls(...days.slice(0, 3)))).toEqual([])
    expect(broken(process, ...calls(...days))).toEqual(['C4 attempts'])
    // Of events at one time the first in byte order of id come first.
    expect(broken(process, ...calls(...Array(4).fill('2016-02-01')))).toEqual(['C4 attempts'])
  })

  it.each([
    ['2016-02-01T09:00:00Z', '2016-02-03T09:00:00Z', false],
    ['2016-02-01T09:00:00Z', '2016-02-03T09:00:00.001Z', true],
    ['2016-02-01T23:59:00Z', '2016-02-04T00:01:00Z', true],
    ['2016-02-01', '2016-02-03', false],
    ['2016-02-01', '2016-02-04', true],
    ['2016-02-01', '2016-02-03T23:59:00Z', false],
    ['2016-02-01', '2016-02-04T00:00:00Z', true],
    ['2016-02-01T00:00:00Z', '2016-02-03', false],
    // The night of the change of clocks: 48 hours by the clock on the wall are 47 that went by.
    ['2016-03-26T12:00:00Z', '2016-03-28T13:00:00+01:00', false],
    ['2016-03-26T12:00:00Z', '2016-03-28T13:00:01+01:00', true],
  ])('from %s to %s is more than 48 hours: %s', (from, to, isLonger) => {
    const process = attempts()
    expect(broken(process, call(from, { id: 'C1' }), call(to, { id: 'C2' }))).toEqual(isLonger ? ['C2 attempts'] : [])
  })

  it('rounds hours up to whole days for bare dates, and takes days as days', () => {
    const two = calls('2016-02-01', '2016-02-03')
    expect(broken(attempts({ within: { hours: 25 } }), ...two)).toEqual([])
    expect(broken(attempts({ within: { hours: 24 } }), ...two)).toEqual(['C2 attempts'])
    const late = calls('2016-02-01T00:00:00Z', '2016-02-02T23:00:00Z')
    expect(broken(attempts({ within: { days: 1 } }), ...late)).toEqual([])
    expect(broken(attempts({ within: { hours: 24 } }), ...late)).toEqual(['C2 attempts'])
  })

  it('holds for each value of a field, and is lifted for its value', () => {
    const process = attempts({ within: undefined, count: 1 })
    const [a, b] = [call(days[1] ?? '', { id: 'A' }), call(days[1] ?? '', { id: 'B' }, { party: 'b' })]
    expect(broken(process, a, b)).toEqual([])
    const again = call(days[2] ?? '', { id: 'A2' })
    expect(broken(process, a, b, again)).toEqual(['A2 attempts'])
    expect(broken(process, a, b, again, reached(days[0] ?? '', { id: 'R' }, 'b'))).toEqual(['A2 attempts'])
    expect(broken(process, a, b, again, reached(days[0] ?? '', { id: 'R' }, 'a'))).toEqual([])
  })

  it('is lifted for all by an event without a value, and not by the event itself', () => {
    const process = attempts({
      within: undefined,
      count: 1,
      until: {
        any: [
          { field: 'reached', is: true },
          { field: 'kind', is: 'stop' },
        ],
      },
    })
    const two = calls(days[1] ?? '', days[2] ?? '')
    expect(broken(process, ...two, happening('stop', days[0] ?? ''))).toEqual([])
    expect(broken(process, ...two, happening('stop', days[3] ?? ''))).toEqual(['C2 attempts'])
    expect(broken(process, call(days[0] ?? ''), reached(days[1] ?? '', { id: 'R' }))).toEqual(['R attempts'])
    // Two that are reached at one time lift the limit for each other.
    const both = ['R1', 'R2'].map(id => reached(days[1] ?? '', { id }))
    expect(broken(process, call(days[0] ?? ''), ...both)).toEqual([])
  })

  it('is departed from knowingly, by events that do not count for the others', () => {
    const process = attempts({ within: undefined })
    const fourth = call(days[0] ?? '', { id: 'A0', override: ['attempts'] })
    // The knowing one comes last of those at its time, whatever its id.
    expect(broken(process, ...calls(...Array(3).fill(days[0])), fourth)).toEqual([])
    expect(broken(process, ...calls(...Array(3).fill(days[0])), fourth, call(days[1] ?? '', { id: 'X' }))).toEqual([
      'X attempts',
    ])
    expect(broken(process, ...calls(...Array(2).fill(days[0])), fourth)).toEqual(['A0 outcome.override_needless'])
  })
})

describe('amount', () => {
  const offer = (amountPence: number, at = '2016-02-01') => happening('offer', at, { amountPence })
  const pay = (amountPence: number, at = '2016-02-02', id = 'P') => happening('pay', at, { id, amountPence })
  const ofOffer = { field: 'kind', is: 'offer' }
  const paid = { field: 'kind', is: 'pay' }
  const rule = (amount: object) => processWith({ id: 'sum', of: ['pay'], amount })

  it.each([
    [{ atLeast: { pounds: '100' } }, 10_000, 9999],
    [{ atMost: { pounds: '100' } }, 10_000, 10_001],
    [{ equals: { pounds: '100' } }, 10_000, 10_001],
    // 10 % of £333.33 is £33.333.
    [{ atLeast: { percent: 10, of: ofOffer } }, 3334, 3333],
    [{ atMost: { percent: 10, of: ofOffer } }, 3333, 3334],
    [{ equals: { percent: 10, of: ofOffer } }, 3334, 3335],
    [{ equals: { percent: 10, of: ofOffer } }, 3333, 3332],
    [{ equals: { of: ofOffer } }, 33_333, 33_332],
  ])('%j takes %i and not %i', (amount, good, bad) => {
    expect(broken(rule(amount), offer(33_333), pay(good))).toEqual([])
    expect(broken(rule(amount), offer(33_333), pay(bad))).toEqual(['P sum'])
  })

  it('is exact at the ends of whole numbers', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(broken(rule({ atLeast: { of: ofOffer } }), offer(most), pay(most))).toEqual([])
    expect(broken(rule({ atLeast: { of: ofOffer } }), offer(most), pay(most - 1))).toEqual(['P sum'])
    const sums = rule({ atMost: { pounds: '0', less: ofOffer } })
    expect(broken(sums, offer(most), offer(most, '2016-01-31'), pay(1 - most))).toEqual(['P sum'])
    expect(broken(sums, offer(-most), offer(-most, '2016-01-31'), pay(most))).toEqual([])
  })

  it('is of the latest earlier event, which there must be', () => {
    const process = rule({ equals: { of: ofOffer } })
    expect(broken(process, offer(100), offer(200, '2016-02-02'), offer(300, '2016-02-03'), pay(200))).toEqual([])
    expect(broken(process, offer(300, '2016-02-03'), pay(300))).toEqual(['P sum'])
    const [issue] = issuesOf(process, [pay(300)])
    expect(issue?.received).toBe('no earlier event of which kind is offer')
    expect(issue?.place.field).toBe('amount')
  })

  it('is less what was paid since, the event itself left out', () => {
    const process = rule({ atMost: { of: ofOffer, less: paid } })
    const early = pay(500, '2016-01-31', 'P0')
    const first = [offer(1000), pay(400, '2016-02-02', 'P1')]
    expect(broken(processWith(), early)).toEqual([])
    expect(broken(process, offer(9999, '2016-01-01'), early, ...first, pay(600, '2016-02-03'))).toEqual([])
    expect(broken(process, offer(9999, '2016-01-01'), early, ...first, pay(601, '2016-02-03'))).toEqual(['P sum'])
    // A payment on the day of the offer counts as one since.
    expect(broken(process, offer(1000), pay(700, '2016-02-01', 'P1'), pay(400, '2016-02-03'))).toEqual(['P sum'])
    // A refund gives room again.
    expect(broken(process, ...first, pay(-100, '2016-02-02', 'P2'), pay(700, '2016-02-03'))).toEqual([])
  })

  it('of all earlier ones beside a fixed sum', () => {
    const process = rule({ atLeast: { pounds: '0', less: paid } })
    expect(broken(process, pay(500, '2016-02-01', 'P1'), pay(-500))).toEqual([])
    expect(broken(process, pay(500, '2016-02-01', 'P1'), pay(-501))).toEqual(['P sum'])
  })

  it('says the limit in pounds', () => {
    const [issue] = issuesOf(rule({ atLeast: { percent: 10, of: ofOffer } }), [offer(33_333), pay(5)])
    expect(issue && printIssue(issue)).toBe(
      'events.csv:3 amount: expected for pay at 2016-02-02 an amount of at least 10 % of the latest amount of which kind is offer (rule sum: Title of sum), received £0.05, where at least £33.34 is wanted. Record what it lacks too, or correct the event. Allowed for the case at that time: assess, call, offer, pay (within sum), stop.',
    )
    const [negative] = issuesOf(rule({ atMost: { pounds: '0', less: { field: 'kind', is: 'offer' } } }), [
      offer(33_333),
      pay(5),
    ])
    expect(negative?.received).toBe('£0.05, where at most -£333.33 is wanted')
  })

  it('leaves an amount that is none to its own refusal', () => {
    expect(
      broken(rule({ atLeast: { pounds: '100' } }), happening('pay', '2016-02-02', { id: 'P', amountPence: 0.5 })),
    ).toEqual(['P outcome.amount_not_pence'])
  })
})

describe('an override', () => {
  const after = { field: 'kind', is: 'assess' }
  const process = processWith(
    { id: 'never', of: ['stop'], after },
    { id: 'guide', of: ['call', 'offer'], after, override: 'allowed' },
    { id: 'wrong', of: ['call'], after, override: 'deviation' },
  )
  const at = '2016-02-02'

  it('must name every rule that is broken, and no other', () => {
    expect(broken(process, call(at, { id: 'C' }))).toEqual(['C guide', 'C wrong'])
    expect(broken(process, call(at, { id: 'C', override: ['guide'] }))).toEqual(['C wrong'])
    expect(broken(process, call(at, { id: 'C', override: ['guide', 'wrong'] }))).toEqual([])
    const assessed = happening('assess', '2016-02-01', {}, { fit: true })
    expect(broken(process, assessed, call(at, { id: 'C', override: ['guide', 'wrong'] }))).toEqual([
      'C outcome.override_needless',
      'C outcome.override_needless',
    ])
    expect(broken(process, happening('offer', at, { id: 'O', override: ['guide', 'wrong'] }))).toEqual([
      'O outcome.override_needless',
    ])
  })

  it('must be of a rule that there is and that may be departed from, and have a reason', () => {
    expect(broken(process, happening('stop', at, { id: 'S', override: ['never'] }))).toEqual([
      'S outcome.override_not_allowed',
    ])
    const unknown = happening('stop', at, { id: 'S', override: ['other'] })
    expect(broken(processWith(), unknown)).toEqual(['S outcome.override_unknown'])
    expect(
      issuesOf(process, [call(at, { override: ['other'] })]).find(({ code }) => code === 'outcome.override_unknown'),
    ).toMatchObject({
      expected: 'one of guide, wrong',
      received: '"other"',
      exit: 5,
    })
    expect(broken(process, call(at, { id: 'C', override: ['guide', 'wrong'], reason: ' ' }))).toEqual([
      'C outcome.override_without_reason',
    ])
  })

  it('is offered in the refusal where it may be', () => {
    const said = issuesOf(process, [call(at), happening('stop', at)]).map(({ action }) => action?.split('. ')[0])
    expect(said).toEqual([
      'Record what it lacks too or correct the event or, where the case asks for it all the same, give it override guide and a reason',
      'Record what it lacks too or correct the event or, if it happened all the same, give it override wrong and a reason.',
      'Record what it lacks too, or correct the event.',
    ])
  })
})

describe('rules and corrections', () => {
  const process = processWith(
    { id: 'fit_first', of: ['call'], after: { field: 'fit', is: true }, override: 'deviation' },
    { id: 'none_after', of: ['call'], notAfter: { field: 'kind', is: 'stop' } },
  )
  const ground = happening('assess', '2016-02-01', { id: 'G' }, { fit: true })
  const called = call('2016-02-03', { id: 'C' })

  it('look at what stands: a ground may be corrected, and taken away only with what rests on it', () => {
    const unfit = happening('assess', '2016-02-01', { id: 'G2', corrects: 'G' }, { fit: false })
    const later = happening('assess', '2016-02-04', { id: 'G3', corrects: 'G' }, { fit: true })
    const sameDay = happening('assess', '2016-02-03', { id: 'G4', corrects: 'G' }, { fit: true })
    expect(verdicts(process, [unfit], [ground, called])).toEqual(['C fit_first'])
    expect(verdicts(process, [later], [ground, called])).toEqual(['C fit_first'])
    expect(verdicts(process, [sameDay], [ground, called])).toEqual([])
    const knowing = call('2016-02-03', { id: 'C2', corrects: 'C', override: ['fit_first'] })
    expect(verdicts(process, [unfit, knowing], [ground, called])).toEqual([])
    expect(verdicts(process, [knowing], [ground, called])).toEqual(['C2 outcome.override_needless'])
  })

  it('refuse an event that is told late and forbids a recorded one, and name that one', () => {
    const stop = happening('stop', '2016-02-02', { id: 'S' })
    const [issue] = issuesOf(process, [stop], [ground, called])
    expect(issue?.place).toEqual({ file: 'events.csv', line: 2, field: 'kind' })
    expect(issue?.expected).toContain('for call at 2016-02-03 (event C, recorded before)')
    expect(verdicts(process, [stop, call('2016-02-01', { id: 'C2', corrects: 'C' })], [ground, called])).toEqual([])
  })
})
