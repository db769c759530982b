import { bracketedQuantile } from '../bracketed-quantile.ts'
import { requireNumber, requirePositive, requireProbability, requireShift } from '../domain.ts'
import { exactly, twoProduct } from '../double-double.ts'
import { betaTail, sharesOf } from '../incomplete-beta.ts'
import { emptyTail, type LogTailWithDensity, otherSide, type Side, tailLog, tailProbability } from '../log-tail.ts'
import { oppositeTail } from '../opposite-noncentral-t.ts'
import { type Mixture, mixtureLogDensity, mixtureLogTail, smallerTail } from '../poisson-mixture.ts'
import { quantileBySmallerTail } from '../quantile.ts'
import { aboveZero, type ContinuousDistribution, shift } from './distribution.ts'
import { normalLogCdf, normalQuantile } from './normal.ts'

function requireParameters(df: number, delta: number): void {
  requirePositive('degreesOfFreedom', df)
  requireShift('noncentrality', delta)
}

/** log(e^a + e^b + ...) */
function logSum(...logs: readonly number[]): number {
  const largest = Math.max(...logs)
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0))
}

/**
 * For t > 0 and delta >= 0. With mean = delta^2 / 2, P(0 < T <= t) is half the sum over i = 0, 1/2, 1, 3/2, ... of
 * e^-mean mean^i / gamma(i + 1) times the beta(i + 1/2, df / 2) cdf at t^2 / (df + t^2), and so is P(T > t) with upper
 * tails (Guenther, JSCS 6 (1978) 199-206): two mixtures, all of whose parts are positive.
 */
function sameSignTail(t: number, df: number, delta: number): LogTailWithDensity {
  const shares = sharesOf(twoProduct(t, t), exactly(df))
  const limit = shares.x.hi
  const family = { tailAt: (shape: number) => betaTail(shape, df / 2, shares), limit, excess: (df / 2 - 1) * limit }
  const whole: Mixture = { mean: (delta * delta) / 2, base: 0.5, start: 0, family }
  const halves: Mixture = { ...whole, start: 0.5 }
  const logOf = (side: Side): number => {
    const positive = logSum(mixtureLogTail(whole, side), mixtureLogTail(halves, side)) - Math.LN2
    return side === 'upper' ? positive : logSum(normalLogCdf(-delta), positive)
  }
  const logDensity = logSum(mixtureLogDensity(whole), mixtureLogDensity(halves)) - Math.log(t)
  return { ...smallerTail(logOf, t < delta ? 'lower' : 'upper'), logDensity }
}

/** Nearer to 0 than this, t is 0. */
const tiny = 1e-100
/** Beyond this the tail is a pure power of t. */
const hugeArsinh = 230

const flipped = ({ side, log, logDensity }: LogTailWithDensity): LogTailWithDensity => ({
  side: otherSide(side),
  log,
  logDensity,
})

/** The density is per unit of t. */
function tailInside(t: number, df: number, delta: number): LogTailWithDensity {
  if (delta < 0) return flipped(tailInside(-t, df, -delta))
  return t < tiny ? oppositeTail(Math.max(-t, 0), df, delta) : sameSignTail(t, df, delta)
}

/** At t = sinh v, also where t is no longer a double; the density is per unit of v. */
function tailAtArsinh(v: number, df: number, delta: number): LogTailWithDensity {
  const inside = Math.max(-hugeArsinh, Math.min(hugeArsinh, v))
  const tail = tailInside(Math.sinh(inside), df, delta)
  const side = v < 0 ? 'lower' : 'upper'
  const change = -df * Math.abs(v - inside)
  const logDensity = tail.logDensity + Math.log(Math.cosh(inside)) + change
  return change === 0 ? { ...tail, logDensity } : { side, log: tailLog(tail, side) + change, logDensity }
}

function tailAt(t: number, df: number, delta: number): LogTailWithDensity {
  requireParameters(df, delta)
  requireNumber('t', t)
  if (Math.abs(t) === Infinity) return emptyTail(t < 0 ? 'lower' : 'upper')
  const v = Math.asinh(t)
  if (Math.abs(v) < hugeArsinh) return tailInside(t, df, delta)
  const tail = tailAtArsinh(v, df, delta)
  return { ...tail, logDensity: tail.logDensity - Math.log(Math.abs(t)) }
}

/** The log density of noncentral t. */
export const noncentralTLogPdf = (t: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailAt(t, degreesOfFreedom, noncentrality).logDensity

/** The density of noncentral t. */
export const noncentralTPdf = (t: number, degreesOfFreedom: number, noncentrality: number): number =>
  Math.exp(noncentralTLogPdf(t, degreesOfFreedom, noncentrality))

/** P(T <= t) for a noncentral t. */
export const noncentralTCdf = (t: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailProbability(tailAt(t, degreesOfFreedom, noncentrality), 'lower')

/**
 * P(T > t) for T = (Z + noncentrality) / sqrt(V / df) with Z standard normal and V chi-squared: the power of a
 * one-sided t test at its critical value t. Mixtures of beta tails where t has the sign of the noncentrality, else the
 * mean of a normal tail over V by the trapezoidal rule; neither subtracts. Throws a `RangeError` unless the degrees of
 * freedom are above 0 and the noncentrality, of either sign, is at most 1e5; the work grows with it.
 *
 * @example noncentralTUpperTail(1.6715527624548594, 58, 2.5) // 0.796, the one-sided power of a test at 5 %
 */
export const noncentralTUpperTail = (t: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailProbability(tailAt(t, degreesOfFreedom, noncentrality), 'upper')

export const noncentralTLogCdf = (t: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailLog(tailAt(t, degreesOfFreedom, noncentrality), 'lower')

/** log P(T > t), also where the probability is too small for a double. */
export const noncentralTLogUpperTail = (t: number, degreesOfFreedom: number, noncentrality: number): number =>
  tailLog(tailAt(t, degreesOfFreedom, noncentrality), 'upper')

/** From the normal distribution with the variance that T has when df is large. */
function quantile(p: number, df: number, delta: number, side: Side): number {
  requireProbability('p', p)
  requireParameters(df, delta)
  const spread = Math.hypot(1, delta / Math.sqrt(2 * df))
  return quantileBySmallerTail(p, side, -Infinity, Infinity, (smaller, q) => {
    const z = smaller === 'lower' ? normalQuantile(q) : -normalQuantile(q)
    const start = Math.asinh(delta + z * spread)
    return Math.sinh(bracketedQuantile(v => tailAtArsinh(v, df, delta), smaller, Math.log(q), start, 2))
  })
}

/** The t with P(T <= t) = p; minus and plus infinity at 0 and 1. */
export const noncentralTQuantile = (p: number, degreesOfFreedom: number, noncentrality: number): number =>
  quantile(p, degreesOfFreedom, noncentrality, 'lower')

/** The t with P(T > t) = p. */
export const noncentralTUpperQuantile = (p: number, degreesOfFreedom: number, noncentrality: number): number =>
  quantile(p, degreesOfFreedom, noncentrality, 'upper')

export const noncentralTDistribution: ContinuousDistribution = {
  id: 'noncentral-t',
  title: 'noncentral t',
  kind: 'continuous',
  parameters: [aboveZero('degreesOfFreedom'), shift('noncentrality')],
  support: [-Infinity, Infinity],
  pdf: noncentralTPdf,
  logPdf: noncentralTLogPdf,
  cdf: noncentralTCdf,
  upperTail: noncentralTUpperTail,
  logCdf: noncentralTLogCdf,
  logUpperTail: noncentralTLogUpperTail,
  quantile: noncentralTQuantile,
  upperQuantile: noncentralTUpperQuantile,
}
