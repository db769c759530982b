import { describe, expect, it } from 'vitest'
import { dateAfter } from '../../../src/core/civil-date.ts'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import type { OutcomeEvent } from '../../../src/model/event.ts'
import { checkEvents, processDeviations } from '../../../src/outcomes/index.ts'
import { recordedEvents, tellCourse } from '../../../src/pipeline/synthetic/story.ts'
import { of } from './process.ts'
import { protocol, synthetic } from './support.ts'

const dates = Array.from({ length: 274 }, (_, days) => dateAfter(protocol.followUp.from, { days }))

/** A story of each course, with a balance of £900 (£40, £200 where the course wants less) and half of it settled. */
function storyOf(id: string): { arm: string; events: OutcomeEvent[] } {
  const course = synthetic.outcomes.courses.find(each => each.id === id)
  if (course === undefined) throw new Error(`no course ${id}`)
  const balance = course.balance.to === undefined ? 90_000 : course.balance.to === '300' ? 20_000 : 4000
  const settlement = course.settlement === 'full' ? balance : course.settlement === 'part' ? balance / 2 : 0
  const source = simulationStream({ purpose: `test: ${id}`, seed: 'story' })
  const told = tellCourse('C', course, { balance, settlement }, synthetic.outcomes, source)
  return { arm: Object.keys(course.cases)[0] ?? '', events: recordedEvents(told, dates) }
}

/** Rules that are broken by a story of an arm, each once; other refusals by their code. */
function broken(arm: string, events: readonly OutcomeEvent[]): string[] {
  const located = events.map((event, index) => ({ event, place: { row: index + 1 } }))
  const allocation = new Map([['C', { arm }]])
  const issues = checkEvents(located, { protocol, allocation, knownCases: allocation, existing: [] })
  const rules = issues.map(({ code, expected }) => /\(rule (\w+): /.exec(expected)?.[1] ?? code)
  return [...new Set(rules)].sort()
}

let made = 0
const event = (kind: string, at: string, more: Partial<OutcomeEvent> = {}): OutcomeEvent => ({
  id: `M${++made}`,
  case: 'C',
  kind,
  at,
  by: 'test',
  fields: {},
  ...more,
})
const changed = (events: readonly OutcomeEvent[], which: OutcomeEvent | undefined, more: Partial<OutcomeEvent>) =>
  events.map(each => (each === which ? { ...each, ...more } : each))
const without = (events: readonly OutcomeEvent[], which: OutcomeEvent | undefined) =>
  events.filter(each => each !== which)
const payment = (at: string, amountPence: number, basis = 'ordinary') =>
  event('payment', at, { amountPence, fields: { basis } })

describe('the process of the part payment trial', () => {
  it('is kept by a story of every course', () => {
    for (const { id } of synthetic.outcomes.courses) {
      const { arm, events } = storyOf(id)
      expect([id, ...broken(arm, events)]).toEqual([id])
    }
  })

  it('records the calls after a refusal as deviations, and refuses them unsaid', () => {
    const { arm, events } = storyOf('deviation_write_off_refused')
    const calls = of(events, 'call').filter(({ fields }) => fields.party === 'pwc')
    const deviations = processDeviations(protocol, events)
    expect(deviations.map(({ event: id, rule }) => [id, rule])).toEqual(calls.map(({ id }) => [id, 'nrp_called_first']))
    const unsaid = events.map(({ override, reason, ...each }) => each)
    expect(broken(arm, unsaid)).toEqual(['nrp_called_first'])
  })

  it('gives three attempts in 48 hours', () => {
    const { arm, events } = storyOf('pwc_not_contacted')
    const [first, , third] = of(events, 'call')
    const late = new Date(Date.parse(first?.at ?? '') + 48 * 3_600_000 + 60_000).toISOString().replace('.000', '')
    expect(broken(arm, changed(events, third, { at: late }))).toEqual(['three_attempts'])
    expect(broken(arm, [...events, { ...(third as OutcomeEvent), id: 'fourth' }])).toEqual(['three_attempts'])
  })

  it('passes on reasonable offers as they were made, others with a reason', () => {
    const { arm, events } = storyOf('nrp_interested_low_offer_passed_on')
    const [passed] = of(events, 'offer_passed_on')
    expect(passed?.override).toEqual(['offer_100'])
    expect(broken(arm, changed(events, passed, { override: undefined }))).toEqual(['offer_100'])
    const tiny = events.map(each => (each.kind === 'offer' || each === passed ? { ...each, amountPence: 1999 } : each))
    expect(broken(arm, tiny)).toEqual(['offer_tenth'])
    expect(broken(arm, changed(events, passed, { amountPence: 9000 }))).toEqual(['nrp_offer_as_made'])
    const large = events.map(each =>
      each.kind === 'offer' || each === passed ? { ...each, amountPence: 10_000 } : each,
    )
    expect(broken(arm, large)).toEqual(['outcome.override_needless'])
  })

  it('takes one lump sum, as agreed, once all have signed', () => {
    const { arm, events } = storyOf('pwc_interested_paid_in_part_in_scotland')
    const [paid] = of(events, 'payment')
    for (const [giver, rule] of [
      ['nrp', 'nrp_signed'],
      ['pwc', 'pwc_consented'],
      ['child', 'child_consented'],
    ] as const) {
      expect(
        broken(
          arm,
          without(
            events,
            of(events, 'consent').find(({ fields }) => fields.giver === giver),
          ),
        ),
      ).toEqual([rule])
    }
    expect(broken(arm, without(events, of(events, 'advice')[0]))).toEqual(['advice_first', 'advised_before_consent'])
    const half = changed(without(events, of(events, 'write_off')[0]), paid, { amountPence: 22_500 })
    const twice = [...half, payment(paid?.at ?? '', 22_500, 'part')]
    expect(broken(arm, twice)).toEqual(['part_payment_as_agreed', 'single_lump_sum'])
  })

  it('takes a full payment in instalments that come to what was agreed', () => {
    const { arm, events } = storyOf('nrp_paid_in_full')
    const [paid] = of(events, 'payment')
    const half = changed(events, paid, { amountPence: 45_000 })
    expect(broken(arm, [...half, payment(paid?.at ?? '', 45_000, 'full')])).toEqual([])
    expect(broken(arm, [...half, payment(paid?.at ?? '', 45_001, 'full')])).toEqual(['full_payment_as_agreed'])
    expect(broken(arm, [...events, payment(paid?.at ?? '', -1, 'full'), payment(paid?.at ?? '', 1, 'full')])).toEqual(
      [],
    )
  })

  it('takes ordinary payments and their return in every arm, but not more than was paid', () => {
    const paid = payment('2016-03-01', 5000)
    for (const arm of ['pwc_first', 'nrp_first', 'control']) {
      expect(broken(arm, [paid, payment('2016-03-02', -5000)])).toEqual([])
      expect(broken(arm, [paid, payment('2016-03-02', -5001)])).toEqual(['returned_as_paid'])
      expect(broken(arm, [payment('2016-03-02', 0)])).toEqual(['payment_not_zero'])
    }
  })

  it('ends with a write-off of what is left, or when a case is taken out', () => {
    const { arm, events } = storyOf('pwc_wants_write_off')
    const [written] = of(events, 'write_off')
    const later = dateAfter(written?.at ?? '', { days: 1 })
    const again = event('call', later, { fields: { party: 'pwc', reached: true } })
    expect(broken(arm, [...events, again, payment(later, 100)])).toEqual([
      'no_payment_after_write_off',
      'no_process_after_write_off',
    ])
    expect(
      broken(arm, [
        ...events,
        { ...payment(later, 100), override: ['no_payment_after_write_off'], reason: 'came late' },
      ]),
    ).toEqual([])
    const part = payment(dateAfter(of(events, 'balance')[0]?.at ?? '', { days: 1 }), 2500)
    expect(broken(arm, [...events, part])).toEqual(['rest_written_off'])
    expect(broken(arm, changed([...events, part], written, { amountPence: 87_500 }))).toEqual([])
    const stop = event('stop', of(events, 'balance')[0]?.at ?? '', { fields: { cause: 'death' } })
    expect(broken(arm, [...events, stop])).toEqual(['no_process_after_stop'])
  })

  it('keeps control cases from calls, and records one that was made all the same', () => {
    const call = event('call', '2015-11-09T10:00:00Z', { fields: { party: 'nrp', reached: true } })
    const said = { ...call, override: ['control_not_called'], reason: 'taken for a case of the NRP first group' }
    expect(broken('control', [call])).toEqual(['control_not_called'])
    expect(broken('control', [said])).toEqual([])
    expect(processDeviations(protocol, [said]).map(({ rule }) => rule)).toEqual(['control_not_called'])
    expect(broken('pwc_first', [call])).toEqual(['pwc_called_first', 'suitable_called'])
    const answer = event('response', '2015-11-09T10:05:00Z', { fields: { party: 'nrp', answer: 'refuses' } })
    expect(broken('control', [said, answer])).toContain('outcome.kind_not_in_arm')
  })

  it('has no rule that nothing breaks', () => {
    const seen = new Set<string>()
    const note = (arm: string, events: readonly OutcomeEvent[]) => {
      for (const rule of broken(arm, events)) seen.add(rule)
    }
    for (const { id } of synthetic.outcomes.courses) {
      const { arm, events } = storyOf(id)
      const last = events.at(-1)?.at ?? ''
      note(arm === 'pwc_first' ? 'nrp_first' : 'pwc_first', events)
      note('control', events)
      for (const each of events) {
        note(arm, without(events, each))
        note(arm, [...events, { ...each, id: 'again', at: last }])
        if (each.amountPence !== undefined) {
          for (const amountPence of [0, 1, each.amountPence + 1, -each.amountPence])
            note(arm, changed(events, each, { amountPence }))
        }
        const { party, basis, suitable } = each.fields
        if (party !== undefined)
          note(arm, changed(events, each, { fields: { ...each.fields, party: party === 'pwc' ? 'nrp' : 'pwc' } }))
        if (basis !== undefined)
          note(arm, changed(events, each, { fields: { ...each.fields, basis: basis === 'part' ? 'full' : 'part' } }))
        if (suitable !== undefined)
          note(arm, changed(events, each, { fields: { ...each.fields, suitable: !suitable } }))
        if (suitable === false)
          note(arm, changed(events, each, { fields: { suitable, unsuitable_reason: 'below_50' } }))
      }
      note(arm, [...events, event('stop', '2015-11-01', { fields: { cause: 'withdrawal' } })])
      note(arm, [...events, event('write_off', '2015-11-01', { amountPence: 1 }), payment('2016-07-31', 1)])
    }
    const untouched = protocol.process.rules.map(({ id }) => id).filter(id => !seen.has(id))
    expect(untouched).toEqual([])
  })
})
