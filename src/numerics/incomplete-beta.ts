import { reciprocalFraction } from './continued-fraction.ts'
import { requirePositive, requireProbability } from './domain.ts'
import { add, type DoubleDouble, divide, exactly, multiply, twoSum } from './double-double.ts'
import { deviance, logGammaOnePlus, logGammaRise, stirlingRemainder } from './gamma.ts'
import { emptyTail, type LogTailWithDensity, otherSide, type Side, tailLog, tailProbability } from './log-tail.ts'

/** x and y with x + y = 1, both to more than double precision. */
export interface Shares {
  readonly x: DoubleDouble
  readonly y: DoubleDouble
}

/** x = part / (part + rest) and y = rest / (part + rest). */
export function sharesOf(part: DoubleDouble, rest: DoubleDouble): Shares {
  const whole = add(part, rest)
  return { x: divide(part, whole), y: divide(rest, whole) }
}

export const sharesFrom = (x: number): Shares => ({ x: exactly(x), y: twoSum(1, -x) })

/**
 * I_x(a, b) B(a, b) / (x^a y^b): the even part of the continued fraction DLMF 8.17.22, arranged as in DiDonato &
 * Morris, ACM TOMS 18 (1992) 360-373, so that the only difference in it is `gap` = a - (a + b) x, which is given
 * and above -1.
 */
function lowerFraction(a: number, b: number, x: number, gap: number): number {
  return reciprocalFraction(
    (a / (a + 1)) * (gap + 1),
    n => ((a + n - 1) / (a + 2 * n - 1)) * ((a + b + n - 1) / (a + 2 * n - 1)) * (n * (b - n) * x * x),
    n => n + (n * (b - n) * x) / (a + 2 * n - 1) + ((a + n) / (a + 2 * n + 1)) * (gap + 1 + n * (2 - x)),
  )
}

/**
 * 1 - u (1 + a S) with u = x^a gamma(a + b) / (gamma(a + 1) gamma(b)) and S = sum of (1 - b)_n x^n / (n! (a + n))
 * from n = 1 on (DLMF 8.17.7), its first part by expm1: what the lower tail leaves when a below 1 makes it nearly all.
 */
function upperForSmallShape(a: number, b: number, x: number): number {
  const logPower = a * Math.log(x) + logGammaRise(b, a) - logGammaOnePlus(a)
  let sum = 0
  let term = 1
  for (let n = 1; Math.abs(term) > 1e-18; n++) {
    term *= ((n - b) / n) * x
    sum += term / (a + n)
  }
  return -Math.expm1(logPower) - Math.exp(logPower) * a * sum
}

/** The tails of beta(a, b) at x from the end where x is 0; `side` is where the tail up to x lies. */
function tailToPoint(a: number, b: number, x: number, gap: number, logDensity: number, side: Side): LogTailWithDensity {
  const log = logDensity + Math.log(lowerFraction(a, b, x, gap))
  if (a >= 1 || log < -Math.LN2) return { side, log, logDensity }
  return { side: otherSide(side), log: Math.log(upperForSmallShape(a, b, x)), logDensity }
}

/** Before the mean; or, where a shape below 1 makes the fraction from the other end slow, not far behind it. */
const isNearEnd = (shape: number, gap: number): boolean => gap >= 0 || (shape < 1 && gap > -1)

/**
 * Both tails of the beta distribution at x; the density is per unit of the log odds log(x / y).
 *
 * Computed directly is the tail that does not hold the mean a / (a + b), or for a shape below 1 the smaller.
 */
export function betaTail(a: number, b: number, { x, y }: Shares): LogTailWithDensity {
  if (x.hi <= 0) return emptyTail('lower')
  if (y.hi <= 0) return emptyTail('upper')
  const total = twoSum(a, b)
  const expectedA = multiply(total, x)
  const expectedB = multiply(total, y)
  const remainders = stirlingRemainder(total.hi) - stirlingRemainder(a) - stirlingRemainder(b)
  const distance = deviance(a, expectedA) + deviance(b, expectedB)
  const logDensity = remainders - distance + Math.log(a * (b / total.hi))
  const gapA = a - expectedA.hi - expectedA.lo
  const gapB = b - expectedB.hi - expectedB.lo
  const fromBelow = x.hi < 0.5 ? isNearEnd(a, gapA) : !isNearEnd(b, gapB)
  if (fromBelow) return tailToPoint(a, b, x.hi, gapA, logDensity, 'lower')
  return tailToPoint(b, a, y.hi, gapB, logDensity, 'upper')
}

/** Beyond these log odds the tail is a pure power of the odds. */
const powerBeyond = 600

/** The shares x and y with log(x / y) = u. */
const sharesAtLogOdds = (u: number): Shares =>
  sharesOf(exactly(Math.exp(Math.min(u, 0))), exactly(Math.exp(Math.min(-u, 0))))

/**
 * A tail that is a function of the shares, at log(x / y) = u, also where the odds are no longer a double: far out it
 * falls as the power a of x and b of y.
 */
export function tailAtLogOdds(
  tailOf: (shares: Shares) => LogTailWithDensity,
  a: number,
  b: number,
  u: number,
): LogTailWithDensity {
  const inside = Math.max(-powerBeyond, Math.min(powerBeyond, u))
  const tail = tailOf(sharesAtLogOdds(inside))
  if (inside === u) return tail
  const side = u < 0 ? 'lower' : 'upper'
  const change = u < 0 ? a * (u - inside) : b * (inside - u)
  return { side, log: tailLog(tail, side) + change, logDensity: tail.logDensity + change }
}

/** `betaTail` at log(x / y) = u, also where the odds are no longer a double. */
export const betaTailAtLogOdds = (a: number, b: number, u: number): LogTailWithDensity =>
  tailAtLogOdds(shares => betaTail(a, b, shares), a, b, u)

function checkedTail(x: number, a: number, b: number): LogTailWithDensity {
  requirePositive('a', a)
  requirePositive('b', b)
  requireProbability('x', x)
  return betaTail(a, b, sharesFrom(x))
}

/** I_x(a, b), the regularised incomplete beta function (DLMF 8.17.2). */
export function regularisedBetaLower(x: number, a: number, b: number): number {
  return tailProbability(checkedTail(x, a, b), 'lower')
}

/** 1 - I_x(a, b) = I_(1-x)(b, a), computed directly. */
export function regularisedBetaUpper(x: number, a: number, b: number): number {
  return tailProbability(checkedTail(x, a, b), 'upper')
}
