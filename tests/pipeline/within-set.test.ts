import { describe, expect, test } from 'vitest'
import type { PlannedSet } from '../../src/model/analysis-sets.ts'
import type { AllocatedCase } from '../../src/model/case.ts'
import type { OutcomeEvent } from '../../src/model/event.ts'
import type { Plan, PlannedAnalysis } from '../../src/model/plan.ts'
import { planSchema } from '../../src/model/plan.ts'
import { buildAnalysisSet, membershipOf } from '../../src/outcomes/index.ts'
import { analysePlan, drawingJobs } from '../../src/pipeline/analyse-plan.ts'
import { summariesOf } from '../../src/pipeline/summary-source.ts'
import { tidyResults } from '../../src/pipeline/tidy-results.ts'
import { applyMethod, methods } from '../../src/statistics/index.ts'
import { event, protocol as small } from '../outcomes/trial.ts'

const protocol = { ...small, arms: [...small.arms, { id: 'visit', title: 'Visit' }] }
const kinds = protocol.process.events.map(kind =>
  kind.arms === undefined ? kind : { ...kind, arms: ['call', 'visit'] },
)
const outcomes = protocol.outcomes.map(outcome =>
  outcome.id === 'suitability' ? { ...outcome, observed: { arms: ['call', 'visit'] } } : outcome,
)
const trial = { ...protocol, process: { ...protocol.process, events: kinds }, outcomes }

const allocation = ['control', 'call', 'visit'].flatMap(arm =>
  Array.from(
    { length: 12 },
    (_, i): AllocatedCase => ({
      id: `${arm}-${i}`,
      arm,
      stratum: i < 6 ? '1993' : '2003',
      cluster: `${arm}-${i}`,
      linked: false,
      position: i + 1,
      probability: { numerator: 1, denominator: 3 },
    }),
  ),
)
const sample = allocation.map(({ id, stratum, cluster }, i) => ({
  id,
  stratum,
  cluster,
  baseline: { scheme: stratum, arrears: 1000 * (i % 5) },
}))
const events = allocation.flatMap(({ id, arm }, i): OutcomeEvent[] => [
  ...(arm === 'control'
    ? []
    : [event('screened', { case: id }, { suitability: i % 3 === 0 ? 'unsuitable' : 'suitable' })]),
  ...(i % 4 < 2 ? [event('payment', { case: id, amountPence: 100 * (i + 1) })] : []),
])

const analysisSets: PlannedSet[] = [
  { id: 'suitable', title: 'Suitable cases', where: { field: 'suitability', is: 'suitable' } },
  { id: 'old_scheme', title: 'Cases of 1993', where: { field: 'scheme', is: '1993' } },
]
const contrasts = [
  { id: 'call_control', title: 'Call minus control', arm: 'call', against: 'control' },
  { id: 'call_visit', title: 'Call minus visit', arm: 'call', against: 'visit' },
]

function planOf(...analyses: (Pick<PlannedAnalysis, 'method'> & Partial<PlannedAnalysis>)[]): Plan {
  return planSchema.parse({
    schema: 'equipoise/plan/1',
    trial: 'small',
    analysisSet: 'all_allocated',
    analysisSets,
    alpha: 0.05,
    confidenceLevel: 0.95,
    power: 0.8,
    contrasts,
    estimands: [],
    analyses: analyses.map((analysis, index) => ({
      id: `a${index}`,
      title: 'Amount',
      outcome: 'amount',
      role: 'secondary',
      ...analysis,
    })),
  })
}

const set = buildAnalysisSet(trial, { allocation, sample, events })
const sets = analysisSets.map(each => membershipOf(each, trial, set))
const sourceFor = (plan: Plan) => summariesOf(trial, set, { sets, analyses: plan.analyses })
const analysed = (plan: Plan, changes: object = {}) => analysePlan(plan, Object.assign(sourceFor(plan).source, changes))
const contrastsIn = (result: ReturnType<typeof analysed>[number] | undefined) =>
  result?.computation.status === 'computed' && result.computation.result.kind === 'contrasts'
    ? result.computation.result.contrasts
    : []
const codesOf = (result: ReturnType<typeof analysed>[number] | undefined) =>
  result?.computation.status === 'computed' ? result.computation.cautions.map(({ code }) => code) : []

describe('an analysis of a set formed after allocation', () => {
  const plan = planOf(
    { method: 'difference-in-means-welch', set: 'suitable' },
    { method: 'mean-interval-t', set: 'suitable' },
    { method: 'randomisation-test', set: 'suitable' },
    { method: 'inverse-probability-weighted-difference-in-means', set: 'suitable' },
    { method: 'difference-in-means-welch' },
  )
  const [difference, means, randomisation, weighted, whole] = analysed(plan)

  test('has no contrast with an arm in which the set is not observed, and says so', () => {
    const [control, visit] = contrastsIn(difference)
    expect(control).toMatchObject({
      id: 'call_control',
      computation: {
        status: 'undefined',
        reason: 'not_observed_in_arm',
        detail: 'What defines the set "Suitable cases" is not observed in control.',
      },
    })
    expect(visit).toMatchObject({ id: 'call_visit', computation: { status: 'computed' } })
    expect(codesOf(difference)).toContain('descriptive')
    expect(difference?.set).toEqual({ id: 'suitable', title: 'Suitable cases' })
    expect(whole?.set).toBeNull()
    expect(codesOf(whole)).not.toContain('descriptive')
  })

  test('is what the method makes of the cases of the set alone', () => {
    const isSuitable = (row: number) => set.outcomes.get('suitability')?.values[row] === 'suitable'
    const amounts = (arm: string) =>
      set.cases.flatMap((each, row) =>
        each.arm === arm && isSuitable(row) ? [Number(set.outcomes.get('amount')?.values[row])] : [],
      )
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    const computation = contrastsIn(difference)[1]?.computation
    const estimate = computation?.status === 'computed' ? computation.result.estimate : Number.NaN
    expect(estimate).toBeCloseTo(mean(amounts('call')) - mean(amounts('visit')), 10)
    const estimates =
      means?.computation.status === 'computed' && means.computation.result.kind === 'arms'
        ? means.computation.result.estimates
        : []
    expect(estimates.map(({ arm, n }) => [arm, n])).toEqual([
      ['call', amounts('call').length],
      ['visit', amounts('visit').length],
    ])
    expect(estimates[0]?.estimate).toBeCloseTo(mean(amounts('call')), 10)
  })

  test('is not made by a method that rests on the chances of the draw', () => {
    for (const result of [randomisation, weighted]) {
      expect(result?.computation).toMatchObject({ status: 'undefined', reason: 'set_formed_after_allocation' })
    }
    expect(drawingJobs(plan, sourceFor(plan).source)).toEqual([])
  })

  test('is labelled in the tidy file, and its summaries are kept under its name', () => {
    const lines = tidyResults({ analyses: [difference, whole].flatMap(each => each ?? []), notice: null }).split('\n')
    expect(lines[0]?.split(',').slice(0, 3)).toEqual(['analysis', 'outcome', 'set'])
    expect(lines.slice(1, 5).map(line => line.split(',')[2])).toEqual([
      'suitable',
      'suitable',
      'all_allocated',
      'all_allocated',
    ])
    const { summaries } = sourceFor(plan)
    const named = summaries.filter(summary => summary.set !== undefined)
    expect(new Set(named.map(summary => `${summary.set} ${summary.outcome}`))).toEqual(new Set(['suitable amount']))
    expect(named.every(({ arms }) => arms.join() === 'call,visit')).toBe(true)
  })
})

describe('an analysis of a subgroup at baseline', () => {
  const plan = planOf(
    { method: 'difference-in-means-welch', set: 'old_scheme', role: 'primary' },
    { method: 'randomisation-test', set: 'old_scheme' },
  )

  test('compares all arms, as randomisation still holds in it', () => {
    const [difference, randomisation] = analysed(plan, { redraw: { given: 'realised_counts' } })
    expect(contrastsIn(difference).map(({ computation }) => computation.status)).toEqual(['computed', 'computed'])
    expect(codesOf(difference)).not.toContain('descriptive')
    expect(randomisation?.computation).toMatchObject({
      status: 'computed',
      result: { intermediates: { given: 'realised_counts' } },
    })
    const units = sourceFor(plan).source('amount', 'units', { set: 'old_scheme' })
    const method = methods.find('randomisation-test')
    if (units === undefined || method === undefined) throw new Error('no units')
    const alone = applyMethod(method, units, {
      level: 0.95,
      contrasts,
      seed: 'small/a1',
      redraw: { given: 'realised_counts' },
    })
    expect(randomisation?.computation).toEqual(alone)
  })

  test('is not drawn again where its cases were not dealt alike', () => {
    const linked = analysed(plan, { largestCluster: 2 })[1]
    expect(linked?.computation).toMatchObject({ status: 'undefined', reason: 'design_cannot_be_redrawn' })
    const redraw = { given: 'artefacts', reason: 'minimisation follows the order of the units', arms: [], chances: [] }
    expect(analysed(plan, { redraw })[1]?.computation).toMatchObject({
      status: 'undefined',
      detail: expect.stringContaining('minimisation follows the order of the units'),
    })
  })
})

test('a page knows no cases, and so no set', () => {
  const plan = planOf({ method: 'mean-interval-t', set: 'suitable' })
  const { source } = sourceFor(plan)
  const [result] = analysePlan(plan, (outcome, kind) => source(outcome, kind))
  expect(result?.computation).toMatchObject({ status: 'undefined', reason: 'data_not_printed' })
})
