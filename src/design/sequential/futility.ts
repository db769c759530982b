import { continueWithin, exitBelow, findRoot, type SequentialState, startSequence } from '../../numerics/index.ts'
import { furthestBoundary, nextUpperBoundary } from '../../statistics/sequential/boundaries.ts'
import { type SpendingFunction, spentOnOneSide } from '../../statistics/sequential/spending.ts'
import type { DesignLook, GroupSequentialDesign } from './design.ts'
import { driftForPower } from './inflation.ts'

/** Futility by spending beta: the chance to miss the effect is shared out over the looks. */
export interface FutilityRule {
  spending: SpendingFunction
  /** Chance to miss the effect, over all looks. */
  beta: number
}

/** How a design with futility stops for an effect. */
export interface UpperRule {
  alpha: number
  spending: SpendingFunction
  /** Of arms that are judged together, the Z of each look, which futility cannot lower: it does not bind then. */
  together?: { loadings: readonly number[]; boundaries: readonly number[] }
}

/**
 * A one-sided design that stops where the effect is shown, or where it would be missed: the error is spent as by
 * `spendingDesign`, and beta in the same manner under the effect, so that
 * P(go on to look k, Z_k <= l_k | drift) = beta(t_k) - beta(t_(k-1)).
 *
 * With `binding` the efficacy boundary counts on it that whoever sees futility stops, and is lower for it; else the error
 * holds whether they stop or not. Beta is all spent where the effect is what `driftOfFutility` gives. Where the trial could see
 * a smaller effect than this one the last futility boundary reached is the efficacy boundary, and some of beta is left over.
 *
 * Pampallona, Tsiatis and Kim, Drug Information Journal 35 (2001) 1113-1121.
 */
export function futilityDesign(
  shares: readonly number[],
  efficacy: UpperRule,
  futility: FutilityRule & { binding: boolean },
  drift: number,
): GroupSequentialDesign {
  if (futility.binding && efficacy.together !== undefined) {
    throw new RangeError('binding: expected false where arms are judged together, received true')
  }
  let [undisturbed, moved] = [startSequence(shares), startSequence(shares, drift)]
  const last = shares.length - 1
  const looks = shares.map((share, at): DesignLook => {
    const spends = ({ spending }: { spending: SpendingFunction }, level: number): number =>
      spentOnOneSide(spending, share, level) - spentOnOneSide(spending, shares[at - 1] ?? 0, level)
    const upper = efficacy.together?.boundaries[at] ?? nextUpperBoundary(undisturbed, spends(efficacy, efficacy.alpha))
    const lower = at === last ? upper : Math.min(upper, nextLowerBoundary(moved, spends(futility, futility.beta)))
    undisturbed = continueWithin(undisturbed, futility.binding ? lower : Number.NEGATIVE_INFINITY, upper)
    moved = continueWithin(moved, lower, upper)
    return { share, efficacy: upper, futility: lower }
  })
  const loadings = efficacy.together && { loadings: efficacy.together.loadings }
  return { sides: 'one', alpha: efficacy.alpha, ...loadings, looks, binding: futility.binding }
}

/** The Z below which the next look is with the given chance; minus infinity where that is next to nothing. */
function nextLowerBoundary(state: SequentialState, chance: number): number {
  const { information, next, drift } = state
  const middle = drift * Math.sqrt(information[next] ?? Number.NaN)
  const excess = (z: number): number => exitBelow(state, z) - chance
  const [from, to] = [middle - furthestBoundary, middle + furthestBoundary]
  if (excess(from) >= 0) return Number.NEGATIVE_INFINITY
  return excess(to) <= 0 ? Number.POSITIVE_INFINITY : findRoot(excess, from, to)
}

/**
 * The drift at which a design with futility has the power 1 - beta: its square over that of a trial without looks is the
 * inflation of the information.
 *
 * @example driftOfFutility([0.5, 1], { alpha: 0.025, spending }, { spending, beta: 0.2, binding: false })
 */
export function driftOfFutility(
  shares: readonly number[],
  efficacy: UpperRule,
  futility: FutilityRule & { binding: boolean },
): number {
  const designAt = (drift: number): GroupSequentialDesign => futilityDesign(shares, efficacy, futility, drift)
  return driftForPower(designAt, 1 - futility.beta, { alpha: efficacy.alpha, sides: 'one' })
}
