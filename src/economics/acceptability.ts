import { refuseIfAny } from '../core/errors.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import { normalCdf } from '../numerics/index.ts'
import { type Additional, type ArmCost, netVariance } from './amount.ts'
import { notFiniteAmong } from './issues.ts'

/** Values of one additional pound or payer at which a curve is worked out: evenly from 0 to `top`, both included. */
export interface WillingnessRange {
  top: number
  steps: number
}

/** One point of an acceptability curve. */
export interface AcceptabilityPoint {
  /** Value of one: pounds for a pound, pence for a payer. */
  willingness: number
  /** Probability that what was additional is worth more than it cost. */
  probability: number
  /** Worth less cost over all cases of the arm, in pence. */
  expectedNetBenefit: number
}

/** How probable it is that an arm is worth its cost, by what one additional pound or payer is worth. */
export interface AcceptabilityCurve {
  points: readonly AcceptabilityPoint[]
  /** What the probability tends to as the value grows: the probability that the difference is above zero. */
  asymptote: number
}

/**
 * The acceptability curve of an arm against its comparator.
 *
 * Formula: P(w D > C) = Phi((w d - c) / sqrt(w^2 v_d + v_c - 2 w cov)) at each value w, with c the cost per case. It is
 * one minus the one-sided P of the hypothesis that the arm is not worth its cost; as a probability of that hypothesis
 * it holds only where nothing was known beforehand. With a fixed cost it rises to Phi(d / sqrt(v_d)) and no further,
 * however much one is worth; it crosses alpha / 2 and 1 - alpha / 2 at the ends of Fieller's set.
 *
 * Takes pence and pounds for a pound, or pence for a payer. Undefined with `zero_variance` where the difference does
 * not vary. Throws `TrialError` for numbers that are not finite.
 *
 * Fenwick, Claxton and Sculpher (2001); van Hout et al. (1994).
 *
 * @example acceptabilityCurve({ cases: 5906, difference: 187, standardError: 140 }, { total: 15200000 }, { top: 40, steps: 20 })
 */
export function acceptabilityCurve(
  additional: Additional,
  cost: ArmCost,
  range: WillingnessRange,
): Computation<AcceptabilityCurve> {
  refuseIfAny(notFiniteAmong({ ...additional, ...cost, ...range }))
  const { cases, difference, standardError } = additional
  if (standardError === 0) return undefinedBecause('zero_variance', 'What was additional does not vary.')
  const costPerCase = cost.total / cases
  const points = willingnessValues(range).map(willingness => {
    const spread = Math.sqrt(netVariance(additional, cost, willingness))
    const probability = probabilityAbove(willingness * difference - costPerCase, spread)
    return { willingness, probability, expectedNetBenefit: expectedNetBenefit(additional, cost, willingness) }
  })
  return computed({ points, asymptote: normalCdf(difference / standardError) })
}

/**
 * The same curve from bootstrap replicates of the difference per case, for a fixed cost: the share of replicates at which
 * what was additional is worth more than it cost. Undefined with `too_few_cases` where there is no replicate.
 */
export function acceptabilityOfReplicates(
  differences: Float64Array,
  additional: Pick<Additional, 'cases' | 'difference'>,
  cost: ArmCost,
  range: WillingnessRange,
): Computation<AcceptabilityCurve> {
  if (differences.length === 0) return undefinedBecause('too_few_cases', 'There is no bootstrap replicate.')
  const costPerCase = cost.total / additional.cases
  const shareWhere = (holds: (replicate: number) => boolean): number =>
    differences.reduce((count, replicate) => count + Number(holds(replicate)), 0) / differences.length
  const points = willingnessValues(range).map(willingness => ({
    willingness,
    probability: shareWhere(replicate => willingness * replicate > costPerCase),
    expectedNetBenefit: expectedNetBenefit(additional, cost, willingness),
  }))
  return computed({ points, asymptote: shareWhere(replicate => replicate > 0) })
}

/** Evenly from 0 to the top, both included. */
export const willingnessValues = ({ top, steps }: WillingnessRange): number[] =>
  Array.from({ length: steps + 1 }, (_, step) => (top * step) / steps)

const expectedNetBenefit = (
  { cases, difference }: Pick<Additional, 'cases' | 'difference'>,
  { total }: ArmCost,
  willingness: number,
): number => cases * willingness * difference - total

/** Where nothing varies, as with a fixed cost at a value of 0, the sign decides. */
function probabilityAbove(net: number, spread: number): number {
  if (spread > 0) return normalCdf(net / spread)
  return net > 0 ? 1 : 0
}
