import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import type { ArmEstimates, Computation, MethodOptions } from '../../../src/model/method.ts'
import type { Summary } from '../../../src/model/summary.ts'
import { binomialCdf, binomialPmf, binomialUpperTail } from '../../../src/numerics/index.ts'
import {
  agrestiCoullInterval,
  clopperPearsonInterval,
  jeffreysInterval,
  midPInterval,
  wilsonInterval,
  wilsonIntervalCorrected,
} from '../../../src/statistics/index.ts'
import { agree, armEstimate, countsOf, oracle } from '../../support/analysis.ts'
import { exactly, tableSummary } from './tables.ts'

interface IntervalMethod {
  id: string
  compute(summary: Summary<'counts'>, options: MethodOptions): Computation<ArmEstimates>
}

const limits = (method: IntervalMethod, x: number, n: number, level = 0.95): [number, number] => {
  const { interval } = armEstimate(method.compute(countsOf({ arm: [x, n] }), { level, contrasts: [] }), 'arm')
  return [interval.lower, interval.upper]
}
const within = (ours: readonly number[], theirs: readonly (number | string)[], tolerance: number): boolean =>
  ours.every((limit, side) => agree(limit, Number(theirs[side]), tolerance))

const { cases } = oracle<{
  cases: { x: number; n: number; agrestiCoull: [number, number]; corrected: [number, number] }[]
}>('binom-confint-r.json')

test.each(cases)('R binom.confint for $x of $n', ({ x, n, agrestiCoull, corrected }) => {
  // The stored R values of these cases have between 7 and 15 significant digits, and are cut at 0 and 1 where no or every case has the event.
  const [lower, upper] = limits(agrestiCoullInterval, x, n)
  for (const [ours, theirs] of [
    [[x === 0 ? 0 : lower, x === n ? 1 : upper], agrestiCoull],
    [limits(wilsonIntervalCorrected, x, n), corrected],
  ] as const) {
    expect(ours[0]).toBeCloseTo(theirs[0], 7)
    expect(ours[1]).toBeCloseTo(theirs[1], 7)
  }
})

describe.each(exactly.arms)('60-digit roots for $x of $n', ({ x, n, mid_p, jeffreys, corrected }) => {
  test.each([
    [midPInterval, mid_p],
    [jeffreysInterval, jeffreys],
    [wilsonIntervalCorrected, corrected],
  ] as const)('$0.id', (method, expected) => {
    // Quantiles and roots are good to about 1e-13 of themselves.
    expect(within(limits(method, x, n), expected, 1e-11)).toBe(true)
  })
})

test('the printed examples of Newcombe (1998): 81 of 263, 15 of 148, 0 of 20, 1 of 29', () => {
  const printed = (method: IntervalMethod) =>
    [
      [81, 263],
      [15, 148],
      [0, 20],
      [1, 29],
    ].map(([x = 0, n = 0]) => limits(method, x, n).map(limit => limit.toFixed(4)))
  expect(printed(wilsonIntervalCorrected)).toEqual([
    ['0.2535', '0.3682'],
    ['0.0598', '0.1644'],
    ['0.0000', '0.2005'],
    ['0.0018', '0.1963'],
  ])
  expect(printed(midPInterval)).toEqual([
    ['0.2544', '0.3658'],
    ['0.0601', '0.1581'],
    ['0.0000', '0.1391'],
    ['0.0017', '0.1585'],
  ])
})

const anyCount = fc.integer({ min: 1, max: 3000 }).chain(n => fc.tuple(fc.nat(n), fc.constant(n)))
const anyLevel = fc.constantFrom(0.5, 0.8, 0.95, 0.999)

test('mid-P limits solve their equations', () => {
  fc.assert(
    fc.property(anyCount, anyLevel, ([x, n], level) => {
      const [lower, upper] = limits(midPInterval, x, n, level)
      const half = (p: number) => binomialPmf(x, n, p) / 2
      const tail = (1 - level) / 2
      if (x > 0) expect(agree(binomialUpperTail(x, n, lower) + half(lower), tail, 1e-9)).toBe(true)
      if (x < n) expect(agree(binomialCdf(x - 1, n, upper) + half(upper), tail, 1e-9)).toBe(true)
    }),
  )
})

test('each interval turns with the event, holds the estimate, and lies where it should', () => {
  fc.assert(
    fc.property(anyCount, anyLevel, ([x, n], level) => {
      for (const method of [wilsonIntervalCorrected, agrestiCoullInterval, midPInterval, jeffreysInterval]) {
        const [lower, upper] = limits(method, x, n, level)
        const [turnedLower, turnedUpper] = limits(method, n - x, n, level)
        expect(lower).toBeCloseTo(1 - turnedUpper, 10)
        expect(upper).toBeCloseTo(1 - turnedLower, 10)
        expect(lower <= x / n && x / n <= upper).toBe(true)
      }
      const inside = (inner: IntervalMethod, outer: IntervalMethod) => {
        const [a, b] = [limits(inner, x, n, level), limits(outer, x, n, level)]
        expect(a[0]).toBeGreaterThanOrEqual(b[0] - 1e-12)
        expect(a[1]).toBeLessThanOrEqual(b[1] + 1e-12)
      }
      inside(midPInterval, clopperPearsonInterval)
      inside(jeffreysInterval, clopperPearsonInterval)
      inside(wilsonInterval, wilsonIntervalCorrected)
      inside(wilsonInterval, agrestiCoullInterval)
    }),
  )
})

test('they are of one level, and of arms with cases', () => {
  for (const method of [wilsonIntervalCorrected, agrestiCoullInterval, midPInterval, jeffreysInterval]) {
    const table = [
      [1, 2, 3],
      [3, 2, 1],
    ]
    expect(() => method.compute(tableSummary(table), { level: 0.95, contrasts: [] })).toThrow(TrialError)
    const computation = method.compute(countsOf({ none: [0, 0], some: [1, 5] }), { level: 0.95, contrasts: [] })
    expect(computation).toMatchObject({ result: { notEstimated: [{ arm: 'none', reason: 'no_cases_in_arm' }] } })
  }
})
