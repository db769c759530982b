import { betaLogOddsQuantile } from '../beta-quantile.ts'
import { requireNumber, requirePositive, requireProbability } from '../domain.ts'
import { exactly, twoProduct } from '../double-double.ts'
import { betaTail, betaTailAtLogOdds, sharesOf } from '../incomplete-beta.ts'
import { emptyTail, type LogTailWithDensity, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { quantileBySmallerTail } from '../quantile.ts'
import { aboveZero, type ContinuousDistribution } from './distribution.ts'

function requireDegrees(numeratorDf: number, denominatorDf: number): void {
  requirePositive('numeratorDf', numeratorDf)
  requirePositive('denominatorDf', denominatorDf)
}

/** Products with the degrees of freedom keep all their digits between this and its inverse. */
const extreme = 1e130

/** Beta(d1 / 2, d2 / 2) at d1 x / (d1 x + d2); the density is per unit of log x. */
function tailAt(x: number, numeratorDf: number, denominatorDf: number): LogTailWithDensity {
  requireDegrees(numeratorDf, denominatorDf)
  requireNumber('x', x)
  if (x <= 0) return emptyTail('lower')
  if (x > extreme || x < 1 / extreme) {
    const logOdds = Math.log(x) + Math.log(numeratorDf) - Math.log(denominatorDf)
    return betaTailAtLogOdds(numeratorDf / 2, denominatorDf / 2, logOdds)
  }
  return betaTail(numeratorDf / 2, denominatorDf / 2, sharesOf(twoProduct(numeratorDf, x), exactly(denominatorDf)))
}

/** The log density of Fisher's F at x. */
export function fLogPdf(x: number, numeratorDf: number, denominatorDf: number): number {
  const tail = tailAt(x, numeratorDf, denominatorDf)
  if (x !== 0) return x < 0 || x === Infinity ? -Infinity : tail.logDensity - Math.log(x)
  return numeratorDf < 2 ? Infinity : numeratorDf === 2 ? 0 : -Infinity
}

/** The density of Fisher's F at x; infinite at 0 below two numerator degrees of freedom. */
export const fPdf = (x: number, numeratorDf: number, denominatorDf: number): number =>
  Math.exp(fLogPdf(x, numeratorDf, denominatorDf))

/** P(X <= x) for an F-distributed X. */
export function fCdf(x: number, numeratorDf: number, denominatorDf: number): number {
  return tailProbability(tailAt(x, numeratorDf, denominatorDf), 'lower')
}

/**
 * P(X > x) for an F-distributed X: the p-value of an F statistic. It is I_y(d2 / 2, d1 / 2) at y = d2 / (d1 x + d2).
 * Throws a `RangeError` unless both degrees of freedom, whole or not, are above 0.
 *
 * @example fUpperTail(4.102821015130401, 2, 10) // 0.05, to a few ulps
 */
export function fUpperTail(x: number, numeratorDf: number, denominatorDf: number): number {
  return tailProbability(tailAt(x, numeratorDf, denominatorDf), 'upper')
}

export function fLogCdf(x: number, numeratorDf: number, denominatorDf: number): number {
  return tailLog(tailAt(x, numeratorDf, denominatorDf), 'lower')
}

/** log P(X > x), also where the probability is too small for a double. */
export function fLogUpperTail(x: number, numeratorDf: number, denominatorDf: number): number {
  return tailLog(tailAt(x, numeratorDf, denominatorDf), 'upper')
}

function quantile(p: number, numeratorDf: number, denominatorDf: number, side: Side): number {
  requireProbability('p', p)
  requireDegrees(numeratorDf, denominatorDf)
  return quantileBySmallerTail(p, side, 0, Infinity, (smaller, q) => {
    const logOdds = betaLogOddsQuantile(q, numeratorDf / 2, denominatorDf / 2, smaller)
    const rootOfOdds = Math.exp(logOdds / 2)
    return rootOfOdds * (denominatorDf / numeratorDf) * rootOfOdds
  })
}

/** The x with P(X <= x) = p. */
export const fQuantile = (p: number, numeratorDf: number, denominatorDf: number): number =>
  quantile(p, numeratorDf, denominatorDf, 'lower')

/** The x with P(X > x) = p. */
export const fUpperQuantile = (p: number, numeratorDf: number, denominatorDf: number): number =>
  quantile(p, numeratorDf, denominatorDf, 'upper')

export const fDistribution: ContinuousDistribution = {
  id: 'f',
  title: "Fisher's F",
  kind: 'continuous',
  parameters: [aboveZero('numeratorDf'), aboveZero('denominatorDf')],
  support: [0, Infinity],
  pdf: fPdf,
  logPdf: fLogPdf,
  cdf: fCdf,
  upperTail: fUpperTail,
  logCdf: fLogCdf,
  logUpperTail: fLogUpperTail,
  quantile: fQuantile,
  upperQuantile: fUpperQuantile,
}
