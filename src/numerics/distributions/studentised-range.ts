import { requireNumber, requireProbability, requireWhole } from '../domain.ts'
import { otherSide, type Side } from '../log-tail.ts'
import { normalInterval, normalIntervalAround } from '../normal-interval.ts'
import { quantileBySmallerTail } from '../quantile.ts'
import { findRoot } from '../root.ts'
import { meanOverScale, requireDegreesOfFreedom, upperPoint } from '../studentised-scale.ts'
import { integrateWholeLine } from '../whole-line.ts'
import { aboveZeroOrInfinite, atLeastTwo, type ContinuousDistribution } from './distribution.ts'
import { normalPdf, normalUpperTail } from './normal.ts'

const widestStep = 0.6

/** P(W > w) for the range W of standard normal values, over the largest of them, z. */
function normalRangeUpperTail(w: number, groups: number): number {
  const others = groups - 1
  const integrand = (z: number): number => {
    const below = normalUpperTail(-z)
    if (below === 0) return 0
    const outOfReach = Math.min(normalUpperTail(w - z) / below, 1)
    return normalPdf(z) * below ** others * -Math.expm1(others * Math.log1p(-outOfReach))
  }
  return groups * integrateWholeLine(integrand, w / 2, w / 2, widestStep)
}

/** P(W <= w) likewise; below two, over the middle m = z - w / 2, so that w may be as small as it likes. */
function normalRangeCdf(w: number, groups: number): number {
  const others = groups - 1
  const ofMiddle = (m: number): number => normalPdf(m + w / 2) * normalIntervalAround(m, w) ** others
  const ofLargest = (z: number): number => normalPdf(z) * normalInterval(z - w, z) ** others
  const [integrand, start] = w < 2 ? [ofMiddle, 0] : [ofLargest, 1]
  return groups * integrateWholeLine(integrand, start, start, firstStep(groups))
}

/** The density of W likewise: the largest and the smallest are at m + w / 2 and m - w / 2, the others between. */
function normalRangePdf(w: number, groups: number): number {
  const integrand = (m: number): number =>
    normalPdf(m + w / 2) * normalPdf(m - w / 2) * normalIntervalAround(m, w) ** (groups - 2)
  return groups * (groups - 1) * integrateWholeLine(integrand, 0, 0, firstStep(groups))
}

/** Values that stay together are narrower the more there are. */
const firstStep = (groups: number): number => Math.min(widestStep, 2 / Math.sqrt(groups))

/** The S that is likely when Q is above q. */
const scaleBeyond = (q: number, degreesOfFreedom: number): number =>
  1 / Math.hypot(1, q / Math.sqrt(2 * degreesOfFreedom))

function check(groups: number, degreesOfFreedom: number): void {
  requireWhole('groups', groups, 2)
  requireDegreesOfFreedom(degreesOfFreedom)
}

/** Either tail at q, from the integral of the smaller one. */
function tailAt(q: number, groups: number, degreesOfFreedom: number, wanted: Side): number {
  check(groups, degreesOfFreedom)
  requireNumber('q', q)
  if (q <= 0 || q === Infinity) return q <= 0 === (wanted === 'lower') ? 0 : 1
  const integral = (side: Side): number =>
    side === 'upper'
      ? meanOverScale(
          scale => normalRangeUpperTail(q * scale, groups),
          degreesOfFreedom,
          scaleBeyond(q, degreesOfFreedom),
        )
      : meanOverScale(scale => normalRangeCdf(q * scale, groups), degreesOfFreedom, 1)
  const direct = integral(wanted)
  return direct <= 0.5 ? direct : 1 - integral(otherSide(wanted))
}

/** P(Q <= q) for the studentised range of that many groups; see `studentisedRangeUpperTail`. */
export const studentisedRangeCdf = (q: number, groups: number, degreesOfFreedom: number): number =>
  tailAt(q, groups, degreesOfFreedom, 'lower')

/**
 * P(Q > q) for the studentised range Q = (largest - smallest of k standard normal values) / S, where S is an
 * independent estimate of their standard deviation: the P that holds for all pairs of k means, q being sqrt(2) |t|.
 *
 * With w = q s it is the mean over S of k times the integral of phi(z) (Phi(z)^(k-1) - (Phi(z) - Phi(z - w))^(k-1)),
 * the difference formed without cancellation. Degrees of freedom above 0, whole or not, or `Infinity` for a known S.
 * Throws a `RangeError` for fewer than two groups. Within 1e-12 of mpmath, relatively, to 1e-290.
 *
 * Tukey (1953); Hartley, Biometrika 32 (1942) 309-310.
 *
 * @example studentisedRangeUpperTail(3.876776750013182, 3, 10) // 0.05
 */
export const studentisedRangeUpperTail = (q: number, groups: number, degreesOfFreedom: number): number =>
  tailAt(q, groups, degreesOfFreedom, 'upper')

/** The density of the studentised range. */
export function studentisedRangePdf(q: number, groups: number, degreesOfFreedom: number): number {
  check(groups, degreesOfFreedom)
  requireNumber('q', q)
  if (q < 0 || q === Infinity) return 0
  return meanOverScale(
    scale => scale * normalRangePdf(q * scale, groups),
    degreesOfFreedom,
    scaleBeyond(q, degreesOfFreedom),
  )
}

/** log P(Q <= q), where that is a double. */
export function studentisedRangeLogCdf(q: number, groups: number, degreesOfFreedom: number): number {
  const cdf = studentisedRangeCdf(q, groups, degreesOfFreedom)
  return cdf < 0.5 ? Math.log(cdf) : Math.log1p(-studentisedRangeUpperTail(q, groups, degreesOfFreedom))
}

/** log P(Q > q), where that is a double. */
export function studentisedRangeLogUpperTail(q: number, groups: number, degreesOfFreedom: number): number {
  const beyond = studentisedRangeUpperTail(q, groups, degreesOfFreedom)
  return beyond < 0.5 ? Math.log(beyond) : Math.log1p(-studentisedRangeCdf(q, groups, degreesOfFreedom))
}

/** Room for rounding beside bounds that two groups meet exactly. */
const room = 1e-6

/** Between the range of two groups, which is sqrt(2) |T|, and the bound of Bonferroni over all pairs. */
function fromUpperTail(p: number, groups: number, df: number): number {
  const lowest = Math.SQRT2 * upperPoint(p / 2, df)
  const highest = Math.SQRT2 * upperPoint(p / (groups * (groups - 1)), df)
  return solve(lowest, highest, q => Math.log(studentisedRangeUpperTail(q, groups, df) / p))
}

/** For p of at most a half: P(Q <= q) is at most that of two groups, P(|T| <= t), which is at most 2 t phi(0). */
function fromCdf(p: number, groups: number, df: number): number {
  const lowest = (Math.SQRT2 * p) / (2 * normalPdf(0))
  const highest = Math.SQRT2 * upperPoint(0.5 / (groups * (groups - 1)), df)
  return solve(lowest, highest, q => Math.log(studentisedRangeCdf(q, groups, df) / p))
}

function solve(lowest: number, highest: number, logRatioAt: (q: number) => number): number {
  if (lowest === Infinity) return Infinity
  const [from, to] = [Math.log(lowest) - room, Math.log(Math.min(highest, Number.MAX_VALUE)) + room]
  return Math.exp(findRoot(u => logRatioAt(Math.exp(u)), from, to, { absoluteTolerance: Number.EPSILON }))
}

function quantile(p: number, groups: number, df: number, side: Side): number {
  check(groups, df)
  requireProbability('p', p)
  return quantileBySmallerTail(p, side, 0, Infinity, (smaller, small) =>
    (smaller === 'upper' ? fromUpperTail : fromCdf)(small, groups, df),
  )
}

/** The q with P(Q <= q) = p. */
export const studentisedRangeQuantile = (p: number, groups: number, degreesOfFreedom: number): number =>
  quantile(p, groups, degreesOfFreedom, 'lower')

/**
 * The q with P(Q > q) = p: what a studentised difference must exceed to have a P below p among all pairs.
 *
 * @example studentisedRangeUpperQuantile(0.05, 3, 10) // 3.8767767500...
 */
export const studentisedRangeUpperQuantile = (p: number, groups: number, degreesOfFreedom: number): number =>
  quantile(p, groups, degreesOfFreedom, 'upper')

export const studentisedRangeDistribution: ContinuousDistribution = {
  id: 'studentised-range',
  title: 'studentised range',
  kind: 'continuous',
  parameters: [atLeastTwo('groups'), aboveZeroOrInfinite('degreesOfFreedom')],
  support: [0, Infinity],
  pdf: studentisedRangePdf,
  logPdf: (q, groups = 0, degreesOfFreedom = 0) => Math.log(studentisedRangePdf(q, groups, degreesOfFreedom)),
  cdf: studentisedRangeCdf,
  upperTail: studentisedRangeUpperTail,
  logCdf: studentisedRangeLogCdf,
  logUpperTail: studentisedRangeLogUpperTail,
  quantile: studentisedRangeQuantile,
  upperQuantile: studentisedRangeUpperQuantile,
}
