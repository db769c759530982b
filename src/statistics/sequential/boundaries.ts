import { continueWithin, exitAbove, findRoot, normalUpperTail, startSequence } from '../../numerics/index.ts'
import type { SpendingFunction } from './spending.ts'

/** The boundary of one look. */
export interface LookBoundary {
  /** Share of the information, above 0 and at most 1. */
  share: number
  /** Alpha spent up to this look. */
  spent: number
  /** A |Z| from here on crosses the boundary; infinite where nothing is spent. */
  z: number
  /** Two-sided P of a Z on the boundary, taken alone. */
  nominalP: number
}

/** No boundary is looked for beyond this many standard deviations. */
const furthest = 9

/**
 * From which Z on may a trial stop at each of its looks, if its error over all looks is to be alpha?
 *
 * Each look k at information share t_k spends alpha(t_k) - alpha(t_(k-1)), half on either side: the boundary z_k solves
 * P(|Z_1| < z_1, ..., |Z_(k-1)| < z_(k-1), Z_k >= z_k) = (alpha(t_k) - alpha(t_(k-1))) / 2 under no difference.
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
): readonly LookBoundary[] {
  let state = startSequence(shares)
  let before = 0
  return shares.map(share => {
    const spent = spending.spent(share, alpha)
    const side = (spent - before) / 2
    const excess = (z: number): number => exitAbove(state, z) - side
    const z = excess(furthest) >= 0 ? Number.POSITIVE_INFINITY : findRoot(excess, 0, furthest)
    before = spent
    state = continueWithin(state, -z, z)
    return { share, spent, z, nominalP: 2 * normalUpperTail(z) }
  })
}
