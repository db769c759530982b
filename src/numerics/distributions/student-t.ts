import { betaLogOddsQuantile } from '../beta-quantile.ts'
import { requireNumber, requirePositive, requireProbability } from '../domain.ts'
import { exactly, twoProduct } from '../double-double.ts'
import { betaTail, betaTailAtLogOdds, sharesOf } from '../incomplete-beta.ts'
import { type LogTailWithDensity, logComplement, tailLog, tailProbability } from '../log-tail.ts'
import { aboveZero, type ContinuousDistribution } from './distribution.ts'

/** Beyond this t squared nears the largest double. */
const hugeT = 1e140

/** Beta(df / 2, 1 / 2) at df / (df + t^2), whose lower tail is P(|T| > |t|). */
function twoSidedTail(t: number, df: number): LogTailWithDensity {
  const size = Math.abs(t)
  if (size > hugeT) return betaTailAtLogOdds(df / 2, 0.5, Math.log(df) - 2 * Math.log(size))
  return betaTail(df / 2, 0.5, sharesOf(exactly(df), twoProduct(size, size)))
}

function checkedTail(t: number, df: number): LogTailWithDensity {
  requirePositive('degreesOfFreedom', df)
  requireNumber('t', t)
  return twoSidedTail(t, df)
}

/** Below this t the density is that at 0, and t squared nears the smallest double. */
const tinyT = 1e-100

/** The log density of Student's t. */
export function studentTLogPdf(t: number, degreesOfFreedom: number): number {
  const size = Math.abs(t)
  if (size === Infinity) return -Infinity
  if (!(size < tinyT)) return checkedTail(t, degreesOfFreedom).logDensity - Math.log(size)
  // from t = 1 up to the mode, by the factor (1 + t^2 / df)^((df + 1) / 2)
  const { logDensity } = checkedTail(1, degreesOfFreedom)
  return logDensity + ((degreesOfFreedom + 1) / 2) * Math.log1p(1 / degreesOfFreedom)
}

/** The density of Student's t. */
export const studentTPdf = (t: number, degreesOfFreedom: number): number =>
  Math.exp(studentTLogPdf(t, degreesOfFreedom))

/**
 * P(T > t) for Student's t: the one-sided p-value of a t statistic. For t >= 0 it is half of I_x(df / 2, 1 / 2) at
 * x = df / (df + t^2). Throws a `RangeError` unless the degrees of freedom, whole or not, are above 0.
 *
 * @example studentTUpperTail(2.2281388519862748, 10) // 0.025, to a few ulps
 */
export function studentTUpperTail(t: number, degreesOfFreedom: number): number {
  const beyond = tailProbability(checkedTail(t, degreesOfFreedom), 'lower') / 2
  return t < 0 ? 1 - beyond : beyond
}

/** P(T <= t) for Student's t. */
export const studentTCdf = (t: number, degreesOfFreedom: number): number => studentTUpperTail(-t, degreesOfFreedom)

/** P(|T| > |t|): the two-sided p-value of a t statistic. */
export function studentTTwoSided(t: number, degreesOfFreedom: number): number {
  return tailProbability(checkedTail(t, degreesOfFreedom), 'lower')
}

/** log P(T > t), also where the probability is too small for a double. */
export function studentTLogUpperTail(t: number, degreesOfFreedom: number): number {
  const beyond = tailLog(checkedTail(t, degreesOfFreedom), 'lower') - Math.LN2
  return t < 0 ? logComplement(beyond) : beyond
}

export const studentTLogCdf = (t: number, degreesOfFreedom: number): number =>
  studentTLogUpperTail(-t, degreesOfFreedom)

/** t >= 0 with P(T > t) = p <= 1/2; near 1/2 from P(|T| <= t) = 1 - 2p, which is exact there. */
function upperPoint(p: number, df: number): number {
  const logOdds =
    p < 0.25 ? betaLogOddsQuantile(2 * p, df / 2, 0.5, 'lower') : betaLogOddsQuantile(1 - 2 * p, df / 2, 0.5, 'upper')
  return Math.sqrt(df) * Math.exp(-logOdds / 2)
}

/**
 * The t with P(T <= t) = p; minus and plus infinity at 0 and 1.
 *
 * @example studentTQuantile(0.975, 10) // 2.2281388519862735
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  requireProbability('p', p)
  requirePositive('degreesOfFreedom', degreesOfFreedom)
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  if (p === 0.5) return 0
  return p < 0.5 ? -upperPoint(p, degreesOfFreedom) : upperPoint(1 - p, degreesOfFreedom)
}

/** The t with P(T > t) = p. */
export const studentTUpperQuantile = (p: number, degreesOfFreedom: number): number =>
  -studentTQuantile(p, degreesOfFreedom)

export const studentTDistribution: ContinuousDistribution = {
  id: 'student-t',
  title: "Student's t",
  kind: 'continuous',
  parameters: [aboveZero('degreesOfFreedom')],
  support: [-Infinity, Infinity],
  pdf: studentTPdf,
  logPdf: studentTLogPdf,
  cdf: studentTCdf,
  upperTail: studentTUpperTail,
  logCdf: studentTLogCdf,
  logUpperTail: studentTLogUpperTail,
  quantile: studentTQuantile,
  upperQuantile: studentTUpperQuantile,
}
