import { describe, expect, it } from 'vitest'
import { dateOfDay, daysOf } from '../../src/core/civil-date.ts'
import type { AllocatedCase, SampledCase } from '../../src/model/case.ts'
import type { FieldValue, OutcomeEvent } from '../../src/model/event.ts'
import { computed, type Result } from '../../src/model/method.ts'
import type { Protocol } from '../../src/model/protocol.ts'
import { notInReport, type RedrawnChart } from '../../src/model/published.ts'
import { buildAnalysisSet } from '../../src/outcomes/index.ts'
import { drawChart } from '../../src/pipeline/chart-data.ts'
import { type ChartSources, isDrawn, needsRun } from '../../src/pipeline/charts/sources.ts'
import type { Disclosure } from '../../src/pipeline/disclosure/disclosure.ts'
import type { DrawnAnalyses } from '../../src/pipeline/drawing-job.ts'
import { summariesOf } from '../../src/pipeline/summary-source.ts'
import { event, protocol as smallProtocol } from '../outcomes/trial.ts'
import { findingsWith, undefinedBecause } from './document/findings.ts'

// Runs so small that every amount, count and month is worked out beside them.

const followUp = { from: '2015-11-01', to: '2016-03-31' }
const protocol: Protocol = { ...smallProtocol, followUp }
const rules: Disclosure = { leastCases: 5, roundTo: null, exemption: null, held: new Set() }
const everything: Disclosure = { ...rules, exemption: 'made up' }

interface SmallCase {
  id: string
  arm: string
  scheme: string
  arrears: FieldValue
}

/** Cases called C1, C2, … in control and D1, D2, … in call. */
const armOf = (arm: string, letter: string, schemes: readonly string[], arrears: readonly FieldValue[] = []) =>
  schemes.map((scheme, i): SmallCase => ({ id: `${letter}${i + 1}`, arm, scheme, arrears: arrears[i] ?? 100 }))
const twelve = [...armOf('control', 'C', new Array(6).fill('2003')), ...armOf('call', 'D', new Array(6).fill('2003'))]

interface Given {
  cases?: readonly SmallCase[]
  events?: readonly OutcomeEvent[]
  disclosure?: Disclosure
  protocol?: Protocol
  drawn?: DrawnAnalyses
}

function sourcesOf({ cases = twelve, events = [], disclosure = rules, protocol: of = protocol, drawn }: Given) {
  const shared = ({ id, scheme }: SmallCase) => ({ id, stratum: scheme, cluster: id })
  const allocation = cases.map((each, i): AllocatedCase => {
    const probability = { numerator: 1, denominator: 2 }
    return { ...shared(each), arm: each.arm, probability, position: i + 1, linked: false }
  })
  const sample = cases.map((each): SampledCase => {
    return { ...shared(each), baseline: { scheme: each.scheme, arrears: each.arrears } }
  })
  const inputs = { allocation, sample, events }
  const set = buildAnalysisSet(of, inputs)
  return {
    findings: findingsWith({ protocol: of }),
    run: { inputs, set, drawn: drawn ?? new Map(), disclosure, protocol: of },
  } satisfies ChartSources
}

const declared = (kind: string, series: Partial<RedrawnChart['series'][number]> = {}): RedrawnChart => ({
  ...{ id: 'x', chart: kind, place: notInReport, title: 'T', shows: 'T', subtitle: 'S', axis: 'A' },
  series: [{ title: 'A', ...series }],
})
const drawn = (given: Given, kind: string, series: Partial<RedrawnChart['series'][number]> = {}) => {
  const chart = drawChart(sourcesOf(given), declared(kind, series))
  if (!isDrawn(chart)) throw new Error(chart.why)
  return chart
}
const rowsOf = (...of: Parameters<typeof drawn>) => drawn(...of).table.rows
const why = (given: Given, kind: string, series: Partial<RedrawnChart['series'][number]> = {}) =>
  drawChart(sourcesOf(given), declared(kind, series))
const paid = (id: string, at: string, amountPence: number): OutcomeEvent =>
  event('payment', { case: id, at, amountPence })

it('without a run there is none of them, and the reason is said', () => {
  const { findings } = sourcesOf({})
  const kinds = ['cumulative-amounts', 'incidence-curves', 'payer-amounts', 'love-plot', 'randomisation-distribution']
  for (const kind of [...kinds, 'enrolment-against-plan']) {
    expect(drawChart({ findings }, declared(kind, { outcome: 'amount' })), kind).toBe(needsRun)
  }
})

describe('cumulative amounts', () => {
  const five = [1, 2, 3, 4, 5]
  const events = [
    ...five.map(i => paid(`C${i}`, '2015-11-05', 1000)),
    ...five.map(i => paid(`D${i}`, '2015-11-30', 2000)),
    // One case paid again in December, and four in January: five together.
    paid('C1', '2015-12-24', 500),
    ...[2, 3, 4, 5].map(i => paid(`C${i}`, '2016-01-31', 100)),
  ]
  const series = { outcome: 'amount' }

  it('add up month by month per case, and a month in which few paid waits for others', () => {
    const given = { events }
    const rows = rowsOf(given, 'cumulative-amounts', series)
    // Of six cases: £50 in November; £5 and £4 more by the end of January. Of the others £100.
    const after = { control: 59 / 6, call: 100 / 6 }
    expect(rows).toEqual([
      { day: '2015-11-30', control: 50 / 6, call: 100 / 6 },
      { day: '2016-01-31', ...after },
      { day: '2016-02-29', ...after },
      { day: '2016-03-31', ...after },
    ])
    expect(drawn(given, 'cumulative-amounts', series).subtitle).toContain('fewer than 5 cases')
  })

  it('tell every month where nothing need be held back', () => {
    const rows = rowsOf({ events, disclosure: everything }, 'cumulative-amounts', series)
    expect(rows.map(({ day, control }) => [day, control])).toEqual([
      ['2015-11-30', 50 / 6],
      ['2015-12-31', 55 / 6],
      ['2016-01-31', 59 / 6],
      ['2016-02-29', 59 / 6],
      ['2016-03-31', 59 / 6],
    ])
  })

  it('are not drawn of few payers, nor of an outcome that is no sum of events', () => {
    const few = events.filter(({ case: id }) => id === 'C1')
    expect(why({ events: few }, 'cumulative-amounts', series)).toEqual({
      why: 'No group has 5 cases or more that paid anything.',
    })
    expect(why({ events }, 'cumulative-amounts', { outcome: 'arrears' })).toEqual({
      why: 'The outcome does not add up amounts of events.',
    })
  })
})

describe('amounts of payers', () => {
  const cases = [
    ...armOf('control', 'C', new Array(13).fill('2003')),
    ...armOf('call', 'D', new Array(13).fill('2003')),
  ]
  const pay = (letter: string, amounts: readonly number[]) =>
    amounts.map((pence, i) => paid(`${letter}${i + 1}`, '2016-01-05', pence))
  const control = [1, 4999, 100, 200, 300, 400, 5000, 5001, 6000, 7000, 8000, 9999]
  const call = [1, 2, 3, 4, 5, 6, 4999, 5000, 9999, 10_000, 10_001, 19_999]
  const series = { outcome: 'amount' }

  it('are counted in bands whose lower edge belongs to them, and small counts are held back with what would tell them', () => {
    const rows = rowsOf({ cases, events: [...pay('C', control), ...pay('D', call)] }, 'payer-amounts', series)
    const row = (group: string, arm: string, count: number | null) => {
      return { group, arm, cases: count, share: count === null ? null : (100 * count) / 12 }
    }
    // Of call seven paid less than £50, two less than £100 and three more: the two and three are five together.
    expect(rows).toEqual([
      row('Less than £50', 'Control', 6),
      row('Less than £50', 'Call', 7),
      row('£50 to £99.99', 'Control', 6),
      row('£50 to £99.99', 'Call', null),
      row('£100 to £199.99', 'Control', 0),
      row('£100 to £199.99', 'Call', null),
    ])
  })

  it('leave out a group with few payers, and are not drawn where every group has few', () => {
    const few = pay('D', call.slice(0, 4))
    const rows = rowsOf({ cases, events: [...pay('C', control), ...few] }, 'payer-amounts', series)
    expect(new Set(rows.map(({ arm }) => arm))).toEqual(new Set(['Control']))
    const nobody = { why: 'No group has 5 cases or more with an amount.' }
    expect(why({ cases, events: few }, 'payer-amounts', series)).toEqual(nobody)
    expect(why({ cases, events: [] }, 'payer-amounts', series)).toEqual(nobody)
  })

  it('show refunds as less than nothing', () => {
    const refunds = pay('C', [-100, -200, -300, -400, -500])
    expect(rowsOf({ cases, events: refunds }, 'payer-amounts', series)).toEqual([
      { group: 'Less than nothing, refunded', arm: 'Control', cases: 5, share: 100 },
    ])
  })
})

describe('the love plot', () => {
  const cases = [
    ...armOf('control', 'C', ['1993', '1993', '2003', '2003', '2003', '2003'], [100, 200, 300, 400, 500, 600]),
    ...armOf('call', 'D', ['1993', '1993', '1993', '2003', '2003', '2003'], [200, 300, 400, 500, 600, 700]),
  ]

  const withTargets = (targets: object) =>
    ({ ...protocol, allocation: { ...protocol.allocation, method: 'fixed-counts', targets } }) as Protocol
  const stratified = withTargets({ 1993: { control: 2, call: 3 }, 2003: { control: 4, call: 3 } })

  it('has the differences in units of the standard deviation of both groups', () => {
    const rows = rowsOf({ cases, protocol: stratified, disclosure: everything }, 'love-plot')
    // A third of control and half of call are in the scheme of 1993.
    const scheme = (1 / 2 - 1 / 3) / Math.sqrt((1 / 4 + 2 / 9) / 2)
    // Both have six values a hundred apart, whose variance is 35,000.
    const arrears = 100 / Math.sqrt(35_000)
    expect(rows.map(({ field }) => field)).toEqual(['Scheme: 1993', 'Scheme: 2003', 'Arrears'])
    const values = rows.map(row => Number(row['call-control']))
    expect(values[0]).toBeCloseTo(scheme, 12)
    expect(values[1]).toBeCloseTo(-scheme, 12)
    expect(values[2]).toBeCloseTo(arrears, 12)
  })

  it('is not drawn where nothing was recorded at baseline', () => {
    const bare = { ...protocol.caseload, fields: protocol.caseload.fields.filter(({ id }) => id === 'welfare') }
    const outcomes = protocol.outcomes.filter(({ id }) => id === 'payer')
    const without = { ...withTargets({ all: { control: 6, call: 6 } }), caseload: bare, outcomes, strata: [] }
    const unstratified = cases.map(each => ({ ...each, scheme: 'all' }))
    expect(why({ cases: unstratified, protocol: without, disclosure: everything }, 'love-plot')).toEqual({
      why: 'The protocol declares no baseline field that has a mean or levels.',
    })
  })
})

describe('enrolment against the plan', () => {
  const cases = [
    ...armOf('control', 'C', ['1993', '1993', '2003', '2003', '2003', '2003']),
    ...armOf('call', 'D', ['1993', '1993', '1993', '2003', '2003', '2003']),
  ]
  const targets = { 1993: { control: 2, call: 4 }, 2003: { control: 4, call: 2 } }
  const allocation = { ...protocol.allocation, method: 'fixed-counts', targets } as Protocol['allocation']

  it('counts the cases of each arm and stratum beside their target, in the order of the protocol', () => {
    const rows = rowsOf({ cases, protocol: { ...protocol, allocation } }, 'enrolment-against-plan')
    expect(rows).toEqual([
      { arm: 'Control', stratum: '1993', allocated: 2, planned: 2 },
      { arm: 'Control', stratum: '2003', allocated: 4, planned: 4 },
      { arm: 'Call', stratum: '1993', allocated: 3, planned: 4 },
      { arm: 'Call', stratum: '2003', allocated: 3, planned: 2 },
    ])
  })

  it('has one number in all where cases arrive one by one, and is not drawn without a plan', () => {
    const enrolment = { cases: 20 } as Protocol['enrolment']
    expect(rowsOf({ cases, protocol: { ...protocol, enrolment } }, 'enrolment-against-plan')).toEqual([
      { arm: 'All groups', allocated: 12, planned: 20 },
    ])
    const open = { method: 'complete-randomisation' } as unknown as Protocol['allocation']
    expect(why({ cases, protocol: { ...protocol, allocation: open } }, 'enrolment-against-plan')).toEqual({
      why: 'The protocol plans no number of cases.',
    })
  })
})

describe('the distribution of redrawn allocations', () => {
  const test = (observed: number, monteCarlo: object | undefined): Result =>
    ({
      ...{ kind: 'test', statistic: { symbol: 'H', value: observed }, degreesOfFreedom: undefined, pValue: 0.5 },
      ...{ monteCarlo, nullHypothesis: 'Nothing.', intermediates: {} },
    }) as Result
  const drawnOf = (
    observed: number,
    values: readonly number[],
    monteCarlo: object | undefined = { draws: values.length },
  ) =>
    new Map([
      ['test', { computation: computed(test(observed, monteCarlo)), tally: { statistic: Float64Array.from(values) } }],
    ])
  const series = { analysis: 'test' }

  it('counts the redraws in bins of a round width, and those at least as large as what was observed', () => {
    const chart = drawn({ drawn: drawnOf(4, [0, 1, 1, 2, 5, 30]) }, 'randomisation-distribution', series)
    // From 0 to 30 in about thirty bins: of one each, and one for the last value.
    expect(chart.table.rows).toHaveLength(31)
    const filled = chart.table.rows.filter(({ draws }) => draws !== 0)
    expect(filled.map(({ from, to, draws }) => [from, to, draws])).toEqual([
      [0, 1, 1],
      [1, 2, 2],
      [2, 3, 1],
      [5, 6, 1],
      [30, 31, 1],
    ])
    expect(chart.table.rows.filter(({ observed }) => observed !== null)).toEqual([
      { from: 4, to: 5, draws: 0, observed: 4 },
    ])
    // Two of six, and the observed one with them: three of seven.
    expect(chart.description).toContain('Observed: 4.00; 2 redraws were at least as large, P = 0.43.')
  })

  it('puts a value on the edge of two bins into the upper one', () => {
    const rows = rowsOf({ drawn: drawnOf(0.3, [0, 0.3, 0.6, 0.7, 3]) }, 'randomisation-distribution', series)
    const filled = rows.filter(({ draws }) => draws !== 0)
    expect(filled.map(({ from, draws }) => [from, draws])).toEqual([0, 0.3, 0.6, 0.7, 3].map(from => [from, 1]))
  })

  it('says why there is none', () => {
    const other = { analysis: 'other' }
    expect(why({ drawn: drawnOf(1, [1]) }, 'randomisation-distribution', other)).toEqual({
      why: 'The analysis draws no allocations again.',
    })
    const undefinedOne = new Map([['test', { computation: undefinedBecause('Nothing varies.'), tally: {} }]])
    expect(why({ drawn: undefinedOne }, 'randomisation-distribution', series)).toEqual({ why: 'Nothing varies.' })
    const throughAll = new Map([['test', { computation: computed(test(1, undefined)), tally: {} }]])
    expect(why({ drawn: throughAll }, 'randomisation-distribution', series)).toEqual({
      why: 'All allocations were gone through, and none was drawn.',
    })
  })
})

describe('incidence curves', () => {
  const outcomes = [
    {
      ...{ id: 'wait', type: 'time', title: 'Days to the first payment', until: { field: 'kind', is: 'payment' } },
      competing: [{ id: 'settled', title: 'Settled', when: { field: 'kind', is: 'settlement' } }],
    } as const,
  ]
  const timed = { ...protocol, outcomes } as unknown as Protocol
  const twenty = [
    ...armOf('control', 'C', new Array(10).fill('2003')),
    ...armOf('call', 'D', new Array(10).fill('2003')),
  ]
  const feed = (events: readonly OutcomeEvent[], disclosure?: Disclosure) => {
    const sources = sourcesOf({ protocol: timed, cases: twenty, events, ...(disclosure && { disclosure }) })
    const { source } = summariesOf(timed, sources.run.set, {})
    return drawChart(
      { ...sources, findings: { ...sources.findings, summaries: source } },
      declared('incidence-curves', { outcome: 'wait' }),
    )
  }
  const called = (days: readonly number[]) =>
    days.map((day, at) => paid(`D${at + 1}`, dateOfDay(daysOf('2015-10-31') + day), 100))
  const five = Array.from({ length: 5 }, (_, at) => paid(`C${at + 1}`, '2015-11-20', 100))

  it('grow by the share of the day, where nothing is held back', () => {
    const settled = event('settlement', { case: 'C10', at: '2015-11-02', amountPence: 100 })
    const drawn = feed([...called([1, 1, 3]), settled, paid('C10', '2015-11-03', 100)], everything)
    if (!isDrawn(drawn)) throw new Error(drawn.why)
    // The last day of the follow-up is the 152nd; C10 settled on day 2 and cannot have the event any more.
    expect(drawn.table.rows).toEqual([
      { day: 1, control: 0, call: 20 },
      { day: 2, control: 0, call: 20 },
      { day: 3, control: 0, call: expect.closeTo(30, 10) },
      { day: 152, control: 0, call: expect.closeTo(30, 10) },
    ])
  })

  it('put days together on which few cases ended', () => {
    const drawn = feed([...called([1, 2, 2, 5, 9]), ...five])
    if (!isDrawn(drawn)) throw new Error(drawn.why)
    const { rows } = drawn.table
    expect(rows.map(({ day }) => day)).toEqual([9, 20, 152])
    expect(drawn.subtitle).toContain('fewer than 5 cases')
  })

  it('are not drawn where few had the event', () => {
    expect(isDrawn(feed(called([1, 2])))).toBe(false)
  })
})
