import { betaLogOddsQuantile } from '../beta-quantile.ts'
import { requireNumber, requirePositive, requireProbability } from '../domain.ts'
import { betaTail, sharesFrom } from '../incomplete-beta.ts'
import { type LogTailWithDensity, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { quantileBySmallerTail } from '../quantile.ts'
import { aboveZero, type ContinuousDistribution } from './distribution.ts'

function requireShapes(a: number, b: number): void {
  requirePositive('a', a)
  requirePositive('b', b)
}

function tailAt(x: number, a: number, b: number): LogTailWithDensity {
  requireShapes(a, b)
  requireNumber('x', x)
  return betaTail(a, b, sharesFrom(Math.min(Math.max(x, 0), 1)))
}

/** The log density of beta(a, b) at x. */
export function betaLogPdf(x: number, a: number, b: number): number {
  const tail = tailAt(x, a, b)
  if (x < 0 || x > 1) return -Infinity
  if (x === 0) return a < 1 ? Infinity : a === 1 ? Math.log(b) : -Infinity
  if (x === 1) return b < 1 ? Infinity : b === 1 ? Math.log(a) : -Infinity
  return tail.logDensity - Math.log(x) - Math.log1p(-x)
}

/** The density of beta(a, b) at x; infinite at an end whose shape is below one. */
export const betaPdf = (x: number, a: number, b: number): number => Math.exp(betaLogPdf(x, a, b))

/** P(X <= x) for a beta(a, b) X. */
export const betaCdf = (x: number, a: number, b: number): number => tailProbability(tailAt(x, a, b), 'lower')

/** P(X > x) for a beta(a, b) X. */
export const betaUpperTail = (x: number, a: number, b: number): number => tailProbability(tailAt(x, a, b), 'upper')

export const betaLogCdf = (x: number, a: number, b: number): number => tailLog(tailAt(x, a, b), 'lower')

export const betaLogUpperTail = (x: number, a: number, b: number): number => tailLog(tailAt(x, a, b), 'upper')

function quantile(p: number, a: number, b: number, side: Side): number {
  requireProbability('p', p)
  requireShapes(a, b)
  return quantileBySmallerTail(p, side, 0, 1, (smaller, q) => {
    const logOdds = betaLogOddsQuantile(q, a, b, smaller)
    return logOdds < 0 ? Math.exp(logOdds) / (1 + Math.exp(logOdds)) : 1 / (1 + Math.exp(-logOdds))
  })
}

/**
 * The x with P(X <= x) = p. The lower Clopper-Pearson limit of k out of n is `betaQuantile(alpha / 2, k, n - k + 1)`.
 *
 * @example betaQuantile(0.5, 2, 2) // 0.5
 */
export const betaQuantile = (p: number, a: number, b: number): number => quantile(p, a, b, 'lower')

/** The x with P(X > x) = p. The upper Clopper-Pearson limit is `betaUpperQuantile(alpha / 2, k + 1, n - k)`. */
export const betaUpperQuantile = (p: number, a: number, b: number): number => quantile(p, a, b, 'upper')

export const betaDistribution: ContinuousDistribution = {
  id: 'beta',
  title: 'beta',
  kind: 'continuous',
  parameters: [aboveZero('a'), aboveZero('b')],
  support: [0, 1],
  pdf: betaPdf,
  logPdf: betaLogPdf,
  cdf: betaCdf,
  upperTail: betaUpperTail,
  logCdf: betaLogCdf,
  logUpperTail: betaLogUpperTail,
  quantile: betaQuantile,
  upperQuantile: betaUpperQuantile,
}
