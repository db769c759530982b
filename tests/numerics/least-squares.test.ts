import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cholesky, leastSquares } from '../../src/numerics/index.ts'
import { relativeError } from './oracle.ts'

interface StrdSet {
  name: string
  degree: number
  rows: number[][]
  beta: number[]
  se: number[]
}

const { sets } = JSON.parse(readFileSync(new URL('../oracles/nist/regression.json', import.meta.url), 'utf8')) as {
  sets: StrdSet[]
}

const design = ({ degree, rows }: StrdSet): number[][] =>
  rows.map(([, x = 0, ...others]) =>
    degree === 1 ? [1, x, ...others] : Array.from({ length: degree + 1 }, (_, power) => x ** power),
  )

/** Certified values have 15 digits. */
const bar = 1e-13
/**
 * Filip's powers of x are rounded to doubles before the fit, and his problem multiplies that rounding by about 1e9;
 * Wampler2 has its own y as decimals that no double holds.
 */
const bars: Readonly<Record<string, number>> = { Filip: 1e-6, Wampler2: 1e-12, Longley: 1e-12 }

function fitOf(set: StrdSet) {
  const fitted = leastSquares(
    design(set),
    set.rows.map(([y = 0]) => y),
  )
  if ('rank' in fitted) throw new Error(`${set.name} has rank ${fitted.rank}`)
  return fitted
}

describe.each(sets.map(set => [set.name, set] as const))("NIST's %s", (name, set) => {
  const allowed = bars[name] ?? bar

  it('has the certified coefficients', () => {
    const fitted = fitOf(set)
    expect(Math.max(...fitted.coefficients.map((b, j) => relativeError(b, set.beta[j] ?? 0)))).toBeLessThan(allowed)
  })

  it('has the certified standard errors', () => {
    const fitted = fitOf(set)
    const variance = fitted.residualSumOfSquares / (set.rows.length - set.beta.length)
    fitted.inverse.forEach((row, j) => {
      const error = Math.sqrt((row[j] ?? 0) * variance)
      const certified = set.se[j] ?? 0
      // where the fit is perfect, what is left is the rounding of y
      if (certified === 0) expect(error).toBeLessThan(1e-14)
      else expect(relativeError(error, certified)).toBeLessThan(allowed)
    })
  })

  it('leaves residuals that the columns do not see', () => {
    const fitted = fitOf(set)
    const sizes = design(set).map((row, i) => row.map(value => Math.abs(value * (fitted.residuals[i] ?? 0))))
    set.beta.forEach((_, j) => {
      const product = design(set).reduce((sum, row, i) => sum + (row[j] ?? 0) * (fitted.residuals[i] ?? 0), 0)
      const size = sizes.reduce((sum, row) => sum + (row[j] ?? 0), 0)
      expect(Math.abs(product)).toBeLessThanOrEqual(1e-13 * size + 1e-60)
    })
  })
})

it('says the rank where columns depend on each other', () => {
  const rows = [0, 1, 2, 3].map(x => [1, x, 2 - 3 * x])
  expect(leastSquares(rows, [1, 2, 3, 4])).toEqual({ rank: 2 })
  expect(leastSquares([[0], [0]], [1, 2])).toEqual({ rank: 0 })
})

it('fits as many rows as columns without a rest', () => {
  const fitted = leastSquares(
    [
      [1, 2],
      [3, 5],
    ],
    [8, 21],
  )
  if ('rank' in fitted) throw new Error('rank')
  expect(fitted.coefficients.map(value => value.toFixed(12))).toEqual(['2.000000000000', '3.000000000000'])
  expect(fitted.residualSumOfSquares).toBeLessThan(1e-28)
})

it('does not mind the order of columns or rows, nor their scale', () => {
  const value = fc.double({ min: -10, max: 10, noNaN: true })
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value, value), { minLength: 6, maxLength: 12 }), triples => {
      const plain = leastSquares(
        triples.map(([a, b]) => [1, a, b]),
        triples.map(([, , y]) => y),
      )
      fc.pre(!('rank' in plain) && plain.inverse.every((row, j) => (row[j] ?? 0) < 1e3))
      const turned = leastSquares(
        triples.map(([a, b]) => [b * 1024, 1, a / 7]).reverse(),
        triples.map(([, , y]) => y).reverse(),
      )
      if ('rank' in plain || 'rank' in turned) throw new Error('rank')
      const [c = 0, a = 0, b = 0] = plain.coefficients
      const size = 1 + Math.abs(a) + Math.abs(b) + Math.abs(c)
      ;[b / 1024, c, a * 7].forEach((expected, j) => {
        expect(Math.abs((turned.coefficients[j] ?? 0) - expected)).toBeLessThan(1e-10 * size)
      })
      expect(turned.residualSumOfSquares).toBeCloseTo(plain.residualSumOfSquares, 9)
    }),
    { numRuns: 60 },
  )
})

it('refuses what has no fit', () => {
  expect(() => leastSquares([[1, 2]], [1])).toThrow(RangeError)
  expect(() => leastSquares([[1], [1, 2]], [1, 2])).toThrow(RangeError)
  expect(() => leastSquares([[1], [Number.NaN]], [1, 2])).toThrow(RangeError)
  expect(() => leastSquares([[1], [2]], [1, Number.NaN])).toThrow(RangeError)
  expect(() => leastSquares([], [])).toThrow(RangeError)
})

it('factorises a positive definite matrix, and no other', () => {
  expect(
    cholesky([
      [4, 2],
      [2, 10],
    ]),
  ).toEqual([[2], [1, 3]])
  expect(
    cholesky([
      [1, 1],
      [1, 1],
    ]),
  ).toBeUndefined()
  expect(
    cholesky([
      [1, 2],
      [2, 1],
    ]),
  ).toBeUndefined()
})
