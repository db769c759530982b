import { halfLogTwoPi, inverseRootTwoPi } from '../constants.ts'
import { requireNumber, requireProbability } from '../domain.ts'
import { twoProduct } from '../double-double.ts'
import { polynomial } from '../polynomial.ts'
import { scaledNormalTail } from '../scaled-normal-tail.ts'
import type { ContinuousDistribution } from './distribution.ts'

/** e^(-z^2 / 2), the rounding of z^2 carried along. */
function bell(z: number): number {
  const square = twoProduct(z, z)
  const head = Math.exp(-square.hi / 2)
  return head === 0 ? 0 : head * Math.exp(-square.lo / 2)
}

/** The density of the standard normal distribution. */
export function normalPdf(z: number): number {
  requireNumber('z', z)
  return inverseRootTwoPi * bell(z)
}

/** The log density of the standard normal distribution, also where the density is too small for a double. */
export function normalLogPdf(z: number): number {
  requireNumber('z', z)
  return -(z * z) / 2 - halfLogTwoPi
}

/**
 * P(Z > z) for a standard normal Z: e^(-z^2 / 2) times the scaled tail, whose Chebyshev series is in constants.ts.
 *
 * @example normalUpperTail(1.959963984540054) // 0.025, to a few ulps
 */
export function normalUpperTail(z: number): number {
  requireNumber('z', z)
  return z < 0 ? 1 - normalUpperTail(-z) : bell(z) * scaledNormalTail(z)
}

/** P(Z <= z) for a standard normal Z. */
export const normalCdf = (z: number): number => normalUpperTail(-z)

/** log P(Z > z), also where the probability is too small for a double. */
export function normalLogUpperTail(z: number): number {
  requireNumber('z', z)
  return z < 0 ? Math.log1p(-normalUpperTail(-z)) : Math.log(scaledNormalTail(z)) - (z * z) / 2
}

/** log P(Z <= z), also where the probability is too small for a double. */
export const normalLogCdf = (z: number): number => normalLogUpperTail(-z)

// Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988) 477-484:
// numerator and denominator of the rational function for the centre, the tails and the far tails.
const centre = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852546,
  ],
] as const
const tail = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
] as const
const farTail = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
] as const

type Rational = readonly [readonly number[], readonly number[]]
const quotient = ([above, below]: Rational, x: number): number => polynomial(above, x) / polynomial(below, x)

/** The z >= 0 whose upper tail is p <= 0.075 or so. */
function upperPoint(p: number): number {
  const r = Math.sqrt(-Math.log(p))
  return r <= 5 ? quotient(tail, r - 1.6) : quotient(farTail, r - 5)
}

/**
 * The z with P(Z <= z) = p; minus and plus infinity at 0 and 1. Wichura's rational functions are exact to a few ulps
 * as they stand, down to p = 1e-300.
 *
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(p: number): number {
  requireProbability('p', p)
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  const fromMiddle = p - 0.5
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * quotient(centre, 0.180625 - fromMiddle * fromMiddle)
  return p < 0.5 ? -upperPoint(p) : upperPoint(1 - p)
}

/** The z with P(Z > z) = p. */
export const normalUpperQuantile = (p: number): number => -normalQuantile(p)

export const normalDistribution: ContinuousDistribution = {
  id: 'normal',
  title: 'standard normal',
  kind: 'continuous',
  parameters: [],
  support: [-Infinity, Infinity],
  pdf: normalPdf,
  logPdf: normalLogPdf,
  cdf: normalCdf,
  upperTail: normalUpperTail,
  logCdf: normalLogCdf,
  logUpperTail: normalLogUpperTail,
  quantile: normalQuantile,
  upperQuantile: normalUpperQuantile,
}
