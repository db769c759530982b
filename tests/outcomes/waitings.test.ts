import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { OutcomeEvent } from '../../src/model/event.ts'
import { type Protocol, protocolSchema } from '../../src/model/protocol.ts'
import { endsOf, waitingCode, waitingOf } from '../../src/model/waiting.ts'
import { buildAnalysisSet } from '../../src/outcomes/analysis-set.ts'
import { analysisSetText, readAnalysisSet } from '../../src/outcomes/analysis-set-file.ts'
import { describeColumns } from '../../src/outcomes/dictionary.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { allocation, event, sample, protocol as small } from './trial.ts'

const { folder } = temporaryFolder()

const outcomes = [
  {
    id: 'wait',
    type: 'time',
    title: 'Days to the first payment',
    until: { field: 'kind', is: 'payment' },
    competing: [{ id: 'settled', title: 'Settled', when: { field: 'kind', is: 'settlement' } }],
    censoredWhen: {
      all: [
        { field: 'kind', is: 'response' },
        { field: 'answer', is: 'no' },
      ],
    },
  },
]
const protocolWith = (changes: object = {}): Protocol => protocolSchema.parse({ ...small, outcomes, ...changes })
const protocol = protocolWith()
const [wait] = protocol.outcomes
const ends = wait?.type === 'time' ? endsOf(wait) : []

const pay = (id: string, at: string) => event('payment', { case: id, at, amountPence: 100 })
const settle = (id: string, at: string) => event('settlement', { case: id, at, amountPence: 100 })
const refuse = (id: string, at: string) => event('response', { case: id, at }, { answer: 'no' })

function waits(
  events: OutcomeEvent[],
  of: Protocol = protocol,
  arrivals?: ReadonlyMap<string, string>,
): (string | null)[] {
  const set = buildAnalysisSet(of, { allocation, sample, events, arrivals })
  return (set.outcomes.get('wait')?.values ?? []).map(value => {
    if (typeof value !== 'number') return null
    const { day, end } = waitingOf(value, ends)
    return `${day} ${end}`
  })
}

describe('the waiting of a case', () => {
  test('ends with the first event that ends it; the first day of the follow-up is day 1', () => {
    // Of C1, C10, C2 and C3; the follow-up is from 1 November 2015 to 31 July 2016, 274 days.
    const events = [
      pay('C1', '2015-11-01'),
      pay('C10', '2016-07-31'),
      settle('C2', '2015-11-03'),
      pay('C2', '2015-11-04'),
    ]
    expect(waits(events)).toEqual(['1 event', '274 event', '3 settled', '274 null'])
    expect(waits([...events].reverse())).toEqual(waits(events))
  })

  test('is censored on the day of an event from which on the case is followed no longer', () => {
    expect(waits([refuse('C2', '2015-11-10'), pay('C2', '2015-11-11')])[2]).toBe('10 null')
    expect(waits([pay('C2', '2015-11-09'), refuse('C2', '2015-11-10')])[2]).toBe('9 event')
  })

  test('at one time, what is waited for comes first, what competes next and censoring last', () => {
    const at = '2015-11-05'
    const [paid, settled, refused] = [pay('C2', at), settle('C2', at), refuse('C2', at)]
    for (const order of [
      [paid, settled, refused],
      [refused, settled, paid],
    ])
      expect(waits(order)[2]).toBe('5 event')
    expect(waits([refused, settled])[2]).toBe('5 settled')
    const earlier = settle('C2', '2015-11-05T09:00:00Z')
    expect(waits([pay('C2', '2015-11-05T10:00:00Z'), earlier])[2]).toBe('5 settled')
  })

  test('of a case with a window of its own is counted from its first day, and censored where the follow-up ends before it', () => {
    const arrivals = new Map([
      ['C1', '2015-11-10T12:00:00Z'],
      ['C10', '2016-07-30'],
      ['C2', '2016-01-01'],
      ['C3', '2016-01-01'],
    ])
    const own = protocolWith({ followUp: { ...small.followUp, perCase: { from: 'allocation', days: 9 } } })
    const events = [pay('C1', '2015-11-09'), pay('C1', '2015-11-12'), pay('C2', '2016-01-11')]
    expect(waits(events, own, arrivals)).toEqual(['3 event', '2 null', '10 null', '10 null'])
    expect(waits([], own, new Map())).toEqual([null, null, null, null])
    const early = new Map([...arrivals, ['C2', '2015-10-31']])
    expect(waits([], own, early)[2]).toBeNull()
  })

  test('is missing where a rule says so', () => {
    const withdrawn = protocolWith({ outcomes: [{ ...outcomes[0], missingWhen: { field: 'kind', is: 'screened' } }] })
    expect(
      waits([event('screened', {}, { suitability: 'suitable' })], withdrawn).filter(each => each === null),
    ).toHaveLength(1)
  })

  test('is one number in order of day, and the number tells it', () => {
    const codes = [1, 2, 300].flatMap(day => [null, 'event', 'settled'].map(end => ({ day, end })))
    expect(codes.map(each => waitingOf(waitingCode(each, ends), ends))).toEqual(codes)
    const numbers = codes.map(each => waitingCode(each, ends))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
  })
})

describe('the columns of a waiting', () => {
  test('are days and end, and are read as they were written', async () => {
    const observed = protocolWith({
      outcomes: [{ ...outcomes[0], observed: { arms: ['call'] }, missingWhen: { field: 'kind', is: 'screened' } }],
    })
    const events = [pay('C2', '2015-11-04'), event('screened', { case: 'C3' }, { suitability: 'suitable' })]
    const set = buildAnalysisSet(observed, { allocation, sample, events })
    const text = analysisSetText(observed, set)
    expect(text.split('\n').map(line => line.split(',').slice(-2).join(' '))).toEqual([
      'wait_days wait_end',
      'NA NA',
      'NA NA',
      '4 event',
      ' ',
      '',
    ])
    const path = join(folder, 'set.csv')
    writeFileSync(path, text)
    expect((await readAnalysisSet(path, observed)).set.outcomes.get('wait')?.values).toEqual(
      set.outcomes.get('wait')?.values,
    )
    writeFileSync(path, text.replace('4,event', '4,paid'))
    await expect(readAnalysisSet(path, observed)).rejects.toThrow(/wait_end.*"paid"/)
  })

  test('are described for import', () => {
    const described = describeColumns(protocol).slice(-2)
    expect(described.map(({ column, type, unit, levels }) => [column, type, unit, levels])).toEqual([
      ['wait_days', 'integer', 'days, the first being 1', []],
      ['wait_end', 'category', '', ['event', 'settled', 'censored']],
    ])
  })
})
