import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Additional,
  additionalPayers,
  collectedLessCost,
  collectedLessCostOfInterval,
  costPerAdditionalPayer,
  costPerAdditionalPound,
  costSet,
  costSetOfInterval,
  type FiellerSet,
  fiellerSet,
  type RatioOfEstimates,
} from '../../src/economics/index.ts'
import { newcombeDifference, normalCritical } from '../../src/statistics/index.ts'
import {
  agree,
  cautionsOf,
  contrast,
  countsOf,
  firstContrast,
  publishedPayers,
  reasonOf,
  resultOf,
} from '../support/analysis.ts'

const { fieller } = JSON.parse(
  readFileSync(new URL('../oracles/economics/economics.json', import.meta.url), 'utf8'),
) as { fieller: { input: RatioOfEstimates; set: FiellerSet }[] }

const numbers = (set: FiellerSet): number[] =>
  Object.values(set).filter((value): value is number => typeof value === 'number')
const sameSet = (a: FiellerSet, b: FiellerSet, tolerance: number): boolean =>
  a.type === b.type && numbers(a).every((value, index) => agree(value, numbers(b)[index] ?? Number.NaN, tolerance))

test('the three kinds of set, against the inverted test by a root finder in mpmath', () => {
  // Each end to within rounding of the quadratic's coefficients, which the discriminant halves at worst.
  for (const { input, set } of fieller) expect(sameSet(resultOf(fiellerSet(input, 0.95)), set, 1e-11)).toBe(true)
  expect(new Set(fieller.map(({ set }) => set.type))).toEqual(new Set(['interval', 'two_rays', 'whole_line']))
})

const gains = fc.record({
  cases: fc.integer({ min: 1, max: 10_000 }),
  difference: fc.integer({ min: -500, max: 500 }),
  standardError: fc.integer({ min: 1, max: 300 }),
})
const perCase = fc.integer({ min: 1, max: 100_000 })
const error = fc.integer({ min: 0, max: 60 })
/** How sharp the test of no difference is: at its critical value the set changes its kind, and rounding decides. */
const atCritical = ({ difference, standardError }: Additional): boolean =>
  Math.abs(Math.abs(difference) / standardError - normalCritical(0.95)) < 1e-6

describe('the set of a cost', () => {
  test('is bounded exactly where the test of no difference rejects', () => {
    fc.assert(
      fc.property(gains, perCase, error, (gain, each, standardError) => {
        fc.pre(!atCritical(gain))
        const set = resultOf(costSet(gain, { total: each * gain.cases, standardError }, 0.95))
        const rejects = Math.abs(gain.difference) / gain.standardError > normalCritical(0.95)
        expect(set.type === 'interval').toBe(rejects)
      }),
    )
  })

  test('is the same whichever arm is called the comparator', () => {
    fc.assert(
      fc.property(gains, perCase, error, (gain, each, standardError) => {
        const cost = { total: each * gain.cases, standardError }
        const swapped = { ...gain, difference: -gain.difference }
        const one = resultOf(costSet(gain, cost, 0.95))
        const other = resultOf(costSet(swapped, { ...cost, total: -cost.total }, 0.95))
        expect(sameSet(one, other, 1e-12)).toBe(true)
      }),
    )
  })

  test('of pounds is the same in pence and in pounds; of payers it is a hundred times', () => {
    fc.assert(
      fc.property(gains, perCase, error, (gain, each, standardError) => {
        fc.pre(!atCritical(gain))
        const cost = { total: each * gain.cases, standardError }
        const hundred = { total: 100 * cost.total, standardError: 100 * standardError }
        const scaled = { ...gain, difference: 100 * gain.difference, standardError: 100 * gain.standardError }
        const set = resultOf(costSet(gain, cost, 0.95))
        expect(sameSet(resultOf(costSet(scaled, hundred, 0.95)), set, 1e-9)).toBe(true)
        const dearer = numbers(resultOf(costSet(gain, hundred, 0.95)))
        expect(dearer.every((value, index) => agree(value, 100 * (numbers(set)[index] ?? 0), 1e-9))).toBe(true)
        const [one, other] = [costPerAdditionalPound(gain, cost, 0.95), costPerAdditionalPound(scaled, hundred, 0.95)]
        expect(other.status).toBe(one.status)
        if (one.status === 'computed') expect(agree(resultOf(other).ratio, one.result.ratio, 1e-12)).toBe(true)
      }),
    )
  })

  test('holds a ratio exactly where that of the amount over the cost holds its inverse', () => {
    const holds = (set: FiellerSet, ratio: number): boolean => {
      if (set.type === 'interval') return set.lower <= ratio && ratio <= set.upper
      return set.type === 'whole_line' || ratio <= set.below || ratio >= set.above
    }
    fc.assert(
      fc.property(
        ...([gains, perCase, fc.integer({ min: 1, max: 60_000 }), fc.integer({ min: -400, max: 400 })] as const),
        (gain, each, standardError, tenths) => {
          const ratio = (tenths + 0.5) / 10
          const there = {
            numerator: each,
            denominator: gain.difference,
            numeratorVariance: standardError ** 2,
            denominatorVariance: gain.standardError ** 2,
            covariance: 0,
          }
          const back = {
            numerator: there.denominator,
            denominator: there.numerator,
            numeratorVariance: there.denominatorVariance,
            denominatorVariance: there.numeratorVariance,
            covariance: 0,
          }
          const statistic =
            Math.abs(each - ratio * gain.difference) / Math.hypot(standardError, ratio * gain.standardError)
          fc.pre(Math.abs(statistic - normalCritical(0.95)) > 1e-6)
          const inverse = holds(resultOf(fiellerSet(back, 0.95)), 1 / ratio)
          expect(holds(resultOf(fiellerSet(there, 0.95)), ratio)).toBe(inverse)
        },
      ),
    )
  })
})

describe('additional payers', () => {
  const [pwc, nrp, control] = publishedPayers.cells.map(({ data }) => data)

  test('the published trial: the difference and unpooled standard error of the Wald test, by hand', () => {
    if (pwc === undefined || control === undefined) throw new Error('no cells')
    const payers = resultOf(additionalPayers(pwc, control))
    expect(payers.cases).toBe(5906)
    expect(payers.difference).toBeCloseTo(79 / 5906 - 62 / 6000, 16)
    const variance = ((79 / 5906) * (5827 / 5906)) / 5906 + ((62 / 6000) * (5938 / 6000)) / 6000
    expect(payers.standardError).toBeCloseTo(Math.sqrt(variance), 16)
    const spec = { level: 0.95, contrasts: [contrast('pwc_first', 'control')] }
    const newcombe = resultOf(firstContrast(newcombeDifference.compute(publishedPayers, spec)))
    expect(agree(payers.difference, newcombe.estimate, 1e-12)).toBe(true)
    expect(agree(payers.standardError, newcombe.standardError, 1e-12)).toBe(true)
  })

  test('cost thousands of pounds each, or nothing that the data can say', () => {
    if (pwc === undefined || nrp === undefined || control === undefined) throw new Error('no cells')
    const ratio = (own: typeof pwc, total: number) =>
      costPerAdditionalPayer(resultOf(additionalPayers(own, control)), { total }, 0.95)
    const [one, two] = [ratio(pwc, 15_200_000), ratio(nrp, 15_650_000)]
    // 152,000 / (79 - 62 x 5,906 / 6,000) and 156,500 / (87 - 62 x 6,718 / 6,000) pounds.
    expect(resultOf(one).ratio / 100).toBeCloseTo(152_000 / (79 - (62 * 5906) / 6000), 6)
    expect(resultOf(two).ratio / 100).toBeCloseTo(156_500 / (87 - (62 * 6718) / 6000), 6)
    expect(resultOf(one).set.type).toBe('two_rays')
    expect(cautionsOf(one)).toEqual(['ratio_set_unbounded'])
    expect(reasonOf(costPerAdditionalPayer({ ...resultOf(additionalPayers(control, pwc)) }, { total: 5 }, 0.95))).toBe(
      'no_additional_amount',
    )
  })

  test('nobody paid, everybody paid, nobody there', () => {
    const [none, all, empty] = countsOf({ none: [0, 5], all: [7, 7], empty: [0, 0] }).cells.map(({ data }) => data)
    if (none === undefined || all === undefined || empty === undefined) throw new Error('no cells')
    expect(reasonOf(additionalPayers(none, all))).toBe('zero_variance')
    expect(reasonOf(additionalPayers(none, empty))).toBe('no_cases_in_arm')
    expect(resultOf(additionalPayers({ ...none, missing: 3, events: { yes: 1 } }, all)).cases).toBe(8)
  })
})

describe('from the interval of another analysis', () => {
  test('with the normal interval it is the Fieller set and the same interval of the net', () => {
    fc.assert(
      fc.property(gains, perCase, (gain, each) => {
        fc.pre(!atCritical(gain))
        const cost = { total: each * gain.cases }
        const half = normalCritical(0.95) * gain.standardError
        const interval = {
          ...{ lower: gain.difference - half, upper: gain.difference + half },
          ...{ level: 0.95, method: 'z' },
        }
        const set = resultOf(costSetOfInterval(each, interval))
        expect(sameSet(set, resultOf(costSet(gain, cost, 0.95)), 1e-7)).toBe(true)
        const net = collectedLessCostOfInterval(interval, gain.cases, cost)
        const { interval: expected } = resultOf(collectedLessCost(gain, cost, 0.95))
        expect(Math.abs(net.lower - expected.lower)).toBeLessThan(1e-6 * (1 + cost.total))
        expect(Math.abs(net.upper - expected.upper)).toBeLessThan(1e-6 * (1 + cost.total))
      }),
    )
  })

  test('by hand, an end at zero reaching to infinity', () => {
    const of = (each: number, lower: number, upper: number) => resultOf(costSetOfInterval(each, { lower, upper }))
    expect(of(100, 4, 10)).toEqual({ type: 'interval', lower: 10, upper: 25 })
    expect(of(100, -10, -4)).toEqual({ type: 'interval', lower: -25, upper: -10 })
    expect(of(-100, 4, 10)).toEqual({ type: 'interval', lower: -25, upper: -10 })
    expect(of(100, -5, 20)).toEqual({ type: 'two_rays', below: -20, above: 5 })
    expect(of(-100, -5, 20)).toEqual({ type: 'two_rays', below: -5, above: 20 })
    expect(of(100, 0, 20)).toEqual({ type: 'two_rays', below: -Infinity, above: 5 })
    expect(of(100, -20, 0)).toEqual({ type: 'two_rays', below: -5, above: Infinity })
    expect(of(-100, 0, 20)).toEqual({ type: 'two_rays', below: -5, above: Infinity })
    expect(reasonOf(costSetOfInterval(0, { lower: 1, upper: 2 }))).toBe('no_cost')
    expect(reasonOf(costSetOfInterval(5, { lower: 0, upper: 0 }))).toBe('no_additional_amount')
  })
})
