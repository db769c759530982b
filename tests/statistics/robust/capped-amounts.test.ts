import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cappedDifferenceInMeans,
  differenceInMeansWelch,
  winsorisedDifferenceInMeans,
} from '../../../src/statistics/index.ts'
import {
  agree,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../../support/analysis.ts'

interface Welch {
  difference: number
  t: number
  df: number
  p: number
  limits: [number, number]
}
interface Oracle {
  arms: Record<string, number[]>
  zeros: Record<string, number>
  capped: (Welch & { cap: number; above: Record<string, number> })[]
  winsorised: (Welch & { share: number; cap: number })[]
}
const expected = oracle<Oracle>('amounts.json')
const options = { level: 0.95, contrasts: [contrast('called', 'control')] }
const values = Object.fromEntries(
  ['called', 'other', 'control'].map(name => [
    name,
    [...Array<number>(expected.zeros[name] ?? 0).fill(0), ...(expected.arms[name] ?? [])],
  ]),
)
const frequencies = (some: Record<string, readonly number[]>) => summaryOf(columnOf(rowsOf(some)), 'frequencies')
const capped = (some: Record<string, readonly number[]>, cap?: number) =>
  cappedDifferenceInMeans.compute(frequencies(some), { ...options, cap })
const winsorised = (some: Record<string, readonly number[]>, winsorise?: number) =>
  winsorisedDifferenceInMeans.compute(frequencies(some), { ...options, winsorise })

function compares(ours: ReturnType<typeof firstContrast>, theirs: Welch): void {
  const { estimate, statistic, degreesOfFreedom = 0, pValue = 0, interval } = resultOf(ours)
  // SciPy works in doubles on 270 cases.
  expect(agree(estimate, theirs.difference, 1e-12)).toBe(true)
  expect(agree(statistic?.value ?? 0, theirs.t, 1e-12)).toBe(true)
  expect(agree(degreesOfFreedom, theirs.df, 1e-12)).toBe(true)
  expect(agree(pValue, theirs.p, 1e-11)).toBe(true)
  expect(agree(interval.lower, theirs.limits[0], 1e-11)).toBe(true)
  expect(agree(interval.upper, theirs.limits[1], 1e-11)).toBe(true)
}

describe("SciPy's Welch test", () => {
  test.each(expected.capped)('of amounts capped at $cap', theirs => {
    const ours = firstContrast(capped(values, theirs.cap))
    compares(ours, theirs)
    expect(resultOf(ours).intermediates).toMatchObject({ cap: theirs.cap, casesAbove: theirs.above })
  })

  test.each(expected.winsorised)('of amounts winsorised by $share of all arms', theirs => {
    const ours = firstContrast(winsorised(values, theirs.share))
    compares(ours, theirs)
    expect(resultOf(ours).intermediates.cap).toBe(theirs.cap)
  })
})

describe('properties', () => {
  const amounts = fc.array(fc.integer({ min: -100, max: 1000 }), { minLength: 3, maxLength: 12 })
  const arms = fc.record({ called: amounts, control: amounts })

  test('a cap above all amounts changes nothing; it follows the unit; the order of rows and strata do not matter', () => {
    fc.assert(
      fc.property(arms, fc.integer({ min: -50, max: 900 }), (some, cap) => {
        const welch = firstContrast(
          differenceInMeansWelch.compute(summaryOf(columnOf(rowsOf(some)), 'moments'), options),
        )
        const high = firstContrast(capped(some, 1001))
        const plain = firstContrast(capped(some, cap))
        const tenfold = { called: some.called.map(v => 10 * v), control: some.control.map(v => 10 * v) }
        const scaled = firstContrast(capped(tenfold, 10 * cap))
        const split = rowsOf(some)
          .reverse()
          .map((each, index) => row(each.arm, each.value, `${index % 2}`))
        const column = columnOf(split, { arms: ['called', 'control'], control: 'control' })
        const stratified = cappedDifferenceInMeans.compute(summaryOf(column, 'frequencies'), { ...options, cap })
        expect(firstContrast(stratified)).toEqual(plain)
        if (welch.status === 'undefined') return reasonOf(high) === welch.reason
        if (plain.status === 'undefined') return reasonOf(scaled) === plain.reason
        return (
          resultOf(high).estimate === welch.result.estimate &&
          resultOf(high).standardError === welch.result.standardError &&
          agree(resultOf(scaled).standardError, 10 * plain.result.standardError, 1e-12)
        )
      }),
    )
  })

  test('winsorising is capping at the amount that it says, and cuts no more cases than the share', () => {
    fc.assert(
      fc.property(arms, fc.integer({ min: 1, max: 60 }), (some, percent) => {
        const ours = firstContrast(winsorised(some, percent / 100))
        if (ours.status === 'undefined') return true
        const { cap, casesAbove } = ours.result.intermediates as { cap: number; casesAbove: Record<string, number> }
        expect(firstContrast(capped(some, cap))).toEqual(ours)
        const all = [...some.called, ...some.control]
        const cut = Math.floor((percent * all.length) / 100)
        const sorted = all.toSorted((a, b) => a - b)
        return sorted[all.length - cut - 1] === cap && (casesAbove.called ?? 0) + (casesAbove.control ?? 0) <= cut
      }),
    )
  })

  test('a share that falls short of a whole number of cases only as doubles is that number', () => {
    // 0.29 x 100 is 28.999999999999996 in doubles.
    const hundred = {
      called: Array.from({ length: 50 }, (_, i) => i),
      control: Array.from({ length: 50 }, (_, i) => 50 + i),
    }
    expect(resultOf(firstContrast(winsorised(hundred, 0.29))).intermediates).toMatchObject({
      cap: 70,
      casesAbove: { called: 0, control: 29 },
    })
  })
})

describe('where there is no answer, and what is said', () => {
  test('no setting, nobody observed, nothing left above the cap', () => {
    expect(reasonOf(capped(values))).toBe('needs_setting')
    expect(reasonOf(winsorised(values))).toBe('needs_setting')
    expect(reasonOf(winsorised({}, 0.1))).toBe('no_cases_in_arm')
    expect(reasonOf(firstContrast(capped({ called: [1, 2], control: [] }, 5)))).toBe('no_cases_in_arm')
    expect(reasonOf(firstContrast(capped(values, 0)))).toBe('zero_variance')
    expect(reasonOf(firstContrast(winsorised(values, 0.2)))).toBe('zero_variance')
  })

  test('amounts still uneven are cautioned about as capped', () => {
    expect(cautionsOf(capped(values, 1000))).toEqual(['skewed_amounts'])
    expect(cautionsOf(capped({ called: [1, 2, 3, 4], control: [2, 3, 4, 5] }, 4))).toEqual([])
  })
})
