import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../../src/model/event.ts'
import type { Process } from '../../../src/model/process.ts'
import { type AllowedKind, allowedNext, allowedText, processDeviations } from '../../../src/outcomes/index.ts'
import { call, happening, processWith, reached, verdicts } from './small-process.ts'

const kind = (name: string) => ({ field: 'kind', is: name })
const next = (process: Process, events: readonly OutcomeEvent[], at: string, arm = 'call') =>
  allowedNext({ process, timeZone: 'Europe/London' }, { arm, events, at })
const of = (kinds: readonly AllowedKind[], name: string) => kinds.find(each => each.kind === name)

describe('what is allowed next', () => {
  const process = processWith(
    { id: 'assessed', of: ['call'], after: { field: 'fit', is: true } },
    { id: 'stopped', of: ['call', 'offer'], notAfter: kind('stop'), override: 'deviation' },
    { id: 'twice', of: ['call'], limit: { count: 2, per: 'party' } },
    {
      id: 'reached_first',
      of: ['call'],
      arms: ['call'],
      when: { field: 'party', is: 'b' },
      after: { field: 'reached', is: true },
      override: 'allowed',
    },
    { id: 'half', of: ['pay'], amount: { atLeast: { percent: 50, of: kind('offer') } } },
  )
  const fit = happening('assess', '2016-02-01', {}, { fit: true })

  it('is every kind of the arm, with what closes it', () => {
    const kinds = next(process, [], '2016-02-01')
    expect(kinds.map(each => [each.kind, each.state])).toEqual([
      ['assess', 'open'],
      ['call', 'closed'],
      ['offer', 'open'],
      ['pay', 'closed'],
      ['stop', 'open'],
    ])
    expect(of(kinds, 'call')?.restrictions.map(({ rule }) => rule)).toEqual(['assessed', 'reached_first'])
    expect(of(kinds, 'pay')?.restrictions).toEqual([
      {
        rule: 'half',
        title: 'Title of half',
        says: 'wants an amount of at least 50 % of the latest amount of which kind is offer; found no earlier event of which kind is offer',
        override: null,
      },
    ])
  })

  it('names the values that keep a rule, and the sums', () => {
    const kinds = next(
      process,
      [fit, call('2016-02-02'), call('2016-02-03'), happening('offer', '2016-02-04', { amountPence: 333 })],
      '2016-02-05',
    )
    expect(of(kinds, 'call')).toEqual({
      kind: 'call',
      title: 'Call',
      state: 'open',
      restrictions: [
        { rule: 'twice', title: 'Title of twice', says: 'only where party is b', override: null },
        {
          rule: 'reached_first',
          title: 'Title of reached_first',
          says: 'not where party is b: wants an event of the case before it, or at its time, of which reached is true; found none',
          override: 'allowed',
        },
      ],
    })
    expect(of(kinds, 'pay')?.restrictions.map(({ says }) => says)).toEqual(['only of at least £1.67'])
    expect(allowedText(kinds)).toBe('assess, call (within twice, reached_first), offer, pay (within half), stop')
  })

  it('tells what is closed from what may be departed from', () => {
    const stop = happening('stop', '2016-02-02')
    const kinds = next(process, [fit, stop], '2016-02-03')
    expect([of(kinds, 'call')?.state, of(kinds, 'offer')?.state]).toEqual(['override', 'override'])
    expect(allowedText(kinds)).toContain('offer (only with override of stopped)')
    expect(of(next(process, [fit, stop], '2016-02-02'), 'call')?.state).toBe('open')
    const voided = happening('void', '2016-02-02', { corrects: stop.id })
    expect(of(next(process, [fit, stop, voided], '2016-02-03'), 'call')?.state).toBe('open')
    expect(of(next(process, [stop], '2016-02-03'), 'call')?.state).toBe('closed')
  })

  it('gives what depends on the arm as a restriction where the arm is not to be known', () => {
    const history = { arm: undefined, events: [fit], at: '2016-02-03' }
    const hidden = of(allowedNext({ process, timeZone: 'Europe/London' }, history), 'call')
    expect(hidden?.state).toBe('open')
    expect(hidden?.restrictions.map(({ says }) => says)).toEqual([
      'not in arm call, where party is b: wants an event of the case before it, or at its time, of which reached is true; found none',
    ])
    expect(of(next(process, [fit], '2016-02-03', 'control'), 'call')?.restrictions).toEqual([])
  })

  it('says so where nothing is', () => {
    const closed = { kind: 'call', title: 'Call', state: 'closed', restrictions: [] } as const
    expect(allowedText([closed])).toBe('nothing')
  })

  it('closes no kind of which some event would be taken, and opens none of which none would', () => {
    const makes: ((at: string) => OutcomeEvent[])[] = [
      at => [happening('assess', at, {}, { fit: true }), happening('assess', at, {}, { fit: false })],
      at => ['a', 'b'].flatMap(party => [call(at, {}, { party }), reached(at, {}, party)]),
      at => [happening('offer', at, { amountPence: 500 })],
      at => [happening('pay', at, { amountPence: 1_000_000 }), happening('pay', at, { amountPence: 1 })],
      at => [happening('stop', at)],
    ]
    const days = ['2016-02-01', '2016-02-02', '2016-02-03T10:00:00Z', '2016-02-03']
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), fc.nat(3), fc.constantFrom(...days)), { maxLength: 6 }),
        fc.constantFrom(...days),
        (steps, at) => {
          const events = steps.map(([make, which, time]) => {
            const made = makes[make]?.(time) ?? []
            return made[which % made.length] as OutcomeEvent
          })
          for (const each of next(process, events, at)) {
            const candidates = makes.flatMap(make => make(at)).filter(event => event.kind === each.kind)
            const taken = candidates.some(
              event => !verdicts(process, [...events, event]).some(text => text.startsWith(`${event.id} `)),
            )
            expect([each.kind, each.state === 'open']).toEqual([each.kind, taken])
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

it('the deviations of a log are those that stand, of rules that make them so', () => {
  const process = processWith(
    { id: 'guide', of: ['call'], after: { field: 'fit', is: true }, override: 'allowed' },
    { id: 'wrong', of: ['call'], after: { field: 'fit', is: true }, override: 'deviation' },
  )
  const first = call('2016-02-01', { id: 'A', override: ['guide', 'wrong'], reason: 'in a hurry' })
  const second = call('2016-02-02', { id: 'B', override: ['guide', 'wrong'] })
  const instead = call('2016-02-02', { id: 'C', corrects: 'B', override: ['guide', 'wrong'], reason: 'wrong form' })
  expect(processDeviations({ process }, [first, second, instead])).toEqual([
    {
      case: 'C2',
      event: 'A',
      kind: 'call',
      at: '2016-02-01',
      rule: 'wrong',
      title: 'Title of wrong',
      reason: 'in a hurry',
    },
    {
      case: 'C2',
      event: 'C',
      kind: 'call',
      at: '2016-02-02',
      rule: 'wrong',
      title: 'Title of wrong',
      reason: 'wrong form',
    },
  ])
})
