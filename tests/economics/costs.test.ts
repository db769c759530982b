import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { additionalCost, type Cost, costOfArm } from '../../src/economics/index.ts'
import { agree, reasonOf, resultOf } from '../support/analysis.ts'

const cases = new Map([
  ['letters', 500],
  ['calls', 300],
  ['control', 200],
])
const everyArm = ['letters', 'calls', 'control']
const fixed = { nature: 'resource', kind: 'fixed', split: 'equally' } as const
const costs: Cost[] = [
  { ...fixed, id: 'printing', arms: ['letters'], amount: 100_000 },
  { ...fixed, id: 'management', arms: ['letters', 'calls'], amount: 80_000, split: 'by_cases' },
  { ...fixed, id: 'evaluation', arms: everyArm, amount: 60_000 },
  { ...fixed, id: 'training', arms: ['letters', 'calls'], amount: 4000, split: { letters: 1, calls: 3 } },
  { id: 'postage', nature: 'resource', kind: 'per_case', arms: ['letters', 'calls'], amount: 200, standardError: 3 },
  { id: 'minutes', nature: 'resource', kind: 'per_case', arms: ['calls'], amount: 900, standardError: 40 },
  { id: 'fee', nature: 'transfer', kind: 'per_case', arms: ['calls'], amount: 50, standardError: 0 },
]

describe('what an arm cost, by hand', () => {
  test('its own, and its part of shared ones', () => {
    // 1,000 + 500 of 800 + a third of 600 + a quarter of 40, and £2 for each of 500.
    expect(costOfArm(costs, 'letters', cases)).toEqual({
      resource: 100_000 + 50_000 + 20_000 + 1000 + 100_000,
      transfer: 0,
      total: 271_000,
    })
    expect(costOfArm(costs, 'calls', cases)).toEqual({
      resource: 30_000 + 20_000 + 3000 + 60_000 + 270_000,
      transfer: 15_000,
      total: 398_000,
    })
    expect(costOfArm(costs, 'control', cases)).toEqual({ resource: 20_000, transfer: 0, total: 20_000 })
    expect(costOfArm(costs, 'letters', new Map())).toEqual({ resource: 0, transfer: 0, total: 0 })
  })

  test('over its comparator, on as many cases as it has', () => {
    const over = (arm: string, against: string) => resultOf(additionalCost(costs, { arm, against }, cases))
    // Control costs 100 pence a case.
    expect(over('letters', 'control')).toEqual({ total: 271_000 - 500 * 100, standardError: 3 })
    expect(over('calls', 'control').total).toBeCloseTo(398_000 - 300 * 100, 6)
    expect(over('calls', 'control').standardError).toBe(Math.hypot(3, 40))
    // Both bear the postage, so its uncertainty cancels.
    expect(over('calls', 'letters').standardError).toBe(40)
    expect(over('calls', 'letters').total).toBeCloseTo(398_000 - (300 * 271_000) / 500, 6)
  })

  test('what is shared by cases leaves exactly nothing between those who share it', () => {
    const odd = new Map([
      ['a', 5906],
      ['b', 6718],
      ['c', 7],
    ])
    const shared: Cost[] = [{ ...fixed, id: 's', arms: ['a', 'b', 'c'], amount: 30_700_001, split: 'by_cases' }]
    expect(resultOf(additionalCost(shared, { arm: 'a', against: 'b' }, odd)).total).toBe(0)
  })

  test('an arm without a case has no cost per case', () => {
    expect(reasonOf(additionalCost(costs, { arm: 'visits', against: 'control' }, cases))).toBe('no_cases_in_arm')
    expect(reasonOf(additionalCost(costs, { arm: 'calls', against: 'visits' }, cases))).toBe('no_cases_in_arm')
  })
})

const sizes = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 2, maxLength: 5 })
const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 5, maxLength: 5 })

test('the parts of a shared cost add up to it, whatever the split', () => {
  fc.assert(
    fc.property(
      sizes,
      weights,
      fc.integer({ min: 1, max: 1e9 }),
      fc.constantFrom('by_cases', 'equally', 'weights'),
      (n, weight, amount, way) => {
        const arms = n.map((_, index) => `arm${index}`)
        const split = way === 'weights' ? Object.fromEntries(arms.map((arm, index) => [arm, weight[index] ?? 1])) : way
        const cost = { ...fixed, id: 'shared', arms, amount, split } as Cost
        const byArm = new Map(arms.map((arm, index) => [arm, n[index] ?? 0]))
        const parts = arms.map(arm => costOfArm([cost], arm, byArm).total)
        const sum = parts.reduce((total, part) => total + part, 0)
        expect(agree(sum, amount, 1e-13)).toBe(true)
        expect(Math.min(...parts)).toBeGreaterThan(0)
      },
    ),
  )
})

test('what an arm costs over another, a case, is the opposite of what that costs over it', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 1e8 }), fc.integer({ min: 1, max: 1e4 }), (n, amount, each) => {
      const arms = n.map((_, index) => `arm${index}`)
      const byArm = new Map(arms.map((arm, index) => [arm, n[index] ?? 0]))
      const some: Cost[] = [
        { ...fixed, id: 'f', arms, amount },
        { id: 'p', nature: 'transfer', kind: 'per_case', arms: ['arm0'], amount: each, standardError: 5 },
      ]
      const perCase = (arm: string, against: string): number => {
        const size = byArm.get(arm) ?? 0
        return resultOf(additionalCost(some, { arm, against }, byArm)).total / size
      }
      const direct =
        costOfArm(some, 'arm0', byArm).total / (n[0] ?? 0) - costOfArm(some, 'arm1', byArm).total / (n[1] ?? 0)
      const scale = amount + each
      expect(Math.abs(perCase('arm0', 'arm1') + perCase('arm1', 'arm0'))).toBeLessThan(1e-12 * scale)
      expect(Math.abs(perCase('arm0', 'arm1') - direct)).toBeLessThan(1e-12 * scale)
    }),
  )
})
