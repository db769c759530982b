import {
  dunnettUpperQuantile,
  integrateAdaptively,
  meanOverScale,
  noncentralTUpperTail,
  normalInterval,
  normalPdf,
  normalUpperTail,
} from '../../numerics/index.ts'
import type { ArmSize, Rejection } from './rejection.ts'

/** Arms that are each compared with one control, by means with one standard deviation. */
export interface ArmsAgainstControl {
  control: ArmSize
  arms: readonly (ArmSize & {
    /** Difference from control over the standard deviation. */
    effect: number
  })[]
}

/** Power of Dunnett's test. */
export interface DunnettPower {
  /** The critical value of every comparison. */
  critical: number
  /** Probability to find each arm's difference, in the order of the arms. */
  each: readonly number[]
  /** Probability to find one or more. */
  any: number
  /** Probability to find all. */
  all: number
}

/** How far out the common part of the comparisons is integrated; beyond it lies less than a double's precision. */
const farOut = 9
const tolerance = 1e-11

/**
 * Power of Dunnett's comparisons with one control, adjusted for all of them together.
 *
 * T_i = (d_i + Z_i) / S with corr(Z_i, Z_j) = l_i l_j and l_i = sqrt(n_i / (n_i + n_0)): given the common normal z and the estimate S
 * the comparisons are independent. Dunnett (1955); Hsu (1996), chapter 3.
 */
export function powerAgainstControl({ control, arms }: ArmsAgainstControl, rejection: Rejection): DunnettPower {
  const { alpha, sides } = rejection
  const degreesOfFreedom = control.n + arms.reduce((sum, { n }) => sum + n, 0) - arms.length - 1
  const loadings = arms.map(({ n }) => Math.sqrt(n / (n + control.n)))
  const shifts = arms.map(({ n, effect }) => effect / Math.sqrt(1 / n + 1 / control.n))
  const critical = dunnettUpperQuantile(alpha, loadings, degreesOfFreedom, sides)
  /** Probability that a comparison is not found, given z and S. */
  const missed = (at: number, z: number, bound: number): number => {
    const loading = loadings[at] ?? 0
    const own = Math.sqrt(1 - loading * loading)
    const middle = (shifts[at] ?? 0) + loading * z
    return sides === 'two'
      ? normalInterval((-bound - middle) / own, (bound - middle) / own)
      : normalUpperTail((middle - bound) / own)
  }
  const overBoth = (product: (z: number, bound: number) => number): number =>
    meanOverScale(
      scale => integrateAdaptively(z => normalPdf(z) * product(z, critical * scale), -farOut, farOut, tolerance),
      degreesOfFreedom,
      1,
    )
  const productOf = (factor: (at: number) => number): number => arms.reduce((all, _, at) => all * factor(at), 1)
  return {
    critical,
    each: shifts.map(shift => {
      const above = noncentralTUpperTail(critical, degreesOfFreedom, shift)
      return sides === 'two' ? above + noncentralTUpperTail(critical, degreesOfFreedom, -shift) : above
    }),
    any: 1 - overBoth((z, bound) => productOf(at => missed(at, z, bound))),
    all: overBoth((z, bound) => productOf(at => 1 - missed(at, z, bound))),
  }
}
