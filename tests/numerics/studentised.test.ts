import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dunnettCdf,
  dunnettUpperQuantile,
  dunnettUpperTail,
  normalUpperTail,
  studentisedRangeCdf,
  studentisedRangeQuantile,
  studentisedRangeUpperQuantile,
  studentisedRangeUpperTail,
  studentTTwoSided,
  studentTUpperTail,
} from '../../src/numerics/index.ts'
import { relativeError } from './oracle.ts'

type Argument = number | 'Infinity' | number[] | 'two' | 'one'
type Row = readonly [args: readonly Argument[], value: string]

const functions = { studentisedRangeUpperTail, studentisedRangeCdf, dunnettUpperTail, dunnettCdf }
const { origin: _, ...holdOut } = JSON.parse(
  readFileSync(new URL('../oracles/mpmath/studentised.json', import.meta.url), 'utf8'),
) as Record<string, Row[]>

const plain = (argument: Argument) => (argument === 'Infinity' ? Infinity : argument)

/** Upper tails reach 1e-100, where rounding of w^2 / 4 alone is worth 1e-13. */
const bar = 1e-12

describe.each(Object.entries(functions))('%s', (name, f) => {
  it.each(holdOut[name] ?? [])(`at %j is within ${bar} of mpmath`, (args, value) => {
    const got = (f as (...args: unknown[]) => number)(...args.map(plain))
    expect(relativeError(got, Number(value))).toBeLessThan(bar)
  })
})

describe('the studentised range', () => {
  const dfs = [0.1, 0.5, 1, 1.7, 2, 5, 33.3, 1e3, 1e5, 1e7]

  it.each(dfs)('of two groups is sqrt(2) |t|, with %f degrees of freedom', df => {
    for (const q of [1e-8, 0.01, 1, 3, 8, 30, 1e5, 1e20]) {
      const truth = studentTTwoSided(q / Math.SQRT2, df)
      if (truth > 1e-300) expect(relativeError(studentisedRangeUpperTail(q, 2, df), truth)).toBeLessThan(1e-12)
    }
  })

  it('has tails that add to one and quantiles that invert both, down to 1e-100', () => {
    for (const [groups, df] of [
      [3, 2],
      [4, 17.4],
      [12, 60],
      [3, Infinity],
    ] as const) {
      for (const p of [1e-100, 1e-12, 0.01, 0.05, 0.4, 0.8, 0.99]) {
        const upper = studentisedRangeUpperQuantile(p, groups, df)
        expect(relativeError(studentisedRangeUpperTail(upper, groups, df), p)).toBeLessThan(1e-11)
        expect(studentisedRangeCdf(upper, groups, df)).toBeCloseTo(1 - p, 13)
        const lower = studentisedRangeQuantile(Math.max(p, 1e-30), groups, df)
        expect(relativeError(studentisedRangeCdf(lower, groups, df), Math.max(p, 1e-30))).toBeLessThan(1e-11)
      }
    }
  })

  it.each([
    // Pearson & Hartley, Biometrika Tables for Statisticians, table 29: upper 5 and 1 per cent points
    [0.05, 3, 10, '3.88'],
    [0.05, 5, 20, '4.23'],
    [0.01, 4, 12, '5.50'],
    [0.05, 20, Infinity, '5.01'],
    [0.01, 3, Infinity, '4.12'],
  ])('has the point of the tables at %f, %i groups and %f degrees of freedom', (p, groups, df, printed) => {
    expect(studentisedRangeUpperQuantile(p, groups, df).toFixed(2)).toBe(printed)
  })

  it('reaches the ends, and refuses what has no meaning', () => {
    expect([studentisedRangeCdf(-1, 3, 5), studentisedRangeUpperTail(0, 3, 5)]).toEqual([0, 1])
    expect([studentisedRangeCdf(Infinity, 3, 5), studentisedRangeUpperTail(Infinity, 3, 5)]).toEqual([1, 0])
    expect([studentisedRangeQuantile(0, 3, 5), studentisedRangeUpperQuantile(0, 3, 5)]).toEqual([0, Infinity])
    for (const [groups, df] of [
      [1, 5],
      [2.5, 5],
      [3, 0],
      [3, Number.NaN],
    ] as const) {
      for (const f of [studentisedRangeCdf, studentisedRangeUpperTail, studentisedRangeUpperQuantile]) {
        expect(() => f(0.5, groups, df)).toThrow(RangeError)
      }
    }
    expect(() => studentisedRangeUpperTail(Number.NaN, 3, 5)).toThrow(RangeError)
    expect(() => studentisedRangeUpperQuantile(1.1, 3, 5)).toThrow(RangeError)
  })
})

describe("Dunnett's distribution", () => {
  it("of one arm is Student's t, or the normal", () => {
    for (const df of [0.5, 3, 40, 18621]) {
      for (const t of [0.1, 2, 15]) {
        expect(relativeError(dunnettUpperTail(t, [0.3], df), studentTTwoSided(t, df))).toBeLessThan(bar)
        expect(relativeError(dunnettUpperTail(t, [-0.7], df, 'one'), studentTUpperTail(t, df))).toBeLessThan(bar)
      }
    }
    expect(relativeError(dunnettUpperTail(8, [0.6], Infinity), 2 * normalUpperTail(8))).toBeLessThan(bar)
  })

  it('of unrelated arms with a known deviation is a product', () => {
    expect(
      relativeError(dunnettUpperTail(2, [0, 0, 0], Infinity, 'one'), -Math.expm1(3 * Math.log1p(-normalUpperTail(2)))),
    ).toBeLessThan(bar)
    expect(relativeError(dunnettCdf(0, [0.5, 0.5], 7, 'one'), 1 / 4 + Math.asin(0.25) / (2 * Math.PI))).toBeLessThan(
      bar,
    )
  })

  it('lies between one comparison and Bonferroni, and does not mind order or (two-sided) signs', () => {
    const loading = fc.double({ min: -0.99, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(loading, { minLength: 2, maxLength: 4 }),
        fc.double({ min: 0.5, max: 6, noNaN: true }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        (loadings, t, df) => {
          const p = dunnettUpperTail(t, loadings, df)
          const one = studentTTwoSided(t, df)
          expect(p).toBeGreaterThan(one)
          expect(p).toBeLessThan(Math.min(1, loadings.length * one))
          const turned = loadings.map(l => -l).reverse()
          expect(relativeError(dunnettUpperTail(t, turned, df), p)).toBeLessThan(bar)
        },
      ),
      { numRuns: 25 },
    )
  })

  it.each([
    // Dunnett (1955), table 1a (one-sided, 5 per cent), and Dunnett, Biometrics 20 (1964) 482-491 (two-sided)
    [0.05, 3, 8, 'one', '2.42'],
    [0.05, 2, 10, 'one', '2.15'],
    [0.05, 9, Infinity, 'one', '2.42'],
    [0.05, 2, 10, 'two', '2.57'],
    [0.05, 3, 8, 'two', '2.88'],
    [0.01, 9, 5, 'two', '5.89'],
  ] as const)(
    'has the point of the tables at %f, %i arms, %f degrees of freedom, %s-sided',
    (p, arms, df, sides, printed) => {
      const equal = new Array<number>(arms).fill(Math.SQRT1_2)
      expect(dunnettUpperQuantile(p, equal, df, sides).toFixed(2)).toBe(printed)
    },
  )

  it('has quantiles that invert the tail, whichever is the smaller', () => {
    for (const p of [1e-60, 0.001, 0.05, 0.5, 0.97]) {
      for (const sides of ['two', 'one'] as const) {
        const t = dunnettUpperQuantile(p, [0.5, 0.8, 0.7], 11, sides)
        expect(relativeError(dunnettUpperTail(t, [0.5, 0.8, 0.7], 11, sides), p)).toBeLessThan(1e-11)
      }
    }
  })

  it('reaches the ends, and refuses what has no meaning', () => {
    expect([dunnettUpperTail(0, [0.5], 4), dunnettCdf(-1, [0.5], 4), dunnettUpperTail(Infinity, [0.5], 4)]).toEqual([
      1, 0, 0,
    ])
    expect([dunnettUpperTail(-Infinity, [0.5], 4, 'one'), dunnettCdf(Infinity, [0.5], 4)]).toEqual([1, 1])
    expect([dunnettUpperQuantile(0, [0.5], 4), dunnettUpperQuantile(1, [0.5], 4, 'one')]).toEqual([Infinity, -Infinity])
    for (const bad of [[], [1], [Number.NaN]]) expect(() => dunnettUpperTail(1, bad, 4)).toThrow(RangeError)
    expect(() => dunnettUpperTail(1, [0.5], -1)).toThrow(RangeError)
    expect(() => dunnettUpperQuantile(2, [0.5], 4)).toThrow(RangeError)
  })
})
