import { normalPdf, normalUpperTail } from './distributions/normal.ts'
import { requireNumber, requireProbability } from './domain.ts'
import { otherSide, type Side } from './log-tail.ts'
import { normalIntervalAround } from './normal-interval.ts'
import { quantileBySmallerTail } from './quantile.ts'
import { findRoot } from './root.ts'
import { meanOverScale, requireDegreesOfFreedom, upperPoint } from './studentised-scale.ts'
import { integrateWholeLine } from './whole-line.ts'

/** Whether differences in both directions count, max |T_i|, or only those above, max T_i. */
export type Sides = 'two' | 'one'

/** Z_i = l z + c e_i with the common z and its own e_i, both standard normal: l^2 + c^2 = 1. */
interface Part {
  readonly l: number
  readonly c: number
}

const widestStep = 0.6
/** A normal value beyond this has a probability below the smallest double. */
const noneBeyond = 40

function partsOf(loadings: readonly number[], degreesOfFreedom: number): Part[] {
  requireDegreesOfFreedom(degreesOfFreedom)
  if (loadings.length === 0) throw new RangeError('loadings: expected at least one, received none')
  return loadings.map(l => {
    if (!(Math.abs(l) < 1)) throw new RangeError(`loading: expected a number between -1 and 1, received ${l}`)
    return { l, c: Math.sqrt((1 - l) * (1 + l)) }
  })
}

/** The mean of f(z) over a standard normal z. */
function meanOverCommon(f: (z: number) => number, x: number, parts: readonly Part[], sides: Sides): number {
  const step = Math.min(widestStep, ...parts.map(({ l, c }) => (2 * c) / Math.abs(l)))
  const near = Math.max(-noneBeyond, Math.min(noneBeyond, x))
  const centres = parts.map(({ l }) => (sides === 'two' ? Math.abs(l * near) : l * near))
  const [from, to] = [Math.min(0, ...centres), Math.max(0, ...centres)]
  if (sides === 'one') return integrateWholeLine(z => normalPdf(z) * f(z), from, to, step)
  // f is even here, so half of the line is enough; the node at 0 counts for both halves
  const half = (z: number): number => (z < 0 ? 0 : (z === 0 ? 1 : 2) * normalPdf(z) * f(z))
  return integrateWholeLine(half, 0, to, step)
}

/** P(the largest Z_i, or |Z_i|, is above x). */
function normalUpper(x: number, parts: readonly Part[], sides: Sides): number {
  const anyAbove = (z: number): number => {
    let logNone = 0
    for (const { l, c } of parts) {
      const above = normalUpperTail((x - l * z) / c)
      const beyond = sides === 'two' ? above + normalUpperTail((x + l * z) / c) : above
      logNone += Math.log1p(-Math.min(beyond, 1))
    }
    return -Math.expm1(logNone)
  }
  return meanOverCommon(anyAbove, x, parts, sides)
}

/** P(the largest Z_i, or |Z_i|, is at most x). */
function normalLower(x: number, parts: readonly Part[], sides: Sides): number {
  const allWithin = (z: number): number => {
    let product = 1
    for (const { l, c } of parts) {
      product *= sides === 'two' ? normalIntervalAround((-l * z) / c, (2 * x) / c) : normalUpperTail((l * z - x) / c)
    }
    return product
  }
  return meanOverCommon(allWithin, x, parts, sides)
}

/** Both tails at t, each from its own integral where it is the smaller. */
function tailsAt(t: number, loadings: readonly number[], degreesOfFreedom: number, sides: Sides, wanted: Side): number {
  const parts = partsOf(loadings, degreesOfFreedom)
  requireNumber('t', t)
  if (sides === 'two' && t <= 0) return wanted === 'lower' ? 0 : 1
  if (Math.abs(t) === Infinity) return t > 0 === (wanted === 'lower') ? 1 : 0
  const likely = scaleOf(t, degreesOfFreedom)
  const integral = (side: Side): number =>
    side === 'upper'
      ? meanOverScale(scale => normalUpper(t * scale, parts, sides), degreesOfFreedom, t > 0 ? likely : 1)
      : meanOverScale(scale => normalLower(t * scale, parts, sides), degreesOfFreedom, t < 0 ? likely : 1)
  const direct = integral(wanted)
  return direct <= 0.5 ? direct : 1 - integral(otherSide(wanted))
}

/** P(max |T_i| <= t), or P(max T_i <= t); see `dunnettUpperTail`. */
export const dunnettCdf = (
  t: number,
  loadings: readonly number[],
  degreesOfFreedom: number,
  sides: Sides = 'two',
): number => tailsAt(t, loadings, degreesOfFreedom, sides, 'lower')

/**
 * P(max |T_i| > t), or P(max T_i > t) for `sides` 'one', where T_i = Z_i / S, corr(Z_i, Z_j) = l_i l_j and S is an
 * independent estimate of the standard deviation: the P that holds for all comparisons with one control, where
 * l_i = sqrt(n_i / (n_i + n_0)) for arms of n_i cases and a control of n_0.
 *
 * Given z, common to all, the Z_i = l_i z + sqrt(1 - l_i^2) e_i are independent: the mean over z and S of one minus the
 * product of their probabilities, formed without cancellation. Degrees of freedom above 0, whole or not, or `Infinity`.
 * Throws a `RangeError` unless there is a loading and each is between -1 and 1.
 *
 * Dunnett, Journal of the American Statistical Association 50 (1955) 1096-1121.
 *
 * @example dunnettUpperTail(2.2281388519862748, [0.5], 10) // 0.05: of one arm it is Student's t
 */
export const dunnettUpperTail = (
  t: number,
  loadings: readonly number[],
  degreesOfFreedom: number,
  sides: Sides = 'two',
): number => tailsAt(t, loadings, degreesOfFreedom, sides, 'upper')

/** The S that is likely when |T| is above t. */
const scaleOf = (t: number, degreesOfFreedom: number): number => 1 / Math.hypot(1, t / Math.sqrt(degreesOfFreedom))

/** Room for rounding beside bounds that one comparison meets exactly. */
const room = 1e-6

/**
 * The t with P(max |T_i| > t) = p, or P(max T_i > t) = p: between the point of a single comparison and Bonferroni's.
 *
 * @example dunnettUpperQuantile(0.05, [Math.SQRT1_2, Math.SQRT1_2], 10) // 2.568...
 */
export function dunnettUpperQuantile(
  p: number,
  loadings: readonly number[],
  degreesOfFreedom: number,
  sides: Sides = 'two',
): number {
  partsOf(loadings, degreesOfFreedom)
  requireProbability('p', p)
  const directions = sides === 'two' ? 2 : 1
  return quantileBySmallerTail(p, 'upper', sides === 'two' ? 0 : -Infinity, Infinity, (smaller, small) => {
    const above = smaller === 'upper' ? small : 1 - small
    const tail = smaller === 'upper' ? dunnettUpperTail : dunnettCdf
    const lowest = upperPoint(above / directions, degreesOfFreedom)
    const highest = upperPoint(above / directions / loadings.length, degreesOfFreedom)
    if (lowest === Infinity) return Infinity
    const logRatioAt = (t: number): number => Math.log(tail(t, loadings, degreesOfFreedom, sides) / small)
    return findRoot(
      logRatioAt,
      lowest - room * Math.abs(lowest),
      Math.min(highest + room * Math.abs(highest), Number.MAX_VALUE),
      {
        absoluteTolerance: 1e-15,
      },
    )
  })
}
