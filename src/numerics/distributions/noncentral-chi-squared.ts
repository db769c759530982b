import { bracketedQuantile } from '../bracketed-quantile.ts'
import { requireNoncentrality, requireNumber, requirePositive, requireProbability } from '../domain.ts'
import { gammaTail, tailAtLog } from '../incomplete-gamma.ts'
import { emptyTail, type LogTailWithDensity, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { mixtureTail } from '../poisson-mixture.ts'
import { quantileBySmallerTail } from '../quantile.ts'
import { chiSquaredQuantile, chiSquaredUpperQuantile } from './chi-squared.ts'
import { aboveZero, type ContinuousDistribution, noncentrality } from './distribution.ts'

function requireParameters(df: number, ncp: number): void {
  requirePositive('degreesOfFreedom', df)
  requireNoncentrality('noncentrality', ncp)
}

/** At x = 2 half: gamma tails of shapes df / 2 + j, j Poisson with mean ncp / 2; the density is per unit of log x. */
function tailAtHalf(half: number, df: number, ncp: number): LogTailWithDensity {
  const family = { tailAt: (shape: number) => gammaTail(shape, half), limit: 0, excess: half }
  return mixtureTail({ mean: ncp / 2, base: df / 2, start: 0, family }, 2 * half < df + ncp ? 'lower' : 'upper')
}

/** `tailAtHalf` at half = e^u. */
const tailAtLogHalf = (u: number, df: number, ncp: number): LogTailWithDensity =>
  tailAtLog(half => tailAtHalf(half, df, ncp), df / 2, u)

/** From here on down the tail is a pure power. */
const tiny = 1e-250

function tailAt(x: number, df: number, ncp: number): LogTailWithDensity {
  requireParameters(df, ncp)
  requireNumber('x', x)
  if (x <= 0) return emptyTail('lower')
  if (x === Infinity) return emptyTail('upper')
  return x < tiny ? tailAtLogHalf(Math.log(x) - Math.LN2, df, ncp) : tailAtHalf(x / 2, df, ncp)
}

/** The log density of noncentral chi-squared at x. */
export function noncentralChiSquaredLogPdf(x: number, degreesOfFreedom: number, noncentrality: number): number {
  const { logDensity } = tailAt(x, degreesOfFreedom, noncentrality)
  if (x > 0 && x < Infinity) return logDensity - Math.log(x)
  if (x !== 0 || degreesOfFreedom > 2) return -Infinity
  return degreesOfFreedom < 2 ? Infinity : -noncentrality / 2 - Math.LN2
}

/** The density of noncentral chi-squared at x; infinite at 0 below two degrees of freedom. */
export const noncentralChiSquaredPdf = (x: number, degreesOfFreedom: number, noncentrality: number): number =>
  Math.exp(noncentralChiSquaredLogPdf(x, degreesOfFreedom, noncentrality))

/** P(X <= x) for a noncentral chi-squared X. */
export const noncentralChiSquaredCdf = (x: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailProbability(tailAt(x, degreesOfFreedom, noncentrality), 'lower')

/**
 * P(X > x) for a noncentral chi-squared X, the sum of squares of unit normals with means whose squares add up to the
 * noncentrality: the power of a chi-squared test at its critical value x. A sum over j of Poisson probabilities of j,
 * with mean noncentrality / 2, times central tails with 2 j more degrees of freedom (Johnson, Kotz & Balakrishnan,
 * Continuous Univariate Distributions 2, 1995, 29.2). Throws a `RangeError` unless the degrees of freedom are above 0
 * and the noncentrality is from 0 to 1e10; the work grows with its root.
 *
 * @example noncentralChiSquaredUpperTail(3.841458820694124, 1, 7.849) // 0.80001, the power of a test at 5 %
 */
export const noncentralChiSquaredUpperTail = (x: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailProbability(tailAt(x, degreesOfFreedom, noncentrality), 'upper')

export const noncentralChiSquaredLogCdf = (x: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailLog(tailAt(x, degreesOfFreedom, noncentrality), 'lower')

/** log P(X > x), also where the probability is too small for a double. */
export const noncentralChiSquaredLogUpperTail = (x: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailLog(tailAt(x, degreesOfFreedom, noncentrality), 'upper')

/** From the multiple of a central chi-squared with the same mean and variance (Patnaik, Biometrika 36 (1949) 202-232). */
function quantile(p: number, df: number, ncp: number, side: Side): number {
  requireProbability('p', p)
  requireParameters(df, ncp)
  const scale = (df + 2 * ncp) / (df + ncp)
  return quantileBySmallerTail(p, side, 0, Infinity, (smaller, q) => {
    const central = smaller === 'lower' ? chiSquaredQuantile : chiSquaredUpperQuantile
    const start = Math.log(Math.max((scale / 2) * central(q, (df + ncp) / scale), tiny))
    return 2 * Math.exp(bracketedQuantile(u => tailAtLogHalf(u, df, ncp), smaller, Math.log(q), start, 2))
  })
}

/** The x with P(X <= x) = p. */
export const noncentralChiSquaredQuantile = (p: number, degreesOfFreedom: number, noncentrality: number): number =>
  quantile(p, degreesOfFreedom, noncentrality, 'lower')

/** The x with P(X > x) = p. */
export const noncentralChiSquaredUpperQuantile = (p: number, degreesOfFreedom: number, noncentrality: number): number =>
  quantile(p, degreesOfFreedom, noncentrality, 'upper')

export const noncentralChiSquaredDistribution: ContinuousDistribution = {
  id: 'noncentral-chi-squared',
  title: 'noncentral chi-squared',
  kind: 'continuous',
  parameters: [aboveZero('degreesOfFreedom'), noncentrality('noncentrality')],
  support: [0, Infinity],
  pdf: noncentralChiSquaredPdf,
  logPdf: noncentralChiSquaredLogPdf,
  cdf: noncentralChiSquaredCdf,
  upperTail: noncentralChiSquaredUpperTail,
  logCdf: noncentralChiSquaredLogCdf,
  logUpperTail: noncentralChiSquaredLogUpperTail,
  quantile: noncentralChiSquaredQuantile,
  upperQuantile: noncentralChiSquaredUpperQuantile,
}
