import { describe, expect, test } from 'vitest'
import {
  acceptabilityCurve,
  breakEven,
  type Cost,
  collectedLessCost,
  costSet,
  type FiellerSet,
} from '../../src/economics/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { AnySummary, SummaryKind } from '../../src/model/summary.ts'
import { analysePlan, type SummarySource } from '../../src/pipeline/analyse-plan.ts'
import { type ArmEconomics, evaluateEconomics } from '../../src/pipeline/economics.ts'
import { findTrial, readTrial } from '../../src/pipeline/trial-folder.ts'
import type { AnalysisRow } from '../../src/summaries/index.ts'
import { issuesOf } from '../storage/temporary.ts'
import { binary, columnOf, row, summaryOf } from '../support/analysis.ts'
import { numbersIn, reasonsIn } from '../support/any-method.ts'

const { plan: published } = await readTrial(findTrial('part-payment'))
const plan: Plan = {
  ...published,
  analyses: [
    ...published.analyses.filter(({ id }) => ['payers_difference', 'amount_difference'].includes(id)),
    {
      ...{ id: 'amount_bootstrap', title: 'Bootstrap', outcome: 'amount', role: 'sensitivity' },
      ...{ method: 'bootstrap-difference-percentile', settings: { draws: 500 } },
    },
  ],
  economics: {
    ...{ outcome: 'amount', events: 'paid', analysis: 'amount_difference', eventsAnalysis: 'payers_difference' },
    sensitivity: ['payers_difference', 'amount_difference', 'amount_bootstrap'],
    ...{ bootstrap: 'amount_bootstrap', willingness: { pound: '10', payer: '500' }, notCounted: [] },
  },
}
const fixed: Cost[] = ['pwc_first', 'nrp_first'].map(arm => ({
  ...{ id: arm, nature: 'resource', kind: 'fixed', arms: [arm], amount: 30_000, split: 'equally' },
}))

/** What the first arm comes to beside control, with every case of the arms in its own row. */
function economicsOf(rows: readonly AnalysisRow[], costs = fixed): ArmEconomics | undefined {
  const arms = ['pwc_first', 'nrp_first', 'control']
  const amounts = columnOf(rows, { arms, control: 'control' })
  const bits = rows.map(each => ({ ...each, value: Number(Number(each.value) > 0) }))
  const payers = columnOf(bits, { ...binary, arms, control: 'control' })
  const source: SummarySource = (outcome, kind: SummaryKind) => {
    if (outcome === 'amount' && kind !== 'counts') return summaryOf(amounts, kind) as AnySummary
    return outcome === 'paid' && kind === 'counts' ? summaryOf(payers, kind) : undefined
  }
  const analyses = analysePlan(plan, source)
  const economics = evaluateEconomics({ protocol: { id: 'x' }, plan, notice: null, costs, source, analyses })
  return economics?.comparisons.find(({ arm }) => arm === 'pwc_first')
}

const arms = ['pwc_first', 'nrp_first', 'control']
const standard = arms.flatMap((arm, index) =>
  Array.from({ length: 20 }, (_, i) => row(arm, i % (index + 3) === 0 ? 1000 + 100 * i : 0)),
)

/** No NaN anywhere, no standard error of 0 for what varies, and no set or interval without width. */
function expectNoPretence(economics: ArmEconomics): void {
  expect(numbersIn(economics).some(Number.isNaN)).toBe(false)
  for (const gain of [economics.additional, economics.additionalPayers]) {
    if (gain?.status === 'computed') expect(gain.result.standardError).toBeGreaterThan(0)
  }
  const sets = [economics.costSet, economics.payers?.costSet, ...economics.byAnalysis.map(({ costSet }) => costSet)]
  for (const set of sets) if (set?.status === 'computed') expectWidth(set.result)
}

function expectWidth(set: FiellerSet): void {
  if (set.type === 'interval') expect(set.lower).toBeLessThan(set.upper)
  if (set.type === 'two_rays') expect(set.below).toBeLessThan(set.above)
}

/** The measures that need the gain in pounds, and those that need the gain in payers. */
const ofPounds = ['costPerAdditionalPound', 'costSet', 'collectedLessCost', 'breakEven', 'acceptability'] as const
const ofPayers = ['costPerAdditionalPayer', 'costSet', 'acceptability'] as const

describe('economics', () => {
  test.each([
    ['nobody paid anything', standard.map(each => ({ ...each, value: 0 })), 'zero_variance', 'zero_variance'],
    ['everybody paid the same', standard.map(each => ({ ...each, value: 500 })), 'zero_variance', 'zero_variance'],
    [
      'all of one arm paid, nobody of the others',
      standard.map(each => ({ ...each, value: each.arm === 'pwc_first' ? 500 : 0 })),
      'zero_variance',
      'zero_variance',
    ],
    ['an arm with no case', standard.filter(({ arm }) => arm !== 'pwc_first'), 'no_cases_in_arm', 'no_cases_in_arm'],
    ['one row', standard.slice(0, 1), 'too_few_cases', 'no_cases_in_arm'],
    ['one row an arm', arms.map((arm, index) => row(arm, 100 * index)), 'too_few_cases', 'zero_variance'],
  ])('%s: every measure of the gain says why there is none', (_, rows, pounds, payers) => {
    const economics = economicsOf(rows)
    if (economics === undefined) throw new Error('no comparison')
    expectNoPretence(economics)
    for (const measure of ofPounds) expect(economics[measure]).toMatchObject({ status: 'undefined', reason: pounds })
    for (const measure of ofPayers) {
      expect(economics.payers?.[measure]).toMatchObject({ status: 'undefined', reason: payers })
    }
    expect(economics.bootstrap).toBeNull()
  })

  test('refunds are taken off what was collected', () => {
    const rows = standard.map((each, index) => (index % 5 === 1 ? { ...each, value: -700 } : each))
    const [plain, refunded] = [economicsOf(standard), economicsOf(rows)]
    if (plain?.additional.status !== 'computed' || refunded?.additional.status !== 'computed')
      throw new Error('no gain')
    expectNoPretence(refunded)
    const meanOf = (arm: string): number => {
      const own = rows.filter(each => each.arm === arm).map(({ value }) => Number(value))
      return own.reduce((sum, value) => sum + value, 0) / own.length
    }
    expect(refunded.additional.result.difference).toBeCloseTo(meanOf('pwc_first') - meanOf('control'), 10)
    expect(reasonsIn({ status: 'computed', result: refunded, cautions: [] })).toEqual([])
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('%d is an error that names every such number', async value => {
    const good = { cases: 10, difference: 5, standardError: 2 }
    const bad = { ...good, difference: value }
    const range = { top: 2, steps: 4 }
    const named = async (act: () => unknown) => (await issuesOf(act)).map(({ code, place }) => `${code} ${place.field}`)
    const difference = ['economics.not_finite difference']
    expect(await named(() => collectedLessCost(bad, { total: 9 }, 0.95))).toEqual(difference)
    expect(await named(() => breakEven(bad, { total: 9 }, 0.95))).toEqual(difference)
    expect(await named(() => acceptabilityCurve(bad, { total: 9 }, range))).toEqual(difference)
    expect(await named(() => acceptabilityCurve(good, { total: 9 }, { ...range, top: value }))).toEqual([
      'economics.not_finite top',
    ])
    expect(await named(() => costSet(bad, { total: 9, covariance: value }, 0.95))).toEqual([
      'economics.not_finite denominator',
      'economics.not_finite covariance',
    ])
    expect(
      await named(() =>
        economicsOf(
          standard,
          fixed.map(cost => ({ ...cost, amount: value })),
        ),
      ),
    ).toEqual(['economics.not_finite amount', 'economics.not_finite amount'])
  })
})
