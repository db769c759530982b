import { dunnettUpperQuantile, findRoot, normalQuantile, normalUpperQuantile } from '../../numerics/index.ts'
import { sideLevel } from '../power/rejection.ts'
import { type GroupSequentialDesign, operatingCharacteristics, type SequentialRejection } from './design.ts'

/** No design worth a name goes so many standard errors beyond what a trial without looks needs. */
const room = 6

/** The drift at which designs that depend on it, or one that does not, have the power. Power must be above alpha and below 1. */
export function driftForPower(
  designAt: (drift: number) => GroupSequentialDesign,
  power: number,
  rejection: SequentialRejection,
): number {
  const short = (drift: number): number => operatingCharacteristics(designAt(drift), drift).power - power
  return findRoot(short, 0, fixedDrift(rejection, power) + room, { relativeTolerance: 1e-13 })
}

/**
 * The drift that a design detects with the power: the expected Z at the end.
 *
 * @example detectableDrift(spendingDesign([0.5, 1], { alpha: 0.05, sides: 'two' }, obrienFlemingSpending), 0.8) // 2.808
 */
export const detectableDrift = (design: GroupSequentialDesign, power: number): number =>
  driftForPower(() => design, power, design)

/** The drift that a trial without looks detects with the power; of several arms by Dunnett's critical value. */
export const fixedDrift = (rejection: SequentialRejection, power: number): number =>
  criticalOf(rejection) + normalQuantile(power)

function criticalOf(rejection: SequentialRejection): number {
  const { alpha, sides, loadings = [] } = rejection
  return loadings.length > 1
    ? dunnettUpperQuantile(alpha, loadings, Number.POSITIVE_INFINITY, sides)
    : normalUpperQuantile(sideLevel(rejection))
}

/**
 * How much more information a design needs at the most than a trial without looks, with the same level and power: the ratio
 * of the squares of the two drifts. In a trial of means or proportions it is the ratio of the cases.
 *
 * @example inflationFactor({ alpha: 0.05, sides: 'two' }, 0.8, detectableDrift(design, 0.8)) // 1.11 for Pocock's two looks
 */
export const inflationFactor = (rejection: SequentialRejection, power: number, drift: number): number =>
  (drift / fixedDrift(rejection, power)) ** 2
