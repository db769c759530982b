import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type AdditionalAmount,
  additionalAmount,
  breakEven,
  collectedLessCost,
  costPerAdditionalPound,
  type FiellerSet,
  fiellerSet,
  type RatioOfEstimates,
} from '../../src/economics/index.ts'
import { differenceInMeansZ } from '../../src/statistics/index.ts'
import {
  agree,
  cautionsOf,
  contrast,
  firstContrast,
  publishedMoments,
  reasonOf,
  resultOf,
} from '../support/analysis.ts'

const published = publishedMoments()
const momentsOf = (arm: string) => {
  const cell = published.cells.find(candidate => candidate.arm === arm)
  if (cell === undefined) throw new Error(arm)
  return cell.data
}
const amountOf = (arm: string) => resultOf(additionalAmount(momentsOf(arm), momentsOf('control')))
const costs = { pwc_first: { total: 15_200_000 }, nrp_first: { total: 15_650_000 } }
const pounds = (pence: number) => (pence / 100).toFixed(2)
const thousands = (pence: number) => Math.round(pence / 100_000)

describe('the published trial', () => {
  test('the additional amount is that of the difference in means', () => {
    const spec = { level: 0.95, contrasts: [contrast('pwc_first', 'control')] }
    const difference = resultOf(firstContrast(differenceInMeansZ.compute(published, spec)))
    const amount = amountOf('pwc_first')
    expect(amount.cases).toBe(5906)
    expect(agree(amount.difference, difference.estimate, 1e-13)).toBe(true)
    expect(agree(amount.standardError, difference.standardError, 1e-14)).toBe(true)
  })

  test.each([
    ['pwc_first', '13.76', '-29.7', '5.6'],
    ['nrp_first', '11.65', '-36.5', '5.0'],
  ] as const)(
    '%s: %s pounds for each additional one, and all that lies outside %s to %s',
    (arm, ratio, below, above) => {
      const computation = costPerAdditionalPound(amountOf(arm), costs[arm], 0.95)
      const result = resultOf(computation)
      expect(result.ratio.toFixed(2)).toBe(ratio)
      expect(result.set.type).toBe('two_rays')
      if (result.set.type === 'two_rays') {
        expect([result.set.below.toFixed(1), result.set.above.toFixed(1)]).toEqual([below, above])
      }
      expect(cautionsOf(computation)).toEqual(['ratio_set_unbounded'])
    },
  )

  test.each([
    ['pwc_first', -141, -157, -125],
    ['nrp_first', -143, -161, -125],
  ] as const)('%s: collected less cost %i thousand pounds (%i to %i)', (arm, estimate, lower, upper) => {
    const result = resultOf(collectedLessCost(amountOf(arm), costs[arm], 0.95))
    expect([result.estimate, result.interval.lower, result.interval.upper].map(thousands)).toEqual([
      estimate,
      lower,
      upper,
    ])
  })

  test.each([
    ['pwc_first', '25.74', 17, '4.61', 18],
    ['nrp_first', '23.30', 16, '4.64', 20],
  ] as const)(
    '%s: break-even needs %s pounds a case, %i standard errors off; the upper limit %s is %i per cent',
    (arm, needed, short, upper, share) => {
      const result = resultOf(breakEven(amountOf(arm), costs[arm], 0.95))
      expect(pounds(result.needed)).toBe(needed)
      expect(Math.round(result.standardErrorsShort)).toBe(short)
      expect(pounds(result.upperLimit)).toBe(upper)
      expect(Math.round(100 * result.upperLimitShare)).toBe(share)
      expect(result.pValue).toBeGreaterThan(0)
      expect(result.pValue).toBeLessThan(1e-50)
    },
  )
})

const ofFixedCost = (numerator: number, denominator: number, error: number): RatioOfEstimates => ({
  numerator,
  denominator,
  numeratorVariance: 0,
  denominatorVariance: error ** 2,
  covariance: 0,
})
const z = 1.959963984540054
const holds = (set: FiellerSet, ratio: number): boolean => {
  if (set.type === 'interval') return set.lower <= ratio && ratio <= set.upper
  return set.type === 'whole_line' || ratio <= set.below || ratio >= set.above
}

describe('Fieller set', () => {
  test('a fixed cost: the cost over the ends of the interval of the amount, by hand', () => {
    const bounded = resultOf(fiellerSet(ofFixedCost(100, 10, 2), 0.95))
    expect(bounded.type).toBe('interval')
    if (bounded.type === 'interval') {
      expect(bounded.lower).toBeCloseTo(100 / (10 + 2 * z), 12)
      expect(bounded.upper).toBeCloseTo(100 / (10 - 2 * z), 11)
    }
    const unbounded = resultOf(fiellerSet(ofFixedCost(100, 10, 8), 0.95))
    expect(unbounded.type).toBe('two_rays')
    if (unbounded.type === 'two_rays') {
      expect(unbounded.below).toBeCloseTo(100 / (10 - 8 * z), 11)
      expect(unbounded.above).toBeCloseTo(100 / (10 + 8 * z), 12)
    }
  })

  test('neither cost nor amount differs from zero: the whole line', () => {
    const estimates = { numerator: 1, denominator: 1, numeratorVariance: 4, denominatorVariance: 4, covariance: 0 }
    expect(resultOf(fiellerSet(estimates, 0.95))).toEqual({ type: 'whole_line' })
  })

  test('an amount of nothing, with a spread: two rays about zero', () => {
    const set = resultOf(fiellerSet(ofFixedCost(100, 0, 5), 0.95))
    expect(set.type === 'two_rays' && set.below).toBeCloseTo(-20 / z, 12)
    expect(set.type === 'two_rays' && set.above).toBeCloseTo(20 / z, 12)
  })

  test('an amount at exactly its critical value stays finite', () => {
    const set = resultOf(fiellerSet(ofFixedCost(100, z * 3, 3), 0.95))
    expect(
      Object.values(set)
        .filter(value => typeof value === 'number')
        .every(Number.isFinite),
    ).toBe(true)
  })

  const estimate = fc.integer({ min: -50, max: 50 })
  const error = fc.integer({ min: 1, max: 30 })
  const correlation = fc.integer({ min: -9, max: 9 }).map(tenths => tenths / 10)

  test('holds exactly the ratios that a z test of a - R b = 0 does not reject', () => {
    fc.assert(
      fc.property(
        estimate,
        estimate,
        error,
        error,
        correlation,
        fc.integer({ min: -300, max: 300 }),
        (a, b, sa, sb, rho, tenths) => {
          const ratio = tenths / 10
          const covariance = rho * sa * sb
          const set = resultOf(
            fiellerSet(
              { numerator: a, denominator: b, numeratorVariance: sa ** 2, denominatorVariance: sb ** 2, covariance },
              0.95,
            ),
          )
          const variance = sa ** 2 - 2 * ratio * covariance + ratio ** 2 * sb ** 2
          const statistic = Math.abs(a - ratio * b) / Math.sqrt(variance)
          // A ratio on the edge may fall either way by rounding.
          fc.pre(Math.abs(statistic - z) > 1e-9)
          expect(holds(set, ratio)).toBe(statistic < z)
          if (b !== 0) expect(holds(set, a / b)).toBe(true)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('reasons', () => {
    expect(reasonOf(fiellerSet(ofFixedCost(100, 10, 0), 0.95))).toBe('zero_variance')
    const nothing = { numerator: 1, denominator: 0, numeratorVariance: 4, denominatorVariance: 0, covariance: 0 }
    expect(reasonOf(fiellerSet(nothing, 0.95))).toBe('no_additional_amount')
  })
})

describe('by hand, and reasons', () => {
  const amount: AdditionalAmount = { cases: 100, difference: 50, standardError: 10 }

  test('a cost that varies with the amount', () => {
    const cost = { total: 2000, standardError: 4, covariance: 18 }
    // Variance of 50 - 20 a case: 100 + 16 - 36 = 80.
    const net = resultOf(collectedLessCost(amount, cost, 0.95))
    expect(net.estimate).toBe(3000)
    expect(net.standardError).toBeCloseTo(100 * Math.sqrt(80), 12)
    expect(net.interval.upper).toBeCloseTo(3000 + z * 100 * Math.sqrt(80), 9)
    const even = resultOf(breakEven(amount, cost, 0.95))
    expect(even.standardErrorsShort).toBeCloseTo(-30 / Math.sqrt(80), 13)
    expect(even.pValue).toBeGreaterThan(0.999)
    const ratio = costPerAdditionalPound(amount, cost, 0.95)
    expect(resultOf(ratio).ratio).toBeCloseTo(0.4, 15)
    expect(resultOf(ratio).set.type).toBe('interval')
    expect(cautionsOf(ratio)).toEqual([])
  })

  test('break-even, the ratio and collected less cost tell one story', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 9000 }), (difference, total) => {
        const ours = { ...amount, difference }
        const net = resultOf(collectedLessCost(ours, { total }, 0.95)).estimate
        expect(resultOf(costPerAdditionalPound(ours, { total }, 0.95)).ratio < 1).toBe(net > 0)
        expect(resultOf(breakEven(ours, { total }, 0.95)).pValue > 0.5).toBe(net > 0)
      }),
    )
  })

  test('no cost, nothing additional, no variance, too few cases', () => {
    const free = { total: 0 }
    expect(reasonOf(costPerAdditionalPound(amount, free, 0.95))).toBe('no_cost')
    expect(resultOf(collectedLessCost(amount, free, 0.95)).estimate).toBe(5000)
    expect(reasonOf(breakEven(amount, free, 0.95))).toBe('no_cost')
    expect(reasonOf(costPerAdditionalPound(amount, { total: -5 }, 0.95))).toBe('no_cost')
    for (const difference of [0, -5]) {
      expect(reasonOf(costPerAdditionalPound({ ...amount, difference }, { total: 5 }, 0.95))).toBe(
        'no_additional_amount',
      )
    }
    const certain = { ...amount, standardError: 0 }
    expect(reasonOf(breakEven(certain, { total: 5 }, 0.95))).toBe('zero_variance')
    expect(reasonOf(collectedLessCost(certain, { total: 5 }, 0.95))).toBe('zero_variance')
    expect(reasonOf(costPerAdditionalPound(certain, { total: 5 }, 0.95))).toBe('zero_variance')
    const one = { n: 1, missing: 0, sum: 5n, sumSquares: 25n }
    const flat = { n: 2, missing: 0, sum: 10n, sumSquares: 50n }
    expect(reasonOf(additionalAmount(one, flat))).toBe('too_few_cases')
    expect(reasonOf(additionalAmount(flat, flat))).toBe('zero_variance')
    const varied = { n: 2, missing: 3, sum: 10n, sumSquares: 58n }
    expect(resultOf(additionalAmount(varied, flat))).toEqual({ cases: 5, difference: 0, standardError: 2 })
  })
})
