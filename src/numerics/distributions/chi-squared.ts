import { requireNumber, requirePositive, requireProbability } from '../domain.ts'
import { logGammaOnePlus } from '../gamma.ts'
import { gammaTail, gammaTailAtLog } from '../incomplete-gamma.ts'
import { logConcaveQuantile } from '../log-concave-quantile.ts'
import { type LogTailWithDensity, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { quantileBySmallerTail } from '../quantile.ts'
import { aboveZero, type ContinuousDistribution } from './distribution.ts'
import { normalQuantile, normalUpperQuantile } from './normal.ts'

function tailAt(x: number, degreesOfFreedom: number): LogTailWithDensity {
  requirePositive('degreesOfFreedom', degreesOfFreedom)
  requireNumber('x', x)
  return gammaTail(degreesOfFreedom / 2, Math.max(x, 0) / 2)
}

/** The log density of chi-squared at x. */
export function chiSquaredLogPdf(x: number, degreesOfFreedom: number): number {
  const tail = tailAt(x, degreesOfFreedom)
  if (x !== 0) return x < 0 || x === Infinity ? -Infinity : tail.logDensity - Math.log(x)
  return degreesOfFreedom < 2 ? Infinity : degreesOfFreedom === 2 ? -Math.LN2 : -Infinity
}

/** The density of chi-squared at x; infinite at 0 below two degrees of freedom. */
export const chiSquaredPdf = (x: number, degreesOfFreedom: number): number =>
  Math.exp(chiSquaredLogPdf(x, degreesOfFreedom))

/** P(X <= x) for a chi-squared X. */
export function chiSquaredCdf(x: number, degreesOfFreedom: number): number {
  return tailProbability(tailAt(x, degreesOfFreedom), 'lower')
}

/**
 * P(X > x) for a chi-squared X: the p-value of a chi-squared statistic. It is Q(df / 2, x / 2), DLMF 8.2.4.
 * Throws a `RangeError` unless the degrees of freedom, whole or not, are above 0.
 *
 * @example chiSquaredUpperTail(3.841458820694124, 1) // 0.05, to a few ulps
 */
export function chiSquaredUpperTail(x: number, degreesOfFreedom: number): number {
  return tailProbability(tailAt(x, degreesOfFreedom), 'upper')
}

export function chiSquaredLogCdf(x: number, degreesOfFreedom: number): number {
  return tailLog(tailAt(x, degreesOfFreedom), 'lower')
}

/** log P(X > x), also where the probability is too small for a double. */
export function chiSquaredLogUpperTail(x: number, degreesOfFreedom: number): number {
  return tailLog(tailAt(x, degreesOfFreedom), 'upper')
}

/**
 * Wilson & Hilferty's cube (1931). Where it is poor, at small shapes and far down, a bound on the root from the side
 * from which Newton's method approaches: P < x^a / gamma(a + 1), and Q < e^-x for shapes below 1.
 */
function startingLog(shape: number, side: Side, p: number): number {
  if (side === 'upper' && shape < 1) return Math.log(-Math.log(p))
  const z = side === 'upper' ? normalUpperQuantile(p) : normalQuantile(p)
  const cubeRoot = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))
  if (cubeRoot > 0.1) return Math.log(shape) + 3 * Math.log(cubeRoot)
  return (Math.log(p) + logGammaOnePlus(shape)) / shape
}

function quantile(p: number, degreesOfFreedom: number, side: Side): number {
  requireProbability('p', p)
  requirePositive('degreesOfFreedom', degreesOfFreedom)
  const shape = degreesOfFreedom / 2
  return quantileBySmallerTail(p, side, 0, Infinity, (smaller, q) => {
    const start = startingLog(shape, smaller, q)
    return 2 * Math.exp(logConcaveQuantile(u => gammaTailAtLog(shape, u), smaller, Math.log(q), start))
  })
}

/** The x with P(X <= x) = p. */
export const chiSquaredQuantile = (p: number, degreesOfFreedom: number): number =>
  quantile(p, degreesOfFreedom, 'lower')

/** The x with P(X > x) = p. */
export const chiSquaredUpperQuantile = (p: number, degreesOfFreedom: number): number =>
  quantile(p, degreesOfFreedom, 'upper')

export const chiSquaredDistribution: ContinuousDistribution = {
  id: 'chi-squared',
  title: 'chi-squared',
  kind: 'continuous',
  parameters: [aboveZero('degreesOfFreedom')],
  support: [0, Infinity],
  pdf: chiSquaredPdf,
  logPdf: chiSquaredLogPdf,
  cdf: chiSquaredCdf,
  upperTail: chiSquaredUpperTail,
  logCdf: chiSquaredLogCdf,
  logUpperTail: chiSquaredLogUpperTail,
  quantile: chiSquaredQuantile,
  upperQuantile: chiSquaredUpperQuantile,
}
