import { describe, expect, test } from 'vitest'
import {
  type AdditionalAmount,
  type AdditionalPayers,
  type ArmCost,
  acceptabilityCurve,
  breakEven,
  type CostMeasuresInput,
  collectedLessCost,
  costMeasures,
  costPerAdditionalPayer,
  costPerAdditionalPound,
  costSet,
  fiellerSet,
  frontier,
} from '../../src/economics/index.ts'
import { computed, undefinedBecause } from '../../src/model/method.ts'
import { normalQuantile } from '../../src/numerics/index.ts'

const level = 0.95
const amount: AdditionalAmount = { cases: 5906, difference: 187, standardError: 140 }
const payers: AdditionalPayers = { cases: 5906, difference: 0.003, standardError: 0.002 }
const cost: ArmCost = { total: 15_200_000 }
const pound = { top: 30, steps: 3 }
const payer = { top: 2_000_000, steps: 4 }

describe('the measures of one comparison', () => {
  const input: CostMeasuresInput = {
    cost: computed(cost),
    amount: computed(amount),
    payers: computed(payers),
    level,
    willingness: { pound, payer },
  }

  test('are what each gives by itself', () => {
    expect(costMeasures(input)).toEqual({
      additionalCost: computed(cost),
      costPerAdditionalPound: costPerAdditionalPound(amount, cost, level),
      costSet: costSet(amount, cost, level),
      collectedLessCost: collectedLessCost(amount, cost, level),
      breakEven: breakEven(amount, cost, level),
      acceptability: acceptabilityCurve(amount, cost, pound),
      payers: {
        costPerAdditionalPayer: costPerAdditionalPayer(payers, cost, level),
        costSet: costSet(payers, cost, level),
        acceptability: acceptabilityCurve(payers, cost, payer),
      },
    })
    expect(costMeasures(input).payers?.costSet.status).toBe('computed')
  })

  test('leave out what was not asked for', () => {
    const without = costMeasures({ ...input, payers: null, willingness: {} })
    expect([without.payers, without.acceptability]).toEqual([null, null])
    expect(costMeasures({ ...input, willingness: {} }).payers?.acceptability).toBeNull()
  })

  test('say why the amount or the cost is not known, the amount first', () => {
    const noAmount = undefinedBecause('too_few_cases', 'No amounts.')
    const noCost = undefinedBecause('no_cost', 'No cost.')
    const measures = costMeasures({ ...input, amount: noAmount, cost: noCost })
    expect([measures.costSet, measures.collectedLessCost, measures.acceptability]).toEqual([
      noAmount,
      noAmount,
      noAmount,
    ])
    expect(measures.payers?.costSet).toEqual(noCost)
    expect(costMeasures({ ...input, cost: noCost }).breakEven).toEqual(noCost)
  })
})

describe('the limits of a set', () => {
  const z = -normalQuantile(0.025)

  test.each([2574, -2574])('keep their digits where the denominator is barely other than zero: cost %d', numerator => {
    const standardError = 140
    const denominator = z * standardError * (1 + 1e-9)
    const set = fiellerSet(
      { numerator, denominator, numeratorVariance: 0, denominatorVariance: standardError ** 2, covariance: 0 },
      level,
    )
    if (set.status === 'undefined' || set.result.type !== 'interval') throw new Error('an interval was expected')
    const near = numerator > 0 ? set.result.lower : set.result.upper
    // A few ulps; the other limit is as uncertain as 1 + 1e-9 in doubles makes it.
    expect(Math.abs(near / (numerator / (denominator + z * standardError)) - 1)).toBeLessThan(1e-13)
  })

  test('are both zero where nothing was spent', () => {
    const free = { numerator: 0, denominator: 500, numeratorVariance: 0, denominatorVariance: 100, covariance: 0 }
    expect(fiellerSet(free, level)).toEqual(computed({ type: 'interval', lower: 0, upper: 0 }))
  })

  test('are a price over an interval, where only the cost varies', () => {
    const set = fiellerSet(
      { numerator: 10, denominator: 4, numeratorVariance: 1, denominatorVariance: 0, covariance: 0 },
      level,
    )
    if (set.status === 'undefined' || set.result.type !== 'interval') throw new Error('an interval was expected')
    expect(set.result.lower).toBeCloseTo((10 - z) / 4, 14)
    expect(set.result.upper).toBeCloseTo((10 + z) / 4, 14)
  })
})

describe('dominance', () => {
  const arms = [
    { arm: 'a', costPerCase: 0, effect: 0 },
    { arm: 'b', costPerCase: 1, effect: 10 },
    { arm: 'c', costPerCase: 4, effect: 20 },
    { arm: 'mixed', costPerCase: 8, effect: 22 },
    { arm: 'd', costPerCase: 9, effect: 30 },
    { arm: 'e', costPerCase: 20, effect: 40 },
  ]

  test('by a mixture names the two neighbours on the frontier and no others', () => {
    const { alternatives, steps } = frontier(arms)
    expect(alternatives.find(({ arm }) => arm === 'mixed')).toMatchObject({
      status: 'extendedly_dominated',
      by: ['c', 'd'],
    })
    expect(steps.map(({ arm, against }) => `${arm} ${against}`)).toEqual(['b a', 'c b', 'd c', 'e d'])
  })

  test('of two arms at one cost, the one that brings more stands first', () => {
    const { alternatives } = frontier([
      { arm: 'less', costPerCase: 5, effect: 1 },
      { arm: 'more', costPerCase: 5, effect: 2 },
    ])
    expect(alternatives.map(({ arm, status }) => [arm, status])).toEqual([
      ['more', 'on_frontier'],
      ['less', 'dominated'],
    ])
  })
})
