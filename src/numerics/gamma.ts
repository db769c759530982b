import { euler, halfLogTwoPi, logGammaCoefficients, stirlingCoefficients } from './constants.ts'
import { requirePositive } from './domain.ts'
import type { DoubleDouble } from './double-double.ts'
import { log1pMinus } from './log1p-minus.ts'
import { polynomial } from './polynomial.ts'

/** From here on ten terms of Stirling's series are exact to double precision. */
const stirlingFrom = 10

/** log gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2) for x >= 10: Stirling's series, DLMF 5.11.1. */
function stirlingError(x: number): number {
  return polynomial(stirlingCoefficients, 1 / (x * x)) / x
}

/** log gamma(2 + f) for |f| <= 1/2, accurate relatively too: DLMF 5.7.3. */
function logGammaNearTwo(f: number): number {
  return f * (1 - euler + f * polynomial(logGammaCoefficients, f))
}

/** log gamma(1 + x) for x > -1/2, accurate relatively also near its zeros at 0 and 1. */
export function logGammaOnePlus(x: number): number {
  if (x >= stirlingFrom) return x * Math.log(x) - x + halfLogTwoPi + Math.log(x) / 2 + stirlingError(x)
  if (x < 0.5) return logGammaNearTwo(x) - Math.log1p(x)
  let product = 1
  let f = x - 1
  for (; f > 0.5; f -= 1) product *= f + 1
  return Math.log(product) + logGammaNearTwo(f)
}

/** The logarithm of the gamma function for x > 0. */
export function logGamma(x: number): number {
  requirePositive('x', x)
  return x < 0.5 ? logGammaOnePlus(x) - Math.log(x) : logGammaOnePlus(x - 1)
}

/** log gamma(x + h) - log gamma(x) for x > 0 and 0 <= h <= 1, accurate relatively however small h is. */
export function logGammaRise(x: number, h: number): number {
  let shift = 0
  let base = x
  for (; base < stirlingFrom; base++) shift += Math.log1p(h / base)
  const rise = base * log1pMinus(h / base) - Math.log1p(h / base) / 2 + h * Math.log(base + h)
  return rise + stirlingError(base + h) - stirlingError(base) - shift
}

/**
 * log gamma(x + 1) - (x log x - x), x >= 0: what Stirling's leading terms leave of a factorial. It grows like
 * log(2 pi x) / 2, so sums of it keep their digits where sums of log-factorials would cancel (Loader 2000).
 */
export function stirlingRemainder(x: number): number {
  if (x === 0) return 0
  if (x >= stirlingFrom) return halfLogTwoPi + Math.log(x) / 2 + stirlingError(x)
  return logGammaOnePlus(x) - x * Math.log(x) + x
}

/**
 * x log(x / m) + m - x, the deviance part of a Poisson, gamma, binomial or beta term (Loader, "Fast and accurate
 * computation of binomial probabilities", 2000), for x >= 0 and m > 0; `m` carries its rounding error along.
 */
export function deviance(x: number, m: DoubleDouble): number {
  const excess = m.hi - x + m.lo
  if (x === 0) return excess
  const relative = excess / x
  if (relative > -0.6) return -x * log1pMinus(relative)
  return x * logRatio(x, m.hi) + excess
}

function logRatio(x: number, m: number): number {
  const ratio = x / m
  return ratio < Infinity ? Math.log(ratio) : Math.log(x) - Math.log(m)
}
