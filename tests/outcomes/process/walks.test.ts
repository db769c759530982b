import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OutcomeEvent } from '../../../src/model/event.ts'
import { type ReferenceRule, referenceVerdicts } from './reference.ts'
import { call, happening, processWith, reached, verdicts } from './small-process.ts'

const kind = (name: string) => ({ field: 'kind', is: name })
const is = (name: string) => (event: OutcomeEvent) => event.kind === name
const isReached = ({ fields }: OutcomeEvent) => fields.reached === true

const process = processWith(
  { id: 'fit_first', of: ['call'], after: { field: 'fit', is: true }, override: 'deviation' },
  { id: 'not_stopped', of: ['call', 'offer', 'pay'], notAfter: kind('stop'), override: 'allowed' },
  {
    id: 'attempts',
    of: ['call'],
    limit: {
      count: 2,
      within: { hours: 48 },
      per: 'party',
      until: { any: [{ field: 'reached', is: true }, kind('offer')] },
    },
    override: 'deviation',
  },
  { id: 'a_third', of: ['offer'], amount: { atLeast: { percent: 33, of: kind('offer') } }, override: 'allowed' },
  { id: 'not_more', of: ['pay'], amount: { atMost: { of: kind('offer'), less: kind('pay') } }, override: 'deviation' },
)

/** The same rules in plain functions. */
const reference: readonly ReferenceRule[] = [
  { id: 'fit_first', about: is('call'), after: ({ fields }) => fields.fit === true },
  { id: 'not_stopped', about: event => ['call', 'offer', 'pay'].includes(event.kind), notAfter: is('stop') },
  {
    id: 'attempts',
    about: is('call'),
    limit: { count: 2, hours: 48, per: 'party', until: event => isReached(event) || event.kind === 'offer' },
  },
  {
    id: 'a_third',
    about: is('offer'),
    amount: { holds: (amount, limit) => amount >= limit, percent: 33n, of: is('offer') },
  },
  {
    id: 'not_more',
    about: is('pay'),
    amount: { holds: (amount, limit) => amount <= limit, percent: 100n, of: is('offer'), less: is('pay') },
  },
]

type Make = (at: string, id: string) => OutcomeEvent

const alphabet: readonly Make[] = [
  (at, id) => happening('assess', at, { id }, { fit: true }),
  (at, id) => call(at, { id }),
  (at, id) => call(at, { id, override: ['attempts'] }),
  (at, id) => reached(at, { id }, 'b'),
  (at, id) => happening('offer', at, { id, amountPence: 1000 }),
  (at, id) => happening('pay', at, { id, amountPence: 600 }),
  (at, id) => happening('stop', at, { id }),
]
const more: readonly Make[] = [
  ...alphabet,
  (at, id) => happening('assess', at, { id }, { fit: false }),
  (at, id) => call(at, { id }, { party: null }),
  (at, id) => call(at, { id, override: ['attempts', 'fit_first'] }),
  (at, id) => reached(at, { id }, 'a'),
  (at, id) => happening('offer', at, { id, amountPence: 331 }),
  (at, id) => happening('offer', at, { id, amountPence: 329, override: ['a_third'] }),
  (at, id) => happening('pay', at, { id, amountPence: -300 }),
  (at, id) => happening('pay', at, { id, amountPence: 400, override: ['not_more', 'not_stopped'] }),
]
const days = ['2016-01-04', '2016-01-05', '2016-01-06', '2016-01-07', '2016-01-08']
const times = [...days, ...days.flatMap(day => [`${day}T09:00:00Z`, `${day}T17:00:00Z`])]

/** Ids that do not follow the order of making, so that ties by id are seen. */
const idAt = (index: number) => `${'DBEAC'[index % 5]}${index}`

describe('every walk of four steps', () => {
  const walks = (steps: number): Make[][] =>
    steps === 0 ? [[]] : walks(steps - 1).flatMap(walk => alphabet.map(step => [...walk, step]))

  it.each([
    ['on days apart', (index: number) => days[index] ?? ''],
    ['on one day', () => days[0] ?? ''],
    [
      'in turn dates and instants of two days',
      (index: number) => [days[0], `${days[0]}T09:00:00Z`, `${days[1]}T08:00:00Z`, days[1]][index] ?? '',
    ],
  ])(
    'is judged as the reference judges it, %s',
    (_, timeAt) => {
      let refused = 0
      for (const walk of walks(4)) {
        const events = walk.map((make, index) => make(timeAt(index), idAt(index)))
        const expected = referenceVerdicts(reference, events)
        expect(verdicts(process, events)).toEqual(expected)
        if (expected.length > 0) refused += 1
      }
      expect(refused).toBeGreaterThan(500)
      expect(refused).toBeLessThan(2401)
    },
    60_000,
  )
})

const story = fc
  .array(fc.tuple(fc.constantFrom(...more), fc.constantFrom(...times)), { minLength: 1, maxLength: 14 })
  .map(parts => parts.map(([make, at], index) => make(at, idAt(index))))

describe('any story', () => {
  it('is judged as the reference judges it', () => {
    fc.assert(
      fc.property(story, events => {
        expect(verdicts(process, events)).toEqual(referenceVerdicts(reference, events))
      }),
      { numRuns: 600 },
    )
  })

  it('is judged alike in any order of rows, and when part of it was recorded before', () => {
    fc.assert(
      fc.property(
        story.chain(events => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length }))),
        fc.nat(),
        ([events, mixed], cut) => {
          const expected = verdicts(process, events)
          expect(verdicts(process, mixed)).toEqual(expected)
          const recorded = mixed.slice(0, cut % mixed.length)
          expect(verdicts(process, mixed.slice(recorded.length), recorded)).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is judged alike at once and one event at a time in order of time', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...more), { minLength: 1, maxLength: 10 }), makes => {
        const start = Date.parse('2016-01-04T09:00:00Z')
        const events = makes.map((make, index) =>
          make(new Date(start + index * 11 * 3_600_000).toISOString().replace('.000', ''), idAt(index)),
        )
        const oneByOne = events.flatMap((event, index) =>
          verdicts(process, [event], events.slice(0, index)).filter(text => text.startsWith(`${event.id} `)),
        )
        expect(oneByOne.sort()).toEqual(verdicts(process, events))
      }),
      { numRuns: 300 },
    )
  })
})
