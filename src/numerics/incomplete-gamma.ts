import { reciprocalFraction } from './continued-fraction.ts'
import { requireNumber, requirePositive } from './domain.ts'
import { exactly } from './double-double.ts'
import { deviance, logGammaOnePlus, stirlingRemainder } from './gamma.ts'
import { emptyTail, type LogTailWithDensity, tailLog, tailProbability } from './log-tail.ts'

/** log of x^a e^-x / gamma(a + 1), the Poisson term that heads both expansions (Loader 2000). */
function logLeadingTerm(a: number, x: number): number {
  return -stirlingRemainder(a) - deviance(a, exactly(x))
}

/** 1 + x / (a + 1) + x^2 / ((a + 1)(a + 2)) + ...: P(a, x) over its leading term, DLMF 8.7.1. */
function lowerSeries(a: number, x: number): number {
  let sum = 1
  let term = 1
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** gamma(a, x) / (x^a e^-x) as the even part of its continued fraction, DLMF 8.9.2. */
function upperFraction(a: number, x: number): number {
  return reciprocalFraction(
    x - a + 1,
    n => n * (a - n),
    n => x - a + (2 * n + 1),
  )
}

/**
 * 1 - x^a / gamma(1 + a) (1 + a S) with S = sum of (-x)^n / (n! (a + n)), n >= 1 (DLMF 8.7.3), its first part by expm1:
 * Q(a, x) for a below 1 and small x, where neither 1 - P nor the fraction is good
 * (Gautschi, ACM TOMS 5 (1979) 466-481).
 */
function upperForSmallShape(a: number, x: number): number {
  const logPower = a * Math.log(x) - logGammaOnePlus(a)
  let sum = 0
  let power = 1
  for (let n = 1; Math.abs(power) > 1e-18; n++) {
    power *= -x / n
    sum += power / (a + n)
  }
  return -Math.expm1(logPower) - Math.exp(logPower) * a * sum
}

/**
 * Both tails of the gamma distribution with shape a at x >= 0; the density is per unit of log x.
 *
 * Computed directly is the lower tail (series) up to about a, the upper one (continued fraction) above.
 */
export function gammaTail(a: number, x: number): LogTailWithDensity {
  if (x === 0) return emptyTail('lower')
  if (x === Infinity) return emptyTail('upper')
  const logTerm = logLeadingTerm(a, x)
  const logDensity = logTerm + Math.log(a)
  if (x >= a + 1 || (x >= a && a > 10)) {
    return { side: 'upper', log: logDensity + Math.log(upperFraction(a, x)), logDensity }
  }
  const logLower = logTerm + Math.log(lowerSeries(a, x))
  if (a < 1 && logLower > -Math.LN2) return { side: 'upper', log: Math.log(upperForSmallShape(a, x)), logDensity }
  return { side: 'lower', log: logLower, logDensity }
}

/** Below this log the lower tail is a pure power of x. */
const powerBelow = -600

/** A tail that is a function of x, at e^u, also where that is no longer a double: far down it falls as the power a. */
export function tailAtLog(tailOf: (x: number) => LogTailWithDensity, a: number, u: number): LogTailWithDensity {
  if (u >= powerBelow) return tailOf(Math.exp(u))
  const tail = tailOf(Math.exp(powerBelow))
  const change = a * (u - powerBelow)
  return { side: 'lower', log: tailLog(tail, 'lower') + change, logDensity: tail.logDensity + change }
}

/** `gammaTail` at e^u, also where e^u is no longer a double. */
export const gammaTailAtLog = (a: number, u: number): LogTailWithDensity => tailAtLog(x => gammaTail(a, x), a, u)

function checkedTail(a: number, x: number): LogTailWithDensity {
  requirePositive('a', a)
  requireNumber('x', x)
  return gammaTail(a, Math.max(x, 0))
}

/** P(a, x), the regularised lower incomplete gamma function (DLMF 8.2.4); 0 below x = 0. */
export function regularisedGammaLower(a: number, x: number): number {
  return tailProbability(checkedTail(a, x), 'lower')
}

/** Q(a, x) = 1 - P(a, x), computed directly; 1 below x = 0. */
export function regularisedGammaUpper(a: number, x: number): number {
  return tailProbability(checkedTail(a, x), 'upper')
}
