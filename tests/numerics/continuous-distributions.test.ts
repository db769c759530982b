import { describe, expect, it } from 'vitest'
import {
  betaQuantile,
  type ContinuousDistribution,
  chiSquaredUpperTail,
  continuousDistributions,
  type DistributionParameter,
  fUpperTail,
  normalCdf,
  normalLogUpperTail,
  normalQuantile,
  normalUpperTail,
  studentTPdf,
  studentTQuantile,
  studentTUpperTail,
} from '../../src/numerics/index.ts'
import { relativeError } from './oracle.ts'

const parameterSets: Readonly<Record<string, readonly (readonly number[])[]>> = {
  normal: [[]],
  'chi-squared': [[0.0012], [0.3], [1], [2], [3.5], [60], [5000]],
  'student-t': [[0.01], [0.6], [1], [2.5], [30], [1e5]],
  f: [
    [0.8, 3],
    [1, 1],
    [2, 7],
    [5.5, 400],
    [300, 200],
  ],
  beta: [
    [0.2, 0.4],
    [1, 1],
    [0.5, 20],
    [3, 3],
    [4000, 90],
  ],
  'noncentral-chi-squared': [
    [0.4, 0],
    [1, 7.849],
    [2, 1e-9],
    [3.5, 300],
    [60, 12],
    [2000, 4000],
  ],
  'noncentral-t': [
    [0.7, 0.5],
    [1, -3],
    [4, 0],
    [9, 8],
    [58, 2.8],
    [1e4, -12],
  ],
  'noncentral-f': [
    [0.6, 3, 0],
    [1, 1, 4],
    [2, 57, 10],
    [5.5, 400, 0.01],
    [40, 12, 500],
  ],
  'studentised-range': [
    [2, 5],
    [3, 1.5],
    [4, 60],
    [12, 1e4],
  ],
}

/** Values outside each range that a parameter may declare, and the words of the message. */
const outside: Readonly<Record<DistributionParameter['allowed'], readonly [words: string, bad: readonly number[]]>> = {
  'above 0': ['a finite number above 0', [Number.NaN, 0, -1, Infinity]],
  '0 to 1e10': ['a number from 0 to 1e10', [Number.NaN, -1e-9, 2e10]],
  '-1e5 to 1e5': ['a number from -1e5 to 1e5', [Number.NaN, -2e5, Infinity]],
  '0 to 1': ['a number from 0 to 1', [Number.NaN, -0.1, 1.1]],
  'above 0 or Infinity': ['a finite number above 0', [Number.NaN, 0, -1]],
  'whole, from 2': ['a whole number from 2 to 9007199254740991', [Number.NaN, 1, 2.5]],
  'whole, from 0': ['a whole number from 0', [Number.NaN, 0.5, -1]],
}

const probabilities = [1e-300, 1e-120, 1e-30, 1e-9, 0.001, 0.025, 0.2, 0.45, 0.5, 0.6, 0.9, 0.975, 0.9999999]

/**
 * Only the size of an x that is itself rounded limits the round trip: the tail moves by its condition number times one
 * ulp of x, and its own error is at most 2e-13 (grids.test.ts).
 */
function roundTripBar(distribution: ContinuousDistribution, x: number, tail: number, parameters: readonly number[]) {
  const condition = Math.abs(x * distribution.pdf(x, ...parameters)) / tail
  return 1e-12 + 4 * Number.EPSILON * condition
}

/** A double holds x, and its distance to an upper end of the support, to full relative precision. */
function holdsItsDigits({ support }: ContinuousDistribution, x: number): boolean {
  return Math.abs(x) > 1e-290 && Math.abs(x) < 1e290 && support[1] - x > 1e-3
}

describe.each(continuousDistributions.all)('$title', distribution => {
  const { pdf, logPdf, cdf, upperTail, logCdf, logUpperTail, quantile, upperQuantile, support } = distribution
  const sets = parameterSets[distribution.id] ?? []

  it('has parameter sets here, of the declared length', () => {
    expect(sets.length).toBeGreaterThan(0)
    for (const set of sets) expect(set).toHaveLength(distribution.parameters.length)
  })

  it.each(sets.map(set => [set] as const))('inverts both tails to 1e-300, with parameters %j', set => {
    for (const p of probabilities) {
      for (const [find, tail] of [
        [quantile, cdf],
        [upperQuantile, upperTail],
      ] as const) {
        const x = find(p, ...set)
        if (!holdsItsDigits(distribution, x)) continue
        expect(relativeError(tail(x, ...set), p)).toBeLessThan(roundTripBar(distribution, x, p, set))
      }
    }
  })

  it.each(sets.map(set => [set] as const))('has tails that add to one, and their logs, with parameters %j', set => {
    for (const p of [1e-12, 0.01, 0.3, 0.5, 0.7, 0.99]) {
      const x = quantile(p, ...set)
      expect(cdf(x, ...set) + upperTail(x, ...set)).toBeCloseTo(1, 14)
      expect(relativeError(Math.exp(logCdf(x, ...set)), cdf(x, ...set))).toBeLessThan(1e-13)
      expect(relativeError(Math.exp(logUpperTail(x, ...set)), upperTail(x, ...set))).toBeLessThan(1e-13)
      expect(relativeError(Math.exp(logPdf(x, ...set)), pdf(x, ...set))).toBeLessThan(1e-13)
    }
  })

  it.each(sets.map(set => [set] as const))('has the density as the slope of its cdf, with parameters %j', set => {
    for (const p of [1e-6, 0.05, 0.4, 0.8, 0.99]) {
      const x = quantile(p, ...set)
      if (!holdsItsDigits(distribution, x)) continue
      const step = 1e-3 * Math.min(Math.abs(x), p / pdf(x, ...set), (1 - p) / pdf(x, ...set))
      if (x + 2 * step >= support[1]) continue
      // five-point difference, error of order step^4; the smaller tail keeps the digits
      const tail = p < 0.5 ? cdf : (y: number, ...rest: number[]) => -upperTail(y, ...rest)
      const at = (k: number): number => tail(x + k * step, ...set)
      const slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step)
      expect(relativeError(slope, pdf(x, ...set))).toBeLessThan(1e-8)
    }
  })

  it.each(sets.map(set => [set] as const))('is monotone, with parameters %j', set => {
    const points = probabilities.map(p => quantile(p, ...set))
    expect(points).toEqual([...points].sort((a, b) => a - b))
    const tails = points.map(x => upperTail(x, ...set))
    expect(tails).toEqual([...tails].sort((a, b) => b - a))
  })

  it('reaches the ends of its support at probabilities 0 and 1', () => {
    const [least, most] = support
    for (const set of sets) {
      expect([quantile(0, ...set), quantile(1, ...set)]).toEqual([least, most])
      expect([upperQuantile(0, ...set), upperQuantile(1, ...set)]).toEqual([most, least])
      expect([cdf(least, ...set), upperTail(least, ...set)]).toEqual([0, 1])
      expect([cdf(most, ...set), upperTail(most, ...set)]).toEqual([1, 0])
      expect([cdf(-Infinity, ...set), cdf(Infinity, ...set)]).toEqual([0, 1])
      expect([pdf(-Infinity, ...set), pdf(Infinity, ...set), logPdf(Infinity, ...set)]).toEqual([0, 0, -Infinity])
    }
  })

  it('throws a RangeError that names the parameter, for each that is out of range', () => {
    const good = sets[0] ?? []
    distribution.parameters.forEach(({ name, allowed }, position) => {
      const [words, values] = outside[allowed]
      for (const bad of values) {
        const parameters = good.with(position, bad)
        for (const f of [pdf, logPdf, cdf, upperTail, logCdf, logUpperTail, quantile, upperQuantile]) {
          expect(() => f(0.5, ...parameters)).toThrow(RangeError)
          expect(() => f(0.5, ...parameters)).toThrow(`${name}: expected ${words}, received ${bad}`)
        }
      }
    })
    for (const f of [pdf, logPdf, cdf, upperTail, logCdf, logUpperTail])
      expect(() => f(Number.NaN, ...good)).toThrow(RangeError)
    for (const p of [Number.NaN, -1e-9, 1.1]) {
      expect(() => quantile(p, ...good)).toThrow(`p: expected a number from 0 to 1, received ${p}`)
      expect(() => upperQuantile(p, ...good)).toThrow(RangeError)
    }
  })
})

it('gives the values of the usual tables', () => {
  // critical values: mpmath, 40 digits
  expect(chiSquaredUpperTail(3.841458820694124, 1)).toBeCloseTo(0.05, 15)
  expect(normalUpperTail(1.959963984540054)).toBeCloseTo(0.025, 15)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 15)
  expect(studentTUpperTail(2.2281388519862748, 10)).toBeCloseTo(0.025, 15)
  expect(studentTQuantile(0.975, 10)).toBeCloseTo(2.2281388519862748, 14)
  expect(fUpperTail(4.102821015130401, 2, 10)).toBeCloseTo(0.05, 14)
  expect(betaQuantile(0.5, 2, 2)).toBeCloseTo(0.5, 15)
})

it('keeps the density of t next to 0, where t squared is no double', () => {
  for (const t of [0, 1e-200, -1e-160]) expect(studentTPdf(t, 1)).toBeCloseTo(1 / Math.PI, 15)
})

it('has exactly half of the normal distribution on either side of 0, and goes on evenly through it', () => {
  expect([normalUpperTail(0), normalUpperTail(-0), normalCdf(0), normalLogUpperTail(0)]).toEqual([
    0.5,
    0.5,
    0.5,
    Math.log(0.5),
  ])
  const near = Array.from({ length: 2001 }, (_, i) => normalCdf((i - 1000) * 1e-9))
  expect(near).toEqual([...near].sort((a, b) => a - b))
})

it('has nothing beyond the largest z, never NaN', () => {
  for (const z of [40, 1e8, 3.2e12, 1e150, 1e300, Infinity]) {
    expect(normalUpperTail(z)).toBe(0)
    expect(normalUpperTail(-z)).toBe(1)
  }
})
