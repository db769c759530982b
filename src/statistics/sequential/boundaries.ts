import {
  continueWithin,
  exitAbove,
  findRoot,
  normalUpperTail,
  type SequentialState,
  type Sides,
  startSequence,
} from '../../numerics/index.ts'
import { type SpendingFunction, spentOnOneSide } from './spending.ts'

/** The boundary of one look. */
export interface LookBoundary {
  /** Share of the information, above 0 and at most 1. */
  share: number
  /** Alpha spent up to this look. */
  spent: number
  /** A |Z|, or one-sided a Z, from here on crosses the boundary; infinite where nothing is spent. */
  z: number
  /** P of a Z on the boundary, taken alone: of both sides, or one-sided of one. */
  nominalP: number
}

/** No boundary is looked for beyond this many standard deviations. */
export const furthestBoundary = 9

/** The Z that the next look exceeds with the given chance; infinite where that is next to nothing. */
export function nextUpperBoundary(state: SequentialState, chance: number): number {
  const excess = (z: number): number => exitAbove(state, z) - chance
  if (excess(furthestBoundary) >= 0) return Number.POSITIVE_INFINITY
  if (excess(-furthestBoundary) <= 0) return Number.NEGATIVE_INFINITY
  return findRoot(excess, -furthestBoundary, furthestBoundary)
}

/**
 * From which Z on may a trial stop at each of its looks, if its error over all looks is to be alpha?
 *
 * Each look k at information share t_k spends alpha(t_k) - alpha(t_(k-1)), half on either side: the boundary z_k solves
 * P(|Z_1| < z_1, ..., |Z_(k-1)| < z_(k-1), Z_k >= z_k) = (alpha(t_k) - alpha(t_(k-1))) / 2 under no difference. One-sided
 * all of it is spent above, and nothing stops below.
 * `shares` increase, above 0 and at most 1; else a `RangeError`. Exact to about 1e-10 in z.
 *
 * Lan and DeMets, Discrete sequential boundaries for clinical trials, Biometrika 70 (1983) 659-663.
 *
 * @example lookBoundaries([0.5, 1], 0.05, obrienFlemingSpending) // z 2.963 and 1.969
 */
export function lookBoundaries(
  shares: readonly number[],
  alpha: number,
  spending: SpendingFunction,
  sides: Sides = 'two',
): readonly LookBoundary[] {
  const directions = sides === 'two' ? 2 : 1
  let state = startSequence(shares)
  let before = 0
  return shares.map(share => {
    const side = spentOnOneSide(spending, share, alpha / directions)
    const z = nextUpperBoundary(state, side - before)
    before = side
    state = continueWithin(state, sides === 'two' ? -z : Number.NEGATIVE_INFINITY, z)
    return { share, spent: directions * side, z, nominalP: directions * normalUpperTail(z) }
  })
}
