import { normalPdf } from './distributions/normal.ts'
import { requireNumber } from './domain.ts'
import { integrateAdaptively } from './gauss-legendre.ts'
import { cholesky, type Matrix } from './linear-algebra.ts'
import { normalInterval } from './normal-interval.ts'

const tolerance = 1e-14

/**
 * P(lower_i < Z_i < upper_i for all i) for standard normal Z_i with the given correlations; limits may be infinite.
 *
 * Plackett's reduction: along R(t) = I + t (R - I), dP/dt is a sum over pairs i < j and their corners of
 * rho_ij phi_2(x_i, x_j; t rho_ij) times the rectangle of the others given both, so P is that of independent values plus
 * an integral over t of rectangles two dimensions smaller. Absolutely exact to about 1e-13; relatively so only above it.
 *
 * The work grows by a factor of 200 with each further dimension, 2000 where all limits are finite: meant for up to six.
 * With correlations l_i l_j take `dunnettCdf`, for looks at growing information `sequentialNormal`. Throws a `RangeError`
 * unless the matrix is a positive definite correlation matrix of as many rows as there are limits.
 *
 * Plackett, Biometrika 41 (1954) 351-360.
 *
 * @example multivariateNormalRectangle([0, 0], [Infinity, Infinity], [[1, 0.5], [0.5, 1]]) // 1 / 3
 */
export function multivariateNormalRectangle(
  lower: readonly number[],
  upper: readonly number[],
  correlation: Matrix,
): number {
  check(lower, upper, correlation)
  const limits = lower.map((from, i) => ({ from, to: upper[i] ?? from }))
  return limits.some(({ from, to }) => from >= to) ? 0 : rectangle(limits, correlation)
}

function check(lower: readonly number[], upper: readonly number[], correlation: Matrix): void {
  const size = lower.length
  for (const limit of [...lower, ...upper]) requireNumber('limit', limit)
  const isCorrelation = correlation.every(
    (row, i) => row.length === size && row[i] === 1 && row.every((value, j) => value === correlation[j]?.[i]),
  )
  if (upper.length !== size || correlation.length !== size || !isCorrelation || cholesky(correlation) === undefined) {
    throw new RangeError(`correlation: expected a positive definite correlation matrix of ${size} rows`)
  }
}

interface Limits {
  readonly from: number
  readonly to: number
}

function rectangle(limits: readonly Limits[], correlation: Matrix): number {
  const independent = limits.reduce((product, { from, to }) => product * normalInterval(from, to), 1)
  if (limits.length < 2) return independent
  const pairs = correlation.flatMap((row, i) => row.flatMap((rho, j) => (j > i && rho !== 0 ? [{ i, j, rho }] : [])))
  if (pairs.length === 0) return independent
  const slope = (t: number): number =>
    pairs.reduce((sum, { i, j, rho }) => sum + rho * cornerSum(limits, shrunk(correlation, t), i, j), 0)
  return independent + integrateAdaptively(slope, 0, 1, tolerance)
}

const shrunk = (correlation: Matrix, t: number): Matrix =>
  correlation.map((row, i) => row.map((value, j) => (i === j ? 1 : t * value)))

/** The second derivative of the rectangle in the limits of i and j: over its four corners, with their signs. */
function cornerSum(limits: readonly Limits[], correlation: Matrix, i: number, j: number): number {
  const rho = correlation[i]?.[j] ?? 0
  const spread = Math.sqrt((1 - rho) * (1 + rho))
  const others = conditionOn(correlation, i, j)
  let sum = 0
  for (const [x, signOfX] of corners(limits[i])) {
    for (const [y, signOfY] of corners(limits[j])) {
      const density = (normalPdf(x) * normalPdf((y - rho * x) / spread)) / spread
      if (density > 0) sum += signOfX * signOfY * density * others(limits, x, y)
    }
  }
  return sum
}

const corners = ({ from, to }: Limits = { from: 0, to: 0 }) =>
  [
    [from, -1],
    [to, 1],
  ].filter(([limit = 0]) => Number.isFinite(limit)) as [number, number][]

/** The rectangle of the other variables given values of i and j, as a function of these. */
function conditionOn(correlation: Matrix, i: number, j: number) {
  const rest = correlation.flatMap((_, k) => (k === i || k === j ? [] : [k]))
  const rho = correlation[i]?.[j] ?? 0
  const determinant = (1 - rho) * (1 + rho)
  const at = (a: number, b: number): number => correlation[a]?.[b] ?? 0
  const slopes = rest.map(k => ({
    onI: (at(k, i) - rho * at(k, j)) / determinant,
    onJ: (at(k, j) - rho * at(k, i)) / determinant,
  }))
  const covariance = rest.map((k, row) =>
    rest.map(l => at(k, l) - (slopes[row]?.onI ?? 0) * at(l, i) - (slopes[row]?.onJ ?? 0) * at(l, j)),
  )
  const deviations = covariance.map((row, k) => Math.sqrt(row[k] ?? 0))
  const conditional = covariance.map((row, k) =>
    row.map((value, l) => (k === l ? 1 : value / (deviations[k] ?? 1) / (deviations[l] ?? 1))),
  )
  return (limits: readonly Limits[], x: number, y: number): number => {
    const inner = rest.map((k, row) => {
      const mean = (slopes[row]?.onI ?? 0) * x + (slopes[row]?.onJ ?? 0) * y
      const deviation = deviations[row] ?? 1
      const { from = 0, to = 0 } = limits[k] ?? {}
      return { from: (from - mean) / deviation, to: (to - mean) / deviation }
    })
    return rectangle(inner, conditional)
  }
}
