import { bracketedQuantile } from '../bracketed-quantile.ts'
import { requireNoncentrality, requireNumber, requirePositive, requireProbability } from '../domain.ts'
import { exactly, twoProduct } from '../double-double.ts'
import { betaTail, type Shares, sharesOf, tailAtLogOdds } from '../incomplete-beta.ts'
import { emptyTail, type LogTailWithDensity, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { mixtureTail } from '../poisson-mixture.ts'
import { quantileBySmallerTail } from '../quantile.ts'
import { aboveZero, type ContinuousDistribution, noncentrality } from './distribution.ts'
import { fQuantile, fUpperQuantile } from './f.ts'

function requireParameters(numeratorDf: number, denominatorDf: number, ncp: number): void {
  requirePositive('numeratorDf', numeratorDf)
  requirePositive('denominatorDf', denominatorDf)
  requireNoncentrality('noncentrality', ncp)
}

/** Beta tails of shapes d1 / 2 + j and d2 / 2, j Poisson with mean ncp / 2; the density is per unit of log x. */
function tailAtShares(shares: Shares, d1: number, d2: number, ncp: number): LogTailWithDensity {
  const { x, y } = shares
  const family = {
    tailAt: (shape: number) => betaTail(shape, d2 / 2, shares),
    limit: x.hi,
    excess: (d2 / 2 - 1) * x.hi,
  }
  const mixture = { mean: ncp / 2, base: d1 / 2, start: 0, family }
  return mixtureTail(mixture, x.hi * d2 < y.hi * (d1 + ncp) ? 'lower' : 'upper')
}

/** `tailAtShares` where the odds d1 x / d2 are e^u. */
const tailAtLog = (u: number, d1: number, d2: number, ncp: number): LogTailWithDensity =>
  tailAtLogOdds(shares => tailAtShares(shares, d1, d2, ncp), d1 / 2, d2 / 2, u)

/** Products with the degrees of freedom keep all their digits between this and its inverse. */
const extreme = 1e130

function tailAt(x: number, d1: number, d2: number, ncp: number): LogTailWithDensity {
  requireParameters(d1, d2, ncp)
  requireNumber('x', x)
  if (x <= 0) return emptyTail('lower')
  if (x === Infinity) return emptyTail('upper')
  if (x > extreme || x < 1 / extreme) return tailAtLog(Math.log(x) + Math.log(d1) - Math.log(d2), d1, d2, ncp)
  return tailAtShares(sharesOf(twoProduct(d1, x), exactly(d2)), d1, d2, ncp)
}

/** The log density of noncentral F at x. */
export function noncentralFLogPdf(
  x: number,
  numeratorDf: number,
  denominatorDf: number,
  noncentrality: number,
): number {
  const { logDensity } = tailAt(x, numeratorDf, denominatorDf, noncentrality)
  if (x > 0 && x < Infinity) return logDensity - Math.log(x)
  if (x !== 0 || numeratorDf > 2) return -Infinity
  return numeratorDf < 2 ? Infinity : -noncentrality / 2
}

/** The density of noncentral F at x; infinite at 0 below two numerator degrees of freedom. */
export const noncentralFPdf = (x: number, numeratorDf: number, denominatorDf: number, noncentrality: number): number =>
  Math.exp(noncentralFLogPdf(x, numeratorDf, denominatorDf, noncentrality))

/** P(X <= x) for a noncentral F-distributed X. */
export const noncentralFCdf = (x: number, numeratorDf: number, denominatorDf: number, noncentrality: number): number =>
  tailProbability(tailAt(x, numeratorDf, denominatorDf, noncentrality), 'lower')

/**
 * P(X > x) for X a noncentral chi-squared over its degrees of freedom, divided by an independent central one over its
 * own: the power of an F test at its critical value x. A sum over j of Poisson probabilities of j, with mean
 * noncentrality / 2, times central beta tails (Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2,
 * 1995, 30.3). Throws a `RangeError` unless the degrees of freedom are above 0 and the noncentrality is from 0 to
 * 1e10; the work grows with its root.
 *
 * @example noncentralFUpperTail(3.158842719260648, 2, 57, 10) // 0.793, the power of a test at 5 %
 */
export const noncentralFUpperTail = (
  x: number,
  numeratorDf: number,
  denominatorDf: number,
  noncentrality: number,
): number => tailProbability(tailAt(x, numeratorDf, denominatorDf, noncentrality), 'upper')

export const noncentralFLogCdf = (
  x: number,
  numeratorDf: number,
  denominatorDf: number,
  noncentrality: number,
): number => tailLog(tailAt(x, numeratorDf, denominatorDf, noncentrality), 'lower')

/** log P(X > x), also where the probability is too small for a double. */
export const noncentralFLogUpperTail = (
  x: number,
  numeratorDf: number,
  denominatorDf: number,
  noncentrality: number,
): number => tailLog(tailAt(x, numeratorDf, denominatorDf, noncentrality), 'upper')

/** From the multiple of a central F whose numerator has the same mean and variance (Patnaik, Biometrika 36 (1949)). */
function quantile(p: number, d1: number, d2: number, ncp: number, side: Side): number {
  requireProbability('p', p)
  requireParameters(d1, d2, ncp)
  const scale = 1 + ncp / d1
  const matchedDf = (d1 + ncp) * ((d1 + ncp) / (d1 + 2 * ncp))
  return quantileBySmallerTail(p, side, 0, Infinity, (smaller, q) => {
    const central = smaller === 'lower' ? fQuantile : fUpperQuantile
    const near = Math.min(Math.max(scale * central(q, matchedDf, d2), 1 / extreme), extreme)
    const start = Math.log(near) + Math.log(d1) - Math.log(d2)
    const logOdds = bracketedQuantile(u => tailAtLog(u, d1, d2, ncp), smaller, Math.log(q), start, 2)
    const rootOfOdds = Math.exp(logOdds / 2)
    return rootOfOdds * (d2 / d1) * rootOfOdds
  })
}

/** The x with P(X <= x) = p. */
export const noncentralFQuantile = (
  p: number,
  numeratorDf: number,
  denominatorDf: number,
  noncentrality: number,
): number => quantile(p, numeratorDf, denominatorDf, noncentrality, 'lower')

/** The x with P(X > x) = p. */
export const noncentralFUpperQuantile = (
  p: number,
  numeratorDf: number,
  denominatorDf: number,
  noncentrality: number,
): number => quantile(p, numeratorDf, denominatorDf, noncentrality, 'upper')

export const noncentralFDistribution: ContinuousDistribution = {
  id: 'noncentral-f',
  title: 'noncentral F',
  kind: 'continuous',
  parameters: [aboveZero('numeratorDf'), aboveZero('denominatorDf'), noncentrality('noncentrality')],
  support: [0, Infinity],
  pdf: noncentralFPdf,
  logPdf: noncentralFLogPdf,
  cdf: noncentralFCdf,
  upperTail: noncentralFUpperTail,
  logCdf: noncentralFLogCdf,
  logUpperTail: noncentralFLogUpperTail,
  quantile: noncentralFQuantile,
  upperQuantile: noncentralFUpperQuantile,
}
