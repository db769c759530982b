import { normalUpperQuantile } from './distributions/normal.ts'
import { studentTUpperQuantile } from './distributions/student-t.ts'
import { requirePositive } from './domain.ts'
import { stirlingRemainder } from './gamma.ts'
import { log1pMinus } from './log1p-minus.ts'
import { integrateWholeLine } from './whole-line.ts'

/** The widest first step, for few degrees of freedom. */
const widestStep = 0.5

/** Throws a `RangeError` unless the degrees of freedom are above 0; `Infinity` stands for a known standard deviation. */
export function requireDegreesOfFreedom(degreesOfFreedom: number): void {
  if (degreesOfFreedom !== Infinity) requirePositive('degreesOfFreedom', degreesOfFreedom)
}

/**
 * The mean of g(S) over S = sqrt(chi-squared / df): what dividing a normal statistic by an independent estimate of the
 * standard deviation makes of its tail g. `likely` is an S near where g(S) times the density of S is largest.
 *
 * In u = log S the density is 2 a e^(-R(a)) e^(a (2 u + 1 - e^(2 u))) with a = df / 2 and R what Stirling's leading
 * terms leave of gamma(a + 1). It dies fast upwards and only as e^(df u) downwards, so u = log(likely) + t + 1 - e^(-t).
 */
export function meanOverScale(g: (scale: number) => number, degreesOfFreedom: number, likely: number): number {
  if (degreesOfFreedom === Infinity) return g(1)
  const a = degreesOfFreedom / 2
  const front = 2 * a * Math.exp(-stirlingRemainder(a))
  const origin = Math.log(likely)
  const integrand = (t: number): number => {
    const fall = Math.exp(-t)
    const u = origin + t + 1 - fall
    const density = Math.exp(a * belowExponential(2 * u)) * (1 + fall)
    return density === 0 ? 0 : density * g(Math.exp(u))
  }
  return front * integrateWholeLine(integrand, 0, 0, Math.min(widestStep, 0.34 / Math.sqrt(degreesOfFreedom)))
}

/** v - (e^v - 1) without cancellation near 0. */
const belowExponential = (v: number): number => (Math.abs(v) < 0.5 ? log1pMinus(Math.expm1(v)) : v - Math.expm1(v))

/** The t with P(T > t) = p for Student's t, or for a standard normal T at infinite degrees of freedom. */
export const upperPoint = (p: number, degreesOfFreedom: number): number =>
  degreesOfFreedom === Infinity ? normalUpperQuantile(p) : studentTUpperQuantile(p, degreesOfFreedom)
