import { describe, expect, it } from 'vitest'
import { measures, type RatioEvidence, readMeasure } from '../../../src/outcomes/index.ts'
import {
  measured,
  stateWith,
  valueOfMeasure,
  watchedCase,
  watchedProtocol,
  watchedRecord,
} from '../../support/watched.ts'

const [a, b, c, d] = [
  watchedCase('A', 'call', { row: 0 }),
  watchedCase('B', 'call', { row: 1 }),
  watchedCase('C', 'control', { row: 2 }),
  watchedCase('D', 'control', { row: 3, stratum: '2003' }),
] as const
const all = [a, b, c, d]

describe('measures', () => {
  it('have ids, titles and words of their own, and a unit', () => {
    for (const { id, title, computes } of measures.all) {
      expect(id).toMatch(/^[a-z][a-z_]*$/)
      expect(title).not.toBe('')
      expect(computes).toMatch(/^[A-Z].*\.$/)
    }
  })

  it('say nothing of a trial without cases', () => {
    for (const measure of measures.all) {
      const reading = measured(measure.id, stateWith([]))
      if (reading.status === 'computed') expect([0, measure.id]).toEqual([reading.value, measure.id])
    }
  })

  it('are not read by arm, or where they need arms, while the arms are sealed', () => {
    const sealed = stateWith(
      all.map(each => ({ ...each, arm: '' })),
      { armsKnown: false },
    )
    expect(measured('contamination', sealed)).toEqual({ status: 'undefined', detail: 'The arms are sealed.' })
    const [first] = readMeasure(measures.find('impossible_records') as never, sealed, {}, 'arm')
    expect(first?.reading.status).toBe('undefined')
    expect(valueOfMeasure('impossible_records', sealed)).toBe(0)
  })
})

describe('enrolled_share', () => {
  const targets = { 1993: { control: 2, call: 4 }, 2003: { control: 1, call: 1 } }
  const state = stateWith(all, { targets, plannedCases: 8 })

  it('is allocated over planned cases, also by arm and stratum', () => {
    expect(valueOfMeasure('enrolled_share', state)).toBe(0.5)
    const by = (per: 'arm' | 'stratum') => readMeasure(measures.find('enrolled_share') as never, state, {}, per)
    expect(by('arm').map(({ group, reading }) => [group, 'value' in reading && reading.value])).toEqual([
      ['control', 2 / 3],
      ['call', 2 / 5],
    ])
    expect(by('stratum').map(({ group, reading }) => [group, 'value' in reading && reading.value])).toEqual([
      ['1993', 3 / 6],
      ['2003', 1 / 2],
    ])
  })

  it('is not known without a plan, and empty before one', () => {
    expect(valueOfMeasure('enrolled_share', stateWith(all))).toBe('undefined')
    expect(valueOfMeasure('enrolled_share', stateWith(all, { plannedCases: 0 }))).toBe('empty')
  })
})

describe('sample_ratio_p', () => {
  const ratio = (pValue: number | null, group = '1993'): RatioEvidence => ({ group, pValue, detail: 'why' })

  it('is the smallest P times the number tested, at most 1', () => {
    expect(valueOfMeasure('sample_ratio_p', stateWith(all, { ratios: [ratio(0.01), ratio(0.4), ratio(null)] }))).toBe(
      0.02,
    )
    expect(valueOfMeasure('sample_ratio_p', stateWith(all, { ratios: [ratio(1), ratio(1)] }))).toBe(1)
    expect(valueOfMeasure('sample_ratio_p', stateWith(all, { ratios: [ratio(null)] }))).toBe('undefined')
    expect(valueOfMeasure('sample_ratio_p', stateWith([]))).toBe('empty')
  })

  it('is that of one stratum where it is read by stratum', () => {
    const state = stateWith(all, { ratios: [ratio(0.01), ratio(0.4, '2003')] })
    const read = readMeasure(measures.find('sample_ratio_p') as never, state, {}, 'stratum')
    expect(read.map(({ reading }) => 'value' in reading && reading.value)).toEqual([0.01, 0.4])
  })
})

describe('contamination and crossovers', () => {
  // Only the calling arm may be screened.
  const screened = { kind: 'screened' }

  it('count cases once, control apart from others', () => {
    const records = [
      watchedRecord(a, '2015-11-02', screened),
      watchedRecord(c, '2015-11-02', screened),
      watchedRecord(c, '2015-11-03', screened),
      watchedRecord(d, '2015-11-03'),
    ]
    const state = stateWith(all, { records })
    expect(measured('contamination', state)).toEqual({ status: 'computed', value: 1, detail: '1 case: screened' })
    expect(valueOfMeasure('crossovers', state)).toBe(0)
  })

  it('count an event against a rule that holds in some arms only, and no other override', () => {
    const process = {
      ...watchedProtocol().process,
      rules: [{ id: 'only_called', arms: ['control'] }, { id: 'three_times' }],
    }
    const records = [
      watchedRecord(c, '2015-11-02', { override: ['only_called'] }),
      watchedRecord(b, '2015-11-02', { override: ['only_called'] }),
      watchedRecord(d, '2015-11-02', { override: ['three_times'] }),
    ]
    const state = stateWith(all, { protocol: { ...watchedProtocol(), process } as never, records })
    expect(valueOfMeasure('contamination', state)).toBe(1)
    expect(valueOfMeasure('crossovers', state)).toBe(1)
  })
})

describe('split_clusters', () => {
  const clusters = { field: 'scheme', title: 'Linked' }
  const linked = [a, b, c, d].map((each, at) => ({ ...each, cluster: at < 3 ? 'k1' : 'k2' }))

  it('counts clusters in more than one arm', () => {
    const protocol = watchedProtocol({}, { clusters })
    expect(valueOfMeasure('split_clusters', stateWith(linked, { protocol }))).toBe(1)
    expect(valueOfMeasure('split_clusters', stateWith(linked.slice(0, 2), { protocol }))).toBe(0)
    expect(valueOfMeasure('split_clusters', stateWith(linked))).toBe('undefined')
  })
})

describe('late_records', () => {
  it('counts from the day after the limit on', () => {
    const records = [
      watchedRecord(a, '2015-11-01', {}, '2015-11-15'),
      watchedRecord(a, '2015-11-01', {}, '2015-11-16'),
      watchedRecord(b, '2015-11-01', {}, '2015-11-01'),
      watchedRecord(b, '2015-11-01', {}, '2015-12-31'),
    ]
    const state = stateWith(all, { records })
    expect(valueOfMeasure('late_records', state)).toBe(0.5)
    expect(valueOfMeasure('late_records', state, { days: 30 })).toBe(0.25)
  })

  it('is not known of made-up events', () => {
    const { recordedOn: _, ...madeUp } = watchedRecord(a, '2015-11-01')
    expect(valueOfMeasure('late_records', stateWith(all, { records: [madeUp] }))).toBe('undefined')
    expect(valueOfMeasure('late_records', stateWith(all))).toBe('empty')
  })
})

describe('waiting_cases', () => {
  it('counts cases beyond their days without the step, in arms that may have it', () => {
    const late = { ...b, since: '2016-01-20' }
    const records = [watchedRecord(a, '2015-11-02', { kind: 'screened' })]
    const state = stateWith([a, late, c, d], { records })
    // A has it; B waits for 11 days; C and D are control.
    expect(valueOfMeasure('waiting_cases', state, { days: 11 })).toBe(0)
    expect(valueOfMeasure('waiting_cases', state, { days: 10 })).toBe(0.5)
    expect(valueOfMeasure('waiting_cases', state, { days: 10, step: 'payment' })).toBe(1)
    expect(valueOfMeasure('waiting_cases', stateWith([c, d]), {})).toBe('empty')
  })

  it('is not known where no kind is kept to an arm', () => {
    const process = { ...watchedProtocol().process, events: watchedProtocol().process.events.slice(0, 1) }
    expect(valueOfMeasure('waiting_cases', stateWith(all, { protocol: watchedProtocol({}, { process }) }))).toBe(
      'undefined',
    )
  })
})

describe('impossible_records', () => {
  it('counts events before the allocation, after the follow-up, or after they were recorded, each once', () => {
    const late = watchedCase('E', 'call', { since: '2015-12-01' })
    const records = [
      watchedRecord(late, '2015-11-30'),
      watchedRecord(late, '2015-12-01'),
      watchedRecord(a, '2016-08-01', {}, '2016-07-31'),
      watchedRecord(a, '2016-01-02', {}, '2016-01-01'),
    ]
    const protocol = watchedProtocol({}, { followUp: { from: '2015-11-01', to: '2016-07-31' } })
    expect(measured('impossible_records', stateWith([late, a], { protocol, records }))).toEqual({
      status: 'computed',
      value: 3,
      detail: '1 before the allocation, 1 after the follow-up, 2 after they were recorded',
    })
  })
})

describe('duplicate_records', () => {
  it('counts events that repeat one in all that they say', () => {
    const payment = (id: string, amountPence: number, day = '2015-11-02') => watchedRecord(a, day, { id, amountPence })
    const records = [
      payment('1', 100),
      payment('2', 100),
      payment('3', 100),
      payment('4', 200),
      payment('5', 100, '2015-11-03'),
      watchedRecord(b, '2015-11-02', { id: '6', amountPence: 100 }),
      watchedRecord(a, '2015-11-02', { id: '7', amountPence: 100, fields: { note: 'x' } }),
      watchedRecord(a, '2015-11-02', { id: '8', amountPence: 100, fields: { note: null } }),
    ]
    expect(measured('duplicate_records', stateWith(all, { records }))).toEqual({
      status: 'computed',
      value: 3,
      detail: 'in 1 cases',
    })
  })
})

describe('amounts_outside_window', () => {
  it("counts amounts that outcomes add up outside the case's own days", () => {
    const own = watchedCase('E', 'call', { window: { from: '2015-11-10', to: '2015-11-20' } })
    const on = (day: string, more = {}) => watchedRecord(own, day, { amountPence: 1, ...more })
    const records = ['2015-11-09', '2015-11-10', '2015-11-20', '2015-11-21'].map(day => on(day))
    expect(measured('amounts_outside_window', stateWith([own], { records }))).toEqual({
      status: 'computed',
      value: 2,
      detail: '1 after, 1 before, of 4 amounts',
    })
    const unknown = watchedCase('F', 'call', { window: null })
    expect(
      measured('amounts_outside_window', stateWith([unknown], { records: [watchedRecord(unknown, '2015-11-15')] })),
    ).toEqual({
      status: 'computed',
      value: 1,
      detail: '0 after, 0 before, 1 of cases whose first day is not known, of 1 amounts',
    })
    expect(
      valueOfMeasure('amounts_outside_window', stateWith([own], { records: [on('2015-12-01', { kind: 'screened' })] })),
    ).toBe(0)
    const protocol = watchedProtocol(
      {},
      { outcomes: watchedProtocol().outcomes.filter(({ type }) => type !== 'money') },
    )
    expect(valueOfMeasure('amounts_outside_window', stateWith([own], { protocol, records }))).toBe('undefined')
  })
})

describe('quiet_days', () => {
  it('counts from the last event, or else from the first case', () => {
    const records = [watchedRecord(a, '2016-01-10'), watchedRecord(a, '2016-01-05')]
    expect(valueOfMeasure('quiet_days', stateWith(all, { records }))).toBe(21)
    expect(valueOfMeasure('quiet_days', stateWith(all))).toBe(91)
    expect(valueOfMeasure('quiet_days', stateWith([]))).toBe('empty')
  })
})

describe('deviating_cases', () => {
  it('is the share of cases with a departure that the protocol does not provide for', () => {
    const rule = { title: 'Once', of: ['payment'], limit: { count: 1 } }
    const rules = [
      { ...rule, id: 'once', override: 'deviation' as const },
      { ...rule, id: 'twice', override: 'allowed' as const },
    ]
    const protocol = watchedProtocol({}, { process: { ...watchedProtocol().process, rules } })
    const records = [
      watchedRecord(a, '2015-11-02', { override: ['once'] }),
      watchedRecord(a, '2015-11-03', { override: ['once'] }),
      watchedRecord(b, '2015-11-02', { override: ['twice'] }),
    ]
    expect(valueOfMeasure('deviating_cases', stateWith(all, { protocol, records }))).toBe(0.25)
  })
})

describe('missing and lost cases', () => {
  const outcomes = new Map([
    ['payer', [1, 0, null, null]],
    ['amount', [5, 0, null, 0]],
    ['suitability', ['suitable', null, undefined, undefined]],
  ])

  it('are shares of the cases to which the outcome applies; any primary one where none is named', () => {
    const state = stateWith(all, { outcomes, primary: ['amount', 'payer'] })
    expect(valueOfMeasure('missing_share', state)).toBe(0.5)
    expect(valueOfMeasure('missing_share', state, { outcome: 'amount' })).toBe(0.25)
    expect(valueOfMeasure('missing_share', state, { outcome: 'suitability' })).toBe(0.5)
    expect(valueOfMeasure('missing_share', stateWith(all))).toBe('undefined')
    expect(valueOfMeasure('differential_missingness_p', stateWith(all))).toBe('undefined')
  })

  it('are tested between arms: Fisher-Irwin by hand, with the largest difference and its interval', () => {
    // 3 of 4 in one arm, 0 of 4 in the other: the tables with 3 in all have chances 4, 24, 24, 4 of 56, so P = 8 / 56.
    const cases = Array.from({ length: 8 }, (_, row) => watchedCase(`C${row}`, row < 4 ? 'call' : 'control', { row }))
    const state = stateWith(cases, {
      outcomes: new Map([['payer', [null, null, null, 1, 1, 0, 0, 0]]]),
      primary: ['payer'],
    })
    const read = measured('differential_missingness_p', state)
    expect(read.status === 'computed' && read.value).toBeCloseTo(8 / 56, 12)
    // Newcombe's method 10 by hand, with Wilson limits 0.3006 to 0.9544 of 3 in 4, and 0 to 0.4899 of 0 in 4:
    // 0.75 - sqrt(0.4494² + 0.4899²) and 0.75 + sqrt(0.2044² + 0²).
    expect(read.detail).toBe('largest difference 75.00 percentage points, 95% interval 8.52 to 95.44')
  })

  it('use chi-squared beyond 5,000 cases', () => {
    const cases = Array.from({ length: 6000 }, (_, row) =>
      watchedCase(`C${row}`, row % 2 === 0 ? 'call' : 'control', { row }),
    )
    const values = cases.map((_, row) => (row % 2 === 0 ? (row < 120 ? null : 1) : row < 80 ? null : 1))
    const state = stateWith(cases, { outcomes: new Map([['payer', values]]), primary: ['payer'] })
    // 60 and 40 of 3,000 each: X² = 6000 (60 x 2960 - 40 x 2940)² / (3000² x 100 x 5900) = 4.0678.
    const read = measured('differential_missingness_p', state)
    expect(read.status === 'computed' && read.value).toBeCloseTo(0.043707, 5)
  })

  it('are the cases that a loss struck, and nothing where the protocol names none', () => {
    const losses = [
      { id: 'withdrawn', title: 'Withdrawn', when: { field: 'kind', is: 'screened' } },
      { id: 'settled', title: 'Settled', when: { field: 'kind', is: 'settlement' } },
    ]
    const protocol = watchedProtocol({ losses })
    const records = [
      watchedRecord(a, '2015-11-02', { kind: 'screened' }),
      watchedRecord(a, '2015-11-02', { kind: 'settlement' }),
      watchedRecord(b, '2015-11-02', { kind: 'settlement' }),
    ]
    const state = stateWith(all, { protocol, records })
    expect(valueOfMeasure('lost_share', state)).toBe(0.5)
    // 2 of 2 and 0 of 2: the tables have chances 1, 4, 1 of 6.
    const read = measured('differential_loss_p', state)
    expect(read.status === 'computed' && read.value).toBeCloseTo(1 / 3, 12)
    expect(valueOfMeasure('differential_loss_p', stateWith(all, { protocol }))).toBe('empty')
    expect(valueOfMeasure('differential_loss_p', stateWith([a, b], { protocol, records }))).toBe('empty')
    for (const id of ['lost_share', 'differential_loss_p']) expect(valueOfMeasure(id, stateWith(all))).toBe('undefined')
  })
})

describe('spent_share', () => {
  const budget = {
    amount: '100.00',
    spend: [
      { id: 'case', title: 'Each called case', each: 'case', arms: ['call'], amount: '2.50' },
      { id: 'screening', title: 'Screening', each: { field: 'kind', is: 'screened' }, amount: '10.00' },
    ],
  }
  const records = [watchedRecord(a, '2015-11-02', { kind: 'screened' }), watchedRecord(a, '2015-11-03')]

  it('is the prices of cases and events over the budget', () => {
    const state = stateWith(all, { protocol: watchedProtocol({ budget }), records })
    expect(measured('spent_share', state)).toEqual({ status: 'computed', value: 0.15, detail: '£15.00 of £100.00' })
  })

  it('is not known without prices, while arms are sealed, or of a budget of nothing', () => {
    const value = (given: object, more = {}) =>
      valueOfMeasure('spent_share', stateWith(all, { protocol: watchedProtocol(given), records, ...more }))
    expect(value({})).toBe('undefined')
    expect(value({ budget: { amount: '100.00' } })).toBe('undefined')
    expect(value({ budget }, { armsKnown: false })).toBe('undefined')
    expect(value({ budget: { ...budget, amount: '0.00' } })).toBe('undefined')
  })
})
