import { beforeAll, describe, expect, it } from 'vitest'
import type { Cost } from '../../src/economics/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { AnySummary, SummaryKind } from '../../src/model/summary.ts'
import { analysePlan, drawingJobs, type SummarySource } from '../../src/pipeline/analyse-plan.ts'
import { type Economics, evaluateEconomics } from '../../src/pipeline/economics.ts'
import { resample } from '../../src/pipeline/resample.ts'
import { tidyEconomics } from '../../src/pipeline/tidy-economics.ts'
import { findTrial, readTrial } from '../../src/pipeline/trial-folder.ts'
import { binary, columnOf, reasonOf, resultOf, rowsOf, summaryOf } from '../support/analysis.ts'

const { plan: published } = await readTrial(findTrial('part-payment'))

/** Pence paid by every case of each arm: 40, 50 and 60 cases, of which 6, 9 and 4 paid. */
const amounts = {
  pwc_first: [...Array<number>(34).fill(0), 5000, 12_000, 300, 9900, 45_000, 700],
  nrp_first: [...Array<number>(41).fill(0), 8000, 8000, 2500, 61_000, 1000, 400, 30_000, 5000, 7700],
  control: [...Array<number>(56).fill(0), 4000, 500, 20_000, 1100],
}
const money = columnOf(rowsOf(amounts))
const payers = columnOf(
  rowsOf(amounts).map(row => ({ ...row, value: row.value === 0 ? 0 : 1 })),
  binary,
)

const source: SummarySource = (outcome, kind: SummaryKind) => {
  if (outcome === 'amount' && kind !== 'counts') return summaryOf(money, kind) as AnySummary
  return outcome === 'paid' && kind === 'counts' ? summaryOf(payers, kind) : undefined
}

const plan: Plan = {
  ...published,
  seed: '2015',
  analyses: [
    ...published.analyses.filter(({ id }) => ['payers_difference', 'amount_difference'].includes(id)),
    {
      ...{ id: 'amount_bootstrap', title: 'Bootstrap', outcome: 'amount', role: 'sensitivity' },
      ...{ method: 'bootstrap-difference-percentile', settings: { draws: 20_000 } },
    },
  ],
  economics: {
    ...{ outcome: 'amount', events: 'paid', analysis: 'amount_difference', eventsAnalysis: 'payers_difference' },
    sensitivity: ['payers_difference', 'amount_difference', 'amount_bootstrap'],
    ...{ bootstrap: 'amount_bootstrap', willingness: { pound: '10', payer: '500' }, notCounted: ['later payments'] },
  },
}

const costs: Cost[] = [
  { id: 'calls', nature: 'resource', kind: 'fixed', arms: ['pwc_first'], amount: 30_000, split: 'equally' },
  {
    id: 'room',
    nature: 'resource',
    kind: 'fixed',
    arms: ['pwc_first', 'nrp_first'],
    amount: 45_000,
    split: 'by_cases',
  },
  { id: 'fee', nature: 'transfer', kind: 'per_case', arms: ['nrp_first'], amount: 100, standardError: 0 },
  { id: 'letter', nature: 'resource', kind: 'per_case', arms: ['control', 'nrp_first'], amount: 60, standardError: 0 },
]

const evaluate = (changes: Partial<Parameters<typeof evaluateEconomics>[0]> = {}): Economics => {
  const found = evaluateEconomics({
    ...{ protocol: { id: 'part-payment' }, plan, notice: null, costs, source },
    analyses: analysePlan(changes.plan ?? plan, source),
    ...changes,
  })
  if (found === null) throw new Error('no economics')
  return found
}

const drawnFor = (of: Plan, from: SummarySource) => resample(drawingJobs(of, from), { workers: 0 })

describe('several arms with shared costs', () => {
  let economics: Economics
  beforeAll(async () => {
    economics = evaluate({ drawn: await drawnFor(plan, source) })
  })
  const comparison = (arm: string, against: string) => {
    const found = economics.comparisons.find(each => each.arm === arm && each.against === against)
    if (found === undefined) throw new Error(`no comparison of ${arm} with ${against}`)
    return found
  }

  it('compares every arm that bears a cost with control, and those that the plan compares', () => {
    expect(economics.comparisons.map(({ arm, against }) => [arm, against])).toEqual([
      ['pwc_first', 'control'],
      ['nrp_first', 'control'],
      ['pwc_first', 'nrp_first'],
    ])
    expect(economics.notCounted).toEqual(['later payments'])
  })

  it('says of both gains that they take cases as independent where cases came in clusters', () => {
    const clustered: SummarySource = (outcome, kind: SummaryKind) => {
      const summary = source(outcome, kind)
      return summary && ({ ...summary, largestCluster: 3 } as AnySummary)
    }
    const asked = plan.economics
    if (asked === undefined) throw new Error('no economics')
    // Where the named analyses lack the contrast, the gains come from plain moments and counts.
    const plain = { ...asked, analysis: 'absent', eventsAnalysis: 'absent' }
    const codes = (from: SummarySource, by: typeof asked) => {
      const changed = { ...plan, economics: by }
      const [first] = evaluate({ plan: changed, source: from, analyses: analysePlan(changed, from) }).comparisons
      return [first?.additional, first?.additionalPayers].map(gain =>
        gain?.status === 'computed' ? gain.cautions.map(({ code }) => code) : [],
      )
    }
    const code = 'independence_assumed_with_clusters'
    for (const by of [asked, plain]) {
      expect(codes(source, by).flat()).not.toContain(code)
      for (const found of codes(clustered, by)) expect(found).toContain(code)
    }
  })

  it('adds up what each arm cost, and takes the control off, by hand', () => {
    // The room costs £5 a case; control costs 60 pence a case.
    expect(comparison('pwc_first', 'control')).toMatchObject({
      cases: 40,
      cost: 50_000,
      costs: { resource: 50_000, transfer: 0 },
    })
    expect(comparison('nrp_first', 'control')).toMatchObject({
      cases: 50,
      cost: 33_000,
      costs: { resource: 28_000, transfer: 5000 },
    })
    const extra = (arm: string, against: string) => resultOf(comparison(arm, against).additionalCost).total
    expect(extra('pwc_first', 'control')).toBeCloseTo(50_000 - 40 * 60, 9)
    expect(extra('nrp_first', 'control')).toBeCloseTo(50 * (500 + 100 + 60) - 50 * 60, 9)
    expect(extra('pwc_first', 'nrp_first')).toBeCloseTo(40 * (750 + 500) - 40 * 660, 9)
  })

  it('gives both ratios their sets, by hand', () => {
    const pwc = comparison('pwc_first', 'control')
    const difference = 72_900 / 40 - 25_600 / 60
    expect(resultOf(pwc.costPerAdditionalPound).ratio).toBeCloseTo(47_600 / (40 * difference), 10)
    expect(resultOf(pwc.additionalPayers ?? pwc.additional).difference).toBeCloseTo(6 / 40 - 4 / 60, 14)
    if (pwc.payers === null) throw new Error('no payers')
    expect(resultOf(pwc.payers.costPerAdditionalPayer).ratio).toBeCloseTo(47_600 / (40 * (6 / 40 - 4 / 60)), 8)
    expect(pwc.payers.acceptability && resultOf(pwc.payers.acceptability).points).toHaveLength(21)
    expect(resultOf(pwc.costSet).type).toBe('two_rays')
  })

  it('repeats the measures without transfers, where there are any', () => {
    expect(comparison('pwc_first', 'control').resourceOnly).toBeNull()
    const { resourceOnly, collectedLessCost } = comparison('nrp_first', 'control')
    const withoutFee = resultOf(resourceOnly?.collectedLessCost ?? collectedLessCost).estimate
    expect(withoutFee - resultOf(collectedLessCost).estimate).toBeCloseTo(5000, 6)
    expect(comparison('pwc_first', 'nrp_first').resourceOnly).not.toBeNull()
  })

  it('draws the curve from the replicates that the bootstrap of the plan draws', () => {
    const { bootstrap, acceptability, byAnalysis, additionalCost } = comparison('pwc_first', 'control')
    if (bootstrap === null || acceptability === null) throw new Error('no curve')
    const [theirs, ours] = [resultOf(bootstrap.curve), resultOf(acceptability)]
    expect(bootstrap).toMatchObject({ analysis: 'amount_bootstrap', draws: 20_000 })
    expect(theirs.points.map(({ willingness }) => willingness)).toEqual(
      ours.points.map(({ willingness }) => willingness),
    )
    // Skewed amounts of few payers: the two laws agree roughly, and no better.
    for (const [index, { probability }] of theirs.points.entries()) {
      expect(Math.abs(probability - (ours.points[index]?.probability ?? 0))).toBeLessThan(0.08)
    }
    // The share of replicates of a percentile interval's limit and the curve are two readings of one set of replicates.
    const percentile = byAnalysis.find(({ analysis }) => analysis === 'amount_bootstrap')
    const net = percentile?.collectedLessCost
    expect(net?.method).toBe('percentile')
    const upperPerCase = ((net?.upper ?? 0) + resultOf(additionalCost).total) / 40
    const threshold = resultOf(additionalCost).total / 40 / upperPerCase
    const above = theirs.points.filter(({ willingness }) => willingness < threshold)
    expect(above.every(({ probability }) => probability <= 0.0251)).toBe(true)
  })

  it('says what the interval of every analysis leaves open', () => {
    const rows = comparison('nrp_first', 'control').byAnalysis
    expect(rows.map(({ analysis, of }) => [analysis, of])).toEqual([
      ['payers_difference', 'payers'],
      ['amount_difference', 'pounds'],
      ['amount_bootstrap', 'pounds'],
    ])
    expect(rows[0]?.collectedLessCost).toBeNull()
    const { interval } = resultOf(comparison('nrp_first', 'control').collectedLessCost)
    expect(rows[1]?.collectedLessCost?.lower).toBeCloseTo(interval.lower, 6)
  })

  it('orders the arms by cost, with the price of each step', () => {
    const { pounds, payers: byPayers } = economics.frontier
    expect(pounds.alternatives.map(({ arm, costPerCase }) => [arm, costPerCase])).toEqual([
      ['control', 60],
      ['nrp_first', 660],
      ['pwc_first', 1250],
    ])
    // £24.72 a case for £6.60 beats £18.23 for £12.50.
    expect(pounds.alternatives.map(({ status }) => status)).toEqual(['on_frontier', 'on_frontier', 'dominated'])
    expect(pounds.steps.map(({ arm, against }) => [arm, against])).toEqual([['nrp_first', 'control']])
    const step = pounds.steps[0]
    expect(step && resultOf(step.costPerAdditional)).toEqual(
      resultOf(comparison('nrp_first', 'control').costPerAdditionalPound),
    )
    expect(byPayers?.alternatives.map(({ effect }) => effect)).toEqual([4 / 60, 9 / 50, 6 / 40])
  })
})

it('agrees with the whole distribution of a tiny bootstrap, counted by hand', async () => {
  // Two cases an arm. Of the 16 samples, equally probable, 10 differ by more than £2 and 12 by more than £1 or £0.
  const tiny = { pwc_first: [0, 1000], nrp_first: [0, 300], control: [0, 400] }
  const rows: SummarySource = (outcome, kind) =>
    outcome === 'amount' && kind !== 'counts' ? (summaryOf(columnOf(rowsOf(tiny)), kind) as AnySummary) : undefined
  const asked = {
    ...{ outcome: 'amount', analysis: 'amount_difference', bootstrap: 'amount_bootstrap' },
    willingness: { pound: '20' },
  }
  const small = { ...plan, economics: asked }
  const each: Cost[] = [
    { id: 'c', nature: 'resource', kind: 'per_case', arms: ['pwc_first'], amount: 250, standardError: 0 },
  ]
  const drawn = await drawnFor(small, rows)
  const analyses = analysePlan(small, rows, drawn)
  const [first] = evaluate({ plan: small, costs: each, source: rows, analyses, drawn }).comparisons
  if (!first?.bootstrap) throw new Error('no bootstrap')
  const { points, asymptote } = resultOf(first.bootstrap.curve)
  // Four standard errors of a share of 20,000 draws.
  const tolerance = 4 * Math.sqrt(0.25 / 20_000)
  // £2.50 a case: at £1 a difference above £2.50 pays, at £20 one above £0.125.
  for (const [index, sixteenths] of [
    [0, 0],
    [1, 10],
    [20, 12],
  ] as const) {
    expect(Math.abs((points[index]?.probability ?? 1) - sixteenths / 16)).toBeLessThan(tolerance)
  }
  expect(Math.abs(asymptote - 12 / 16)).toBeLessThan(tolerance)
})

describe('what is not there', () => {
  it('neither payers, nor values, nor a bootstrap that the plan does not name', async () => {
    const bare = { ...plan, economics: { outcome: 'amount', analysis: 'amount_difference' } }
    const [first] = evaluate({ plan: bare, drawn: await drawnFor(plan, source) }).comparisons
    expect(first).toMatchObject({ payers: null, additionalPayers: null, acceptability: null, bootstrap: null })
    expect(evaluate({ plan: bare }).frontier.payers).toBeNull()
    expect(evaluate({ plan: bare }).notCounted).toEqual([])
  })

  it('a bootstrap whose amounts are not there', async () => {
    const printed: SummarySource = (outcome, kind) => (kind === 'frequencies' ? undefined : source(outcome, kind))
    const analyses = analysePlan(plan, printed)
    const drawn = await drawnFor(plan, printed)
    const [first] = evaluate({ source: printed, analyses, drawn }).comparisons
    expect(first?.bootstrap).toBeNull()
    expect(first?.byAnalysis.map(({ analysis }) => analysis)).toEqual(['payers_difference', 'amount_difference'])
  })

  it('intervals and curves of a cost that was measured, for want of the cost of each case', async () => {
    const measured: Cost[] = [
      { id: 'm', nature: 'resource', kind: 'per_case', arms: ['pwc_first'], amount: 1000, standardError: 50 },
    ]
    const [first] = evaluate({ costs: measured, drawn: await drawnFor(plan, source) }).comparisons
    expect(first).toMatchObject({ byAnalysis: [], bootstrap: null, cost: 40_000 })
    expect(first && resultOf(first.collectedLessCost).standardError).toBeGreaterThan(
      40 * (first ? resultOf(first.additional).standardError : 0),
    )
  })

  it('the difference of an analysis that could not be computed', () => {
    const named = { ...plan, economics: { outcome: 'amount', analysis: 'amount_difference' } }
    const nothing = { pwc_first: [0, 0, 0], nrp_first: [5, 0, 1], control: [0, 0] }
    const flat: SummarySource = (outcome, kind) =>
      outcome === 'amount' && kind !== 'counts' ? (summaryOf(columnOf(rowsOf(nothing)), kind) as AnySummary) : undefined
    const [first, second] = evaluate({ plan: named, source: flat, analyses: analysePlan(named, flat) }).comparisons
    expect(first && [first.costPerAdditionalPound, first.breakEven].map(reasonOf)).toEqual([
      'zero_variance',
      'zero_variance',
    ])
    expect(second?.costSet.status).toBe('computed')
  })

  it('economics that the plan does not ask for', () => {
    const { economics: _, ...others } = plan
    const none = { protocol: { id: 'x' }, plan: others, notice: null, costs, source, analyses: [] }
    expect(evaluateEconomics(none)).toBeNull()
    expect(evaluate({ costs: [] }).comparisons).toEqual([])
  })
})

describe('the tidy table', async () => {
  const economics = evaluate({ drawn: await drawnFor(plan, source) })
  const [header = [], ...lines] = tidyEconomics({ ...economics, notice: 'Made up.' })
    .trim()
    .split('\n')
    .map(line => line.split(','))
  const rows = lines.map(line => Object.fromEntries(header.map((name, index) => [name, line[index] ?? ''])))
  const find = (wanted: Record<string, string>) =>
    rows.filter(row => Object.entries(wanted).every(([name, value]) => row[name] === value))
  const nrp = { arm: 'nrp_first', against: 'control' }

  it('has one row of a term, with what the JSON says', () => {
    const comparison = economics.comparisons[1]
    if (comparison === undefined) throw new Error('no comparison')
    const [net] = find({ ...nrp, view: 'all', term: 'collected_less_cost', method: '' })
    const expected = resultOf(comparison.collectedLessCost)
    expect(Number(net?.estimate)).toBe(expected.estimate)
    expect(Number(net?.['conf.low'])).toBe(expected.interval.lower)
    expect(net).toMatchObject({ set: 'interval', 'conf.level': '0.95', note: 'Made up.' })
    expect(find({ ...nrp, view: 'resource', term: 'collected_less_cost' })).toHaveLength(1)
    expect(find({ ...nrp, view: 'resource', term: 'cost' })[0]?.estimate).toBe('28000')
    expect(find({ ...nrp, term: 'additional_payers' })).toHaveLength(1)
  })

  it('never has a ratio without its set', () => {
    const ratios = rows.filter(({ term }) => term?.startsWith('cost_per_additional'))
    expect(ratios.length).toBeGreaterThan(10)
    expect(ratios.every(({ set, status }) => set !== '' || status !== '')).toBe(true)
    const [first] = find({ ...nrp, view: 'all', term: 'cost_per_additional_pound' })
    expect(first).toMatchObject({ set: 'two_rays' })
    const set = resultOf(economics.comparisons[1]?.costSet ?? { status: 'undefined', reason: 'no_cost', detail: '' })
    expect(set.type === 'two_rays' && [first?.['conf.low'], first?.['conf.high']].map(Number)).toEqual(
      set.type === 'two_rays' ? [set.below, set.above] : [],
    )
  })

  it('has the points of each curve and what they tend to', () => {
    const points = find({ ...nrp, view: 'all', term: 'acceptability_pound' })
    expect(points).toHaveLength(22)
    expect(points.at(-1)?.willingness).toBe('Inf')
    expect(find({ ...nrp, term: 'acceptability_pound', method: 'amount_bootstrap' })).toHaveLength(22)
  })

  it('gives the reason of what could not be computed, and a header where nothing was asked for', () => {
    const cheap = evaluate({ costs: [{ ...(costs[3] as Cost), arms: ['control', 'pwc_first'] }] })
    expect(tidyEconomics(cheap)).toMatch(/pwc_first,control,all,break_even,.*no_cost/)
    expect(tidyEconomics(null)).toBe(`${header.join(',')}\n`)
  })
})
