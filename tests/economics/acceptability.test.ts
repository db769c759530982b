import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  acceptabilityCurve,
  acceptabilityOfReplicates,
  breakEven,
  collectedLessCost,
  costPerAdditionalPound,
  costSet,
  netBenefit,
  willingnessValues,
} from '../../src/economics/index.ts'
import { normalCritical } from '../../src/statistics/index.ts'
import { agree, reasonOf, resultOf } from '../support/analysis.ts'

interface Curve {
  input: {
    cases: number
    difference: number
    standardError: number
    total: number
    costStandardError: number
    covariance: number
  }
  points: { willingness: number; probability: number; netBenefit: number }[]
  asymptote: number
}
const { acceptability } = JSON.parse(
  readFileSync(new URL('../oracles/economics/economics.json', import.meta.url), 'utf8'),
) as { acceptability: Curve[] }

describe('the curve, against mpmath at 50 digits', () => {
  test.each(acceptability.map(curve => [curve.input.cases, curve.input.difference, curve] as const))(
    '%i cases, difference %d',
    (_, __, { input, points, asymptote }) => {
      const cost = { total: input.total, standardError: input.costStandardError, covariance: input.covariance }
      for (const { willingness, probability, netBenefit: net } of points) {
        // The end of a curve that goes just so far. Tails of 1e-70 lose no digit: the bar is relative.
        const curve = resultOf(acceptabilityCurve(input, cost, { top: willingness, steps: 1 }))
        expect(agree(curve.points.at(-1)?.probability ?? Number.NaN, probability, 1e-11)).toBe(true)
        expect(agree(curve.points.at(-1)?.expectedNetBenefit ?? Number.NaN, net, 1e-12)).toBe(true)
        expect(agree(curve.asymptote, asymptote, 1e-13)).toBe(true)
      }
    },
  )
})

const amount = fc.record({
  cases: fc.integer({ min: 1, max: 10_000 }),
  difference: fc.integer({ min: -500, max: 500 }),
  standardError: fc.integer({ min: 1, max: 300 }),
})
const fixedCost = fc.integer({ min: 1, max: 100_000_000 }).map(total => ({ total }))

test('with a fixed cost it starts at nothing, never falls, and stays below its asymptote', () => {
  fc.assert(
    fc.property(amount, fixedCost, fc.integer({ min: 1, max: 1000 }), (gain, cost, top) => {
      const { points, asymptote } = resultOf(acceptabilityCurve(gain, cost, { top, steps: 20 }))
      expect(points.map(({ willingness }) => willingness)).toEqual(willingnessValues({ top, steps: 20 }))
      expect(points[0]).toEqual({ willingness: 0, probability: 0, expectedNetBenefit: -cost.total })
      for (const [index, { probability }] of points.entries()) {
        expect(probability).toBeGreaterThanOrEqual(points[index - 1]?.probability ?? 0)
        expect(probability).toBeLessThanOrEqual(asymptote)
      }
      const [far] = resultOf(acceptabilityCurve(gain, cost, { top: 1e15, steps: 1 })).points.slice(-1)
      expect(Math.abs((far?.probability ?? 0) - asymptote)).toBeLessThan(1e-6)
    }),
  )
})

test('it crosses alpha / 2 and 1 - alpha / 2 at the ends of the Fieller set', () => {
  fc.assert(
    fc.property(
      amount,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: -9, max: 9 }),
      (gain, perCase, standardError, tenths) => {
        const covariance = (tenths / 10) * standardError * gain.standardError
        const cost = { total: (perCase * gain.cases) / 100, standardError, covariance }
        const set = resultOf(costSet(gain, cost, 0.95))
        const ends = Object.values(set).filter(value => typeof value === 'number' && value > 1e-9 && value < 1e9)
        for (const end of ends as number[]) {
          const [point] = resultOf(acceptabilityCurve(gain, cost, { top: end, steps: 1 })).points.slice(-1)
          const tail = Math.min(point?.probability ?? 0, 1 - (point?.probability ?? 0))
          expect(Math.abs(tail - 0.025)).toBeLessThan(1e-6)
        }
      },
    ),
  )
})

test('at £1 it is the P of break-even, and a half where the expected worth is the cost', () => {
  fc.assert(
    fc.property(amount, fixedCost, (gain, cost) => {
      const atOne = resultOf(acceptabilityCurve(gain, cost, { top: 1, steps: 1 })).points[1]
      expect(agree(atOne?.probability ?? 0, resultOf(breakEven(gain, cost, 0.95)).pValue, 1e-10)).toBe(true)
      expect(atOne?.expectedNetBenefit).toBeCloseTo(resultOf(collectedLessCost(gain, cost, 0.95)).estimate, 4)
      const ratio = costPerAdditionalPound(gain, cost, 0.95)
      if (ratio.status === 'computed') {
        const there = resultOf(acceptabilityCurve(gain, cost, { top: ratio.result.ratio, steps: 1 })).points[1]
        expect(there?.probability).toBeCloseTo(0.5, 9)
      }
    }),
  )
})

test('the net benefit at a value is the interval of the difference scaled, by hand', () => {
  const net = resultOf(netBenefit({ cases: 100, difference: 50, standardError: 10 }, { total: 2000 }, 0.95, 3))
  expect(net.estimate).toBe(100 * 3 * 50 - 2000)
  expect(net.standardError).toBe(3000)
  expect(net.interval.lower).toBeCloseTo(13_000 - normalCritical(0.95) * 3000, 9)
  expect(reasonOf(netBenefit({ cases: 1, difference: 1, standardError: 0 }, { total: 1 }, 0.95, 1))).toBe(
    'zero_variance',
  )
  expect(reasonOf(netBenefit({ cases: 1, difference: 1, standardError: 5 }, { total: 1 }, 0.95, 0))).toBe(
    'zero_variance',
  )
})

test('an arm that costs less: from certain down to the asymptote', () => {
  const gain = { cases: 10, difference: -4, standardError: 2 }
  const { points, asymptote } = resultOf(acceptabilityCurve(gain, { total: -100 }, { top: 50, steps: 5 }))
  expect(points[0]?.probability).toBe(1)
  const probabilities = points.map(({ probability }) => probability)
  expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a))
  expect(probabilities.at(-1)).toBeGreaterThan(asymptote)
  expect(reasonOf(acceptabilityCurve({ ...gain, standardError: 0 }, { total: 5 }, { top: 1, steps: 1 }))).toBe(
    'zero_variance',
  )
})

/** Every sample of two with replacement from two values is as probable as any other. */
const samples = (values: readonly [number, number]): number[] => values.flatMap(a => values.map(b => (a + b) / 2))

describe('from bootstrap replicates', () => {
  // Arm: £0 and £10; control: £0 and £4. Difference £3 a case; 16 replicates, of which each is one of 16 equally probable.
  const differences = Float64Array.from(
    samples([0, 1000]).flatMap(arm => samples([0, 400]).map(control => arm - control)),
  )
  const gain = { cases: 2, difference: 300 }

  test('the whole distribution of a tiny bootstrap, counted by hand', () => {
    // Means of the arm 0, 5, 5, 10, of control 0, 2, 2, 4: differences 0 -2 -2 -4, 5 3 3 1 twice, 10 8 8 6.
    // A cost of £2 a case: worth it at £1 where the difference is above 2, which 3 + 3 + 4 of 16 are.
    const { points, asymptote } = resultOf(
      acceptabilityOfReplicates(differences, gain, { total: 400 }, { top: 4, steps: 4 }),
    )
    expect(points.map(({ probability }) => 16 * probability)).toEqual([0, 10, 10, 12, 12])
    expect(points.map(({ expectedNetBenefit }) => expectedNetBenefit)).toEqual([-400, 200, 800, 1400, 2000])
    // A difference of £1 is worth exactly £2 at £2, which is not more than it costs.
    expect(16 * asymptote).toBe(12)
  })

  test('without a replicate there is no curve', () => {
    const none = acceptabilityOfReplicates(new Float64Array(), gain, { total: 4 }, { top: 1, steps: 1 })
    expect(reasonOf(none)).toBe('too_few_cases')
  })
})
