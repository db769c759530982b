import { describe, expect, it } from 'vitest'
import {
  continueWithin,
  dunnettCdf,
  exitAbove,
  exitBelow,
  findRoot,
  multivariateNormalRectangle,
  normalCdf,
  normalUpperTail,
  sequentialNormal,
  startSequence,
} from '../../src/numerics/index.ts'

/** Absolute: rectangles and boundaries are sums of terms of order 1, each right to a few ulps. */
const bar = 1e-13

const filled = (size: number, value: number): number[] => new Array<number>(size).fill(value)
const equal = (size: number, rho: number): number[][] =>
  filled(size, 0).map((_, i) => filled(size, rho).map((value, j) => (i === j ? 1 : value)))

describe('a rectangle of the multivariate normal', () => {
  const orthant = (correlation: number[][]): number =>
    multivariateNormalRectangle(filled(correlation.length, 0), filled(correlation.length, Infinity), correlation)

  it.each([0.1, 0.5, 0.9, 0.99, 0.9999, -0.9999, -0.5, 0])(
    'has the orthant 1/4 + asin(rho) / 2 pi at rho = %f',
    rho => {
      expect(Math.abs(orthant(equal(2, rho)) - (0.25 + Math.asin(rho) / (2 * Math.PI)))).toBeLessThan(bar)
    },
  )

  it.each([
    [0.5, 0.5, 0.5],
    [0.9, 0.8, 0.7],
    [-0.3, 0.2, 0.6],
  ])('has the orthant of three, with correlations %f, %f, %f', (a, b, c) => {
    const sum = Math.asin(a) + Math.asin(b) + Math.asin(c)
    const correlation = [
      [1, a, b],
      [a, 1, c],
      [b, c, 1],
    ]
    expect(Math.abs(orthant(correlation) - (0.125 + sum / (4 * Math.PI)))).toBeLessThan(bar)
  })

  it.each([2, 3, 4, 5])('has the orthant 1 / (d + 1) at correlations of a half, d = %i', size => {
    expect(Math.abs(orthant(equal(size, 0.5)) - 1 / (size + 1))).toBeLessThan(bar)
  })

  it.each([2, 3, 4])("is Dunnett's cdf where correlations are products, d = %i", size => {
    const rectangle = multivariateNormalRectangle(filled(size, -2), filled(size, 2), equal(size, 0.49))
    expect(Math.abs(rectangle - dunnettCdf(2, filled(size, 0.7), Infinity))).toBeLessThan(bar)
  })

  it('is a product where values are independent, and adds up over neighbours', () => {
    const product = multivariateNormalRectangle([-1, 0, -Infinity], [1, 2, 0.5], equal(3, 0))
    expect(product).toBeCloseTo((1 - 2 * normalUpperTail(1)) * (0.5 - normalUpperTail(2)) * normalCdf(0.5), 15)
    const correlation = equal(3, 0.3)
    const whole = multivariateNormalRectangle([-1, -2, 0], [1, 2, 3], correlation)
    const parts = [
      multivariateNormalRectangle([-1, -2, 0], [0.2, 2, 3], correlation),
      multivariateNormalRectangle([0.2, -2, 0], [1, 2, 3], correlation),
    ]
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(whole, 13)
  })

  it('of one value is its interval, and of an empty interval 0', () => {
    expect(multivariateNormalRectangle([-Infinity], [0], [[1]])).toBeCloseTo(0.5, 15)
    expect(multivariateNormalRectangle([1, 0], [1, 1], equal(2, 0.5))).toBe(0)
  })

  it('refuses a matrix of no correlations', () => {
    for (const bad of [
      equal(3, 0.5),
      [
        [1, 2],
        [2, 1],
      ],
      [
        [1, 0.5],
        [0.4, 1],
      ],
      [
        [2, 0],
        [0, 1],
      ],
    ]) {
      expect(() => multivariateNormalRectangle([0, 0], [1, 1], bad)).toThrow(RangeError)
    }
    expect(() => multivariateNormalRectangle([Number.NaN], [1], [[1]])).toThrow(RangeError)
    expect(() => multivariateNormalRectangle([0], [Number.NaN], [[1]])).toThrow(RangeError)
    expect(() => multivariateNormalRectangle([0], [1, 1], [[1]])).toThrow(RangeError)
    expect(() => multivariateNormalRectangle([0], [1], [[1], [1]])).toThrow(RangeError)
    expect(() => multivariateNormalRectangle([0, 0], [1, 1], [[1, 0]])).toThrow(RangeError)
  })

  it('gives an empty rectangle nothing, in whichever direction it is empty', () => {
    const half = [
      [1, 0.5],
      [0.5, 1],
    ]
    expect(multivariateNormalRectangle([0, 1], [1, 1], half)).toBe(0)
    expect(multivariateNormalRectangle([2, 0], [1, 5], half)).toBe(0)
  })
})

describe('a sequence of looks', () => {
  /** Two-sided error of K equally spaced looks at c (k / K)^power. */
  function errorOf(c: number, looks: number, power: number): number {
    const { above, below } = sequentialNormal(
      filled(looks, 0).map((_, k) => {
        const limit = c * ((k + 1) / looks) ** power
        return { information: k + 1, lower: -limit, upper: limit }
      }),
    )
    return [...above, ...below].reduce((sum, value) => sum + value, 0)
  }
  const constant = (alpha: number, looks: number, power: number): string =>
    findRoot(c => errorOf(c, looks, power) - alpha, 1.5, 4).toFixed(3)

  // Jennison & Turnbull (2000), tables 2.1 and 2.3
  it.each([
    [0.05, 1, '1.960', '1.960'],
    [0.05, 2, '2.178', '1.977'],
    [0.05, 3, '2.289', '2.004'],
    [0.05, 4, '2.361', '2.024'],
    [0.05, 5, '2.413', '2.040'],
    [0.05, 10, '2.555', '2.087'],
    [0.05, 20, '2.672', '2.126'],
    [0.01, 2, '2.772', '2.580'],
    [0.01, 5, '2.986', '2.621'],
  ])("has Pocock's and O'Brien and Fleming's constants at %f for %i looks", (alpha, looks, pocock, obrienFleming) => {
    expect(constant(alpha, looks, 0)).toBe(pocock)
    expect(constant(alpha, looks, -0.5)).toBe(obrienFleming)
  })

  const information = [1, 2.5, 3]
  const lower = [-1, -0.5, 1]
  const upper = [3, 2.4, 2]

  it('agrees with rectangles of correlation sqrt(I_i / I_j)', () => {
    const correlation = information.map(a => information.map(b => Math.sqrt(Math.min(a, b) / Math.max(a, b))))
    for (const drift of [0, 0.4]) {
      const centred = (limits: number[]) => limits.map((z, k) => z - drift * Math.sqrt(information[k] ?? 0))
      const exits = sequentialNormal(
        information.map((value, k) => ({ information: value, lower: lower[k] ?? 0, upper: upper[k] ?? 0 })),
        drift,
      )
      const last = multivariateNormalRectangle(centred([-1, -0.5, 2]), centred([3, 2.4, Infinity]), correlation)
      expect(Math.abs((exits.above[2] ?? 0) - last)).toBeLessThan(bar)
      expect(
        Math.abs(exits.within - multivariateNormalRectangle(centred(lower), centred(upper), correlation)),
      ).toBeLessThan(bar)
      const all = [...exits.above, ...exits.below, exits.within].reduce((sum, value) => sum + value, 0)
      expect(Math.abs(all - 1)).toBeLessThan(bar)
    }
  })

  it('needs no boundary to come out as a single test, whatever the looks before', () => {
    const open = [0.3, 0.7, 1].map(value => ({ information: value, lower: -Infinity, upper: Infinity }))
    const exits = sequentialNormal([...open, { information: 1.2, lower: 1.5, upper: 1.5 }], 2)
    const alone = normalUpperTail(1.5 - 2 * Math.sqrt(1.2))
    expect(Math.abs((exits.above[3] ?? 0) - alone)).toBeLessThan(bar)
    expect(exits.within).toBe(0)
  })

  it('goes look by look, so that a boundary can be found from what the looks before left', () => {
    const start = startSequence([1, 2])
    const first = findRoot(z => exitAbove(start, z) - 0.01, 0, 6)
    const next = continueWithin(start, -Infinity, first)
    const second = findRoot(z => exitAbove(next, z) - 0.015, 0, 6)
    const { above } = sequentialNormal([
      { information: 1, lower: -Infinity, upper: first },
      { information: 2, lower: -Infinity, upper: second },
    ])
    expect(above[0]).toBeCloseTo(0.01, 14)
    expect(above[1]).toBeCloseTo(0.015, 14)
    expect(exitBelow(next, second)).toBeCloseTo(0.975, 13)
  })

  it('keeps its digits for a boundary that is hardly ever crossed', () => {
    const far = sequentialNormal([
      { information: 1, lower: -Infinity, upper: 12 },
      { information: 2, lower: -Infinity, upper: 12 },
    ])
    expect((far.above[0] ?? 0) / normalUpperTail(12)).toBeCloseTo(1, 13)
    expect(far.above[1]).toBeLessThan(normalUpperTail(12))
    expect(far.above[1]).toBeGreaterThan(0.9 * normalUpperTail(12))
  })

  it('refuses information that does not grow', () => {
    expect(() => startSequence([1, 1])).toThrow(RangeError)
    expect(() => startSequence([0])).toThrow(RangeError)
    expect(() => sequentialNormal([{ information: 1, lower: Number.NaN, upper: 1 }])).toThrow(RangeError)
  })
})
