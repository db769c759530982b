import { add, type DoubleDouble, exactly, twoProduct } from './double-double.ts'
import { factorise, type QrFactors } from './householder.ts'
import type { Matrix } from './linear-algebra.ts'

/** A fit y = X b + r with the least sum of squared residuals r. */
export interface LeastSquares {
  readonly coefficients: readonly number[]
  readonly residuals: readonly number[]
  readonly residualSumOfSquares: number
  /** (X'X)^-1; times the residual variance, the covariance of the coefficients. */
  readonly inverse: Matrix
}

/** Columns that leave less than this share of their length beside the others are taken to depend on them. */
const dependent = 1e-12
const refinements = 4

/**
 * Least squares of y on the columns of X, or the rank of X where its columns depend on each other.
 *
 * Columns are scaled to length about 1 and factorised by Householder's QR with pivoting. Coefficients and residuals are then
 * refined together from residuals formed in twice the precision (Bjorck, BIT 7 (1967) 257-278), which gives nearly all
 * digits however close to dependence the columns come. Throws a `RangeError` for rows of different length, fewer rows
 * than columns, or an entry that is not finite.
 *
 * @example leastSquares([[1, 0], [1, 1], [1, 2]], [1, 2, 4]) // coefficients 0.8333..., 1.5
 */
export function leastSquares(x: Matrix, y: readonly number[]): LeastSquares | { readonly rank: number } {
  const columns = x[0]?.length ?? 0
  check(x, y, columns)
  const scales = Array.from({ length: columns }, (_, j) => powerOfTwoNear(Math.hypot(...x.map(row => row[j] ?? 0))))
  const scaled = x.map(row => row.map((value, j) => value / (scales[j] ?? 1)))
  const factors = factorise(scaled, columns)
  const rank = factors.r.filter((column, j) => Math.abs(column[j] ?? 0) > dependent).length
  if (rank < columns) return { rank }
  const { coefficients, residuals } = refined(scaled, y, factors)
  const inverse = inverseOf(factors)
  return {
    coefficients: coefficients.map((value, j) => value / (scales[j] ?? 1)),
    residuals,
    residualSumOfSquares: residuals.reduce((sum, value) => sum + value * value, 0),
    inverse: inverse.map((row, i) => row.map((value, j) => value / (scales[i] ?? 1) / (scales[j] ?? 1))),
  }
}

function check(x: Matrix, y: readonly number[], columns: number): void {
  const fits = x.length === y.length && x.length >= columns && columns > 0
  if (!fits) throw new RangeError(`X: expected ${y.length} rows, at least as many as columns, received ${x.length}`)
  if (!x.every(row => row.length === columns && row.every(Number.isFinite)) || !y.every(Number.isFinite)) {
    throw new RangeError(`X and y: expected finite numbers in rows of ${columns}`)
  }
}

/** A scale by which nothing is rounded. */
const powerOfTwoNear = (length: number): number => (length === 0 ? 1 : 2 ** Math.round(Math.log2(length)))

interface Solution {
  coefficients: number[]
  residuals: number[]
}

/** Solves r + X b = y, X'r = 0, adding corrections for what the solution so far leaves of both. */
function refined(x: Matrix, y: readonly number[], factors: QrFactors): Solution {
  let solution = solve(factors, Float64Array.from(y), new Float64Array(factors.order.length))
  for (let count = 0; count < refinements; count++) {
    const { coefficients, residuals } = solution
    const left = y.map((value, i) => remainder([[value, 1], [residuals[i] ?? 0, -1], ...products(x[i], coefficients)]))
    const slant = coefficients.map((_, j) =>
      remainder(residuals.map((value, i) => [value, -(x[i]?.[j] ?? 0)] as const)),
    )
    const correction = solve(factors, Float64Array.from(left), Float64Array.from(slant))
    solution = {
      coefficients: coefficients.map((value, j) => value + (correction.coefficients[j] ?? 0)),
      residuals: residuals.map((value, i) => value + (correction.residuals[i] ?? 0)),
    }
  }
  return solution
}

const products = (row: readonly number[] = [], coefficients: readonly number[]) =>
  row.map((value, j) => [-value, coefficients[j] ?? 0] as const)

/** A sum of products in twice the precision. */
function remainder(terms: readonly (readonly [number, number])[]): number {
  const sum = terms.reduce<DoubleDouble>((total, [a, b]) => add(total, twoProduct(a, b)), exactly(0))
  return sum.hi + sum.lo
}

/** The b and r with r + X b = f and X'r = g. */
function solve({ order, r, rotate, rotateBack }: QrFactors, f: Float64Array, g: Float64Array): Solution {
  const size = order.length
  const h = new Float64Array(size)
  for (let j = 0; j < size; j++) {
    let rest = g[order[j] ?? 0] ?? 0
    for (let k = 0; k < j; k++) rest -= (r[j]?.[k] ?? 0) * (h[k] ?? 0)
    h[j] = rest / (r[j]?.[j] ?? 1)
  }
  const d = rotate(f)
  const residuals = rotateBack(d.map((value, i) => (i < size ? (h[i] ?? 0) : value)))
  const b = backSubstitute(
    r,
    d.subarray(0, size).map((value, j) => value - (h[j] ?? 0)),
  )
  const coefficients = new Array<number>(size).fill(0)
  order.forEach((column, j) => {
    coefficients[column] = b[j] ?? 0
  })
  return { coefficients, residuals: [...residuals] }
}

/** The b with R b = right. */
function backSubstitute(r: QrFactors['r'], right: Float64Array): Float64Array {
  const b = Float64Array.from(right)
  for (let j = b.length - 1; j >= 0; j--) {
    for (let k = j + 1; k < b.length; k++) b[j] = (b[j] ?? 0) - (r[k]?.[j] ?? 0) * (b[k] ?? 0)
    b[j] = (b[j] ?? 0) / (r[j]?.[j] ?? 1)
  }
  return b
}

/** (X'X)^-1 = P R^-1 R^-T P'. */
function inverseOf({ order, r }: QrFactors): number[][] {
  const size = order.length
  // the columns of R^-1; its rows are combined below
  const columns = order.map((_, j) =>
    backSubstitute(
      r,
      Float64Array.from({ length: size }, (_, i) => Number(i === j)),
    ),
  )
  const inverse = order.map(() => new Array<number>(size).fill(0))
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const value = columns.reduce((sum, column) => sum + (column[i] ?? 0) * (column[j] ?? 0), 0)
      const row = inverse[order[i] ?? 0]
      if (row !== undefined) row[order[j] ?? 0] = value
    }
  }
  return inverse
}
