import { findRoot, startArms } from '../../numerics/index.ts'
import { furthestBoundary } from '../../statistics/sequential/boundaries.ts'
import { type SpendingFunction, spentOnOneSide } from '../../statistics/sequential/spending.ts'
import { sideLevel } from '../power/rejection.ts'
import type { GroupSequentialDesign, SequentialRejection } from './design.ts'

/** How near a boundary of several arms is searched for: nearer than their chances are exact. */
const tolerance = { absoluteTolerance: 1e-9 }

/**
 * From which Z on may any of several arms be found to differ from their control at each look, if the error over all arms and looks
 * is to be alpha?
 *
 * Look k spends alpha(t_k) - alpha(t_(k-1)): P(no arm beyond before, one or more beyond z_k) under no difference, Dunnett's at one look.
 * An arm beyond is found, whatever becomes of the others. Exact to about 1e-7 in z.
 *
 * Follmann, Proschan and Geller, Biometrics 50 (1994) 325-336.
 */
export function jointBoundaries(
  shares: readonly number[],
  rejection: SequentialRejection,
  spending: SpendingFunction,
): number[] {
  const { sides, loadings = [] } = rejection
  const directions = sides === 'two' ? 2 : 1
  const spentBy = (share: number): number => directions * spentOnOneSide(spending, share, sideLevel(rejection))
  let sequence = startArms(shares, loadings, sides)
  return shares.map((share, at) => {
    const chance = spentBy(share) - spentBy(shares[at - 1] ?? 0)
    const excess = (z: number): number => sequence.exitAny(z) - chance
    const z =
      excess(furthestBoundary) >= 0
        ? Number.POSITIVE_INFINITY
        : findRoot(excess, sides === 'two' ? 0 : -furthestBoundary, furthestBoundary, tolerance)
    if (at < shares.length - 1) sequence = sequence.continueWithin(z)
    return z
  })
}

/** The chance that any arm is beyond the boundary at any look, if these are the effects; futility is overruled. */
export function chanceOfAny(
  shares: readonly number[],
  boundaries: readonly number[],
  { sides, loadings = [] }: SequentialRejection,
  drifts?: readonly number[],
): number {
  let sequence = startArms(shares, loadings, sides, drifts)
  let chance = 0
  boundaries.forEach((z, at) => {
    chance += sequence.exitAny(z)
    if (at < boundaries.length - 1) sequence = sequence.continueWithin(z)
  })
  return chance
}

/**
 * The chance that a design finds one or more of its arms, if their drifts are these.
 *
 * @example chanceToFindAny(spendingDesign([0.5, 1], { alpha: 0.05, sides: 'two', loadings }, pocockSpending), [0, 0]) // 0.05
 */
export const chanceToFindAny = (design: GroupSequentialDesign, drifts: readonly number[]): number =>
  chanceOfAny(
    design.looks.map(({ share }) => share),
    design.looks.map(({ efficacy }) => efficacy),
    design,
    drifts,
  )
