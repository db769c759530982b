import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateAfter, dateOfDay, daysOf } from '../../src/core/civil-date.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import type { Protocol } from '../../src/model/protocol.ts'
import { buildAnalysisSet } from '../../src/outcomes/analysis-set.ts'
import { analysisSetText, readAnalysisSet } from '../../src/outcomes/analysis-set-file.ts'
import { caseWindows } from '../../src/outcomes/case-window.ts'
import { temporaryFolder } from '../storage/temporary.ts'
import { allocation, event, sample, protocol as small } from './trial.ts'

const { folder } = temporaryFolder()
const withPeriod = (perCase: Protocol['followUp']['perCase'], more: Partial<Protocol> = {}): Protocol => ({
  ...small,
  ...more,
  followUp: { ...small.followUp, perCase },
})
const window = (
  start: string,
  period: { days?: number; months?: number },
  followUp = { from: '2000-01-01', to: '2030-01-01' },
) =>
  caseWindows(
    { timeZone: 'Europe/London', followUp: { ...followUp, perCase: { from: 'allocation', ...period } } },
    [{ id: 'C1' }],
    new Map(),
    new Map([['C1', start]]),
  )?.[0]

describe('the window of a case', () => {
  test.each([
    ['2016-01-31', { months: 1 }, '2016-02-29'],
    ['2015-01-31', { months: 1 }, '2015-02-28'],
    ['2016-01-31', { months: 13 }, '2017-02-28'],
    ['2016-10-31', { months: 1, days: 1 }, '2016-12-01'],
    ['2016-02-28', { days: 1 }, '2016-02-29'],
    ['2016-12-31', { days: 1 }, '2017-01-01'],
  ])('from %s for %o ends on %s', (start, period, end) => {
    expect(window(start, period)).toEqual({ from: start, to: end, isComplete: true })
  })

  test('starts on the civil day of an arrival in the time zone of the trial, in summer as in winter', () => {
    expect(window('2016-03-26T23:59:59Z', { days: 1 })?.from).toBe('2016-03-26')
    // British Summer Time begins on 27 March 2016 at 01:00.
    expect(window('2016-03-27T22:59:59Z', { days: 1 })).toMatchObject({ from: '2016-03-27', to: '2016-03-28' })
    expect(window('2016-03-27T23:00:00Z', { days: 1 })).toMatchObject({ from: '2016-03-28', to: '2016-03-29' })
    expect(window('2016-10-29T23:30:00Z', { days: 1 })?.from).toBe('2016-10-30')
    expect(window('2016-10-30T23:30:00Z', { days: 1 })?.from).toBe('2016-10-30')
  })

  test('is complete where the follow-up holds both of its ends', () => {
    const complete = (from: string, to: string) => window('2016-03-01', { days: 30 }, { from, to })?.isComplete
    expect(complete('2016-03-01', '2016-03-31')).toBe(true)
    expect(complete('2016-03-02', '2016-03-31')).toBe(false)
    expect(complete('2016-03-01', '2016-03-30')).toBe(false)
  })

  test('has as many days as it says, and one more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 20_000 }), fc.integer({ min: 1, max: 400 }), (day, days) => {
        const found = window(dateOfDay(day), { days }, { from: '1990-01-01', to: '2030-01-01' })
        expect(daysOf(found?.to ?? '') - daysOf(found?.from ?? '')).toBe(days)
      }),
    )
  })

  test('is of no case where the protocol gives none', () => {
    expect(caseWindows(small, allocation, new Map(), undefined)).toBeUndefined()
  })
})

describe('outcomes in windows', () => {
  const arrivals = new Map([
    ['C1', '2015-11-01'],
    ['C10', '2016-01-31T10:00:00Z'],
    ['C2', '2016-07-01'],
    ['C3', '2016-06-30'],
  ])
  const protocol = withPeriod({ from: 'allocation', months: 1 })
  const pay = (id: string, at: string) => event('payment', { case: id, at, amountPence: 100 })
  const build = (events: OutcomeEvent[], changes: Partial<Protocol> = {}) =>
    buildAnalysisSet({ ...protocol, ...changes }, { allocation, sample, events, arrivals })
  const values = (id: string, set: ReturnType<typeof build>) => set.outcomes.get(id)?.values

  test('count events of both end days and of no other', () => {
    const set = build([
      pay('C1', '2015-12-01T23:59:59Z'),
      pay('C1', '2015-12-02'),
      pay('C10', '2016-01-31T09:00:00Z'),
      pay('C10', '2016-02-29T23:59:59Z'),
      pay('C10', '2016-03-01T00:00:00Z'),
      pay('C3', '2016-07-30'),
      pay('C3', '2016-07-31'),
    ])
    // Of C1, C10, C2 and C3; the month of C2 ends after the follow-up.
    expect(values('amount', set)).toEqual([100, 200, null, 100])
    expect(values('payer', set)).toEqual([1, 1, null, 1])
    expect(values('arrears', set)).toEqual([1000, 2000, 3000, null])
    expect(set.windows?.map(each => each?.isComplete)).toEqual([true, true, false, true])
  })

  test('a silent case is zero where its window is complete, and missing where it is censored', () => {
    expect(values('amount', build([]))).toEqual([0, 0, null, 0])
  })

  test('start from a baseline date; without it they are missing', () => {
    const fields = [
      ...small.caseload.fields,
      { id: 'due', title: 'Due', type: 'date' as const, baseline: true as const, optional: true as const },
    ]
    const dated = withPeriod({ from: 'due', days: 10 }, { caseload: { ...small.caseload, fields } })
    const withDates = sample.map((each, index) => ({
      ...each,
      baseline: { ...each.baseline, due: index === 0 ? null : '2016-02-20' },
    }))
    const set = buildAnalysisSet(dated, {
      allocation,
      sample: withDates,
      events: [pay('C1', '2016-03-01'), pay('C10', '2016-03-02')],
    })
    expect(set.outcomes.get('amount')?.values).toEqual([100, 0, 0, null])
    expect(set.windows?.at(-1)).toBeNull()
  })

  test('start with the follow-up where all cases were allocated together', () => {
    const set = buildAnalysisSet(protocol, { allocation, sample, events: [] })
    expect(set.windows?.[0]).toEqual({
      from: '2015-11-01',
      to: dateAfter('2015-11-01', { months: 1 }),
      isComplete: true,
    })
  })

  test('a case whose arrival is not known has none', () => {
    const set = buildAnalysisSet(protocol, { allocation, sample, events: [], arrivals: new Map() })
    expect(set.windows).toEqual([null, null, null, null])
    expect(set.outcomes.get('payer')?.values).toEqual([null, null, null, null])
  })

  test('are written and read again', async () => {
    const path = join(folder, 'set.csv')
    const set = build([pay('C1', '2015-11-05')])
    const text = analysisSetText(protocol, set)
    expect(text.split('\n')[1]).toContain(',2015-11-01,2015-12-01,complete,')
    expect(text.split('\n')[3]).toContain(',2016-07-01,2016-08-01,censored,')
    writeFileSync(path, text)
    expect((await readAnalysisSet(path, protocol)).set).toEqual(set)
  })

  test('a withdrawal up to the end of the window makes outcomes missing, one after it does not', () => {
    const outcomes = small.outcomes.map(outcome => ({ ...outcome, missingWhen: { field: 'kind', is: 'settlement' } }))
    const withdraw = (id: string, at: string) => event('settlement', { case: id, at })
    const set = build([pay('C1', '2015-11-05'), withdraw('C1', '2015-12-01'), withdraw('C10', '2016-03-01')], {
      outcomes,
    })
    expect(values('payer', set)).toEqual([null, 0, null, 0])
    expect(values('arrears', set)).toEqual([null, 2000, 3000, null])
  })
})

test('without windows a withdrawal at any time makes the outcome missing', () => {
  const outcomes = small.outcomes.map(outcome => ({ ...outcome, missingWhen: { field: 'kind', is: 'settlement' } }))
  const events = [event('payment', { case: 'C1' }), event('settlement', { case: 'C1', at: '2016-07-31' })]
  const set = buildAnalysisSet({ ...small, outcomes }, { allocation, sample, events })
  expect(set.outcomes.get('payer')?.values).toEqual([null, 0, 0, 0])
})
