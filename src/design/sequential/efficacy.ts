import { findRoot, normalUpperQuantile, sequentialNormal } from '../../numerics/index.ts'
import { lookBoundaries } from '../../statistics/sequential/boundaries.ts'
import type { SpendingFunction } from '../../statistics/sequential/spending.ts'
import { sideLevel } from '../power/rejection.ts'
import type { DesignLook, GroupSequentialDesign, SequentialRejection } from './design.ts'
import { chanceOfAny, jointBoundaries } from './together.ts'

/** O'Brien and Fleming's boundary, C / sqrt(t): a trial stops early only for overwhelming results. */
export const obrienFlemingShape = 0
/** Pocock's boundary, the same C at every look. */
export const pocockShape = 0.5

/**
 * The classical boundaries: z_k = C t_k^(shape - 1/2), with C such that the error over all looks is alpha.
 *
 * The family of Wang and Tsiatis (1987), here at any information shares: `obrienFlemingShape`, `pocockShape`, or one between.
 * `shares` increase, above 0 and up to 1; else a `RangeError`. C is exact to about 1e-12.
 *
 * Pocock (1977); O'Brien and Fleming (1979); Wang and Tsiatis, Biometrics 43 (1987) 193-199.
 *
 * @example classicalDesign([0.5, 1], { alpha: 0.05, sides: 'two' }, pocockShape).looks // 2.178 at both
 */
export function classicalDesign(
  shares: readonly number[],
  rejection: SequentialRejection,
  shape: number,
): GroupSequentialDesign {
  const { alpha, sides, loadings = [] } = rejection
  const at = (constant: number): number[] => shares.map(share => constant * share ** (shape - 0.5))
  const errorWith = (constant: number): number => {
    if (loadings.length > 1) return chanceOfAny(shares, at(constant), rejection)
    const looks = at(constant).map((upper, k) => ({
      information: shares[k] ?? Number.NaN,
      lower: sides === 'two' ? -upper : Number.NEGATIVE_INFINITY,
      upper,
    }))
    const { above, below } = sequentialNormal(looks)
    return [...above, ...below].reduce((sum, chance) => sum + chance, 0)
  }
  // The last look alone has the constant as its boundary; Bonferroni's, at the least of its multiples, is always far enough.
  const least = normalUpperQuantile(sideLevel(rejection))
  const shrinkage = Math.min(1, ...at(1))
  const comparisons = shares.length * Math.max(loadings.length, 1)
  const most = normalUpperQuantile(sideLevel(rejection) / comparisons) / shrinkage
  const constant =
    comparisons === 1 ? least : findRoot(c => errorWith(c) - alpha, least, most, { relativeTolerance: 1e-12 })
  return withoutFutility(shares, at(constant), rejection)
}

/**
 * A design whose efficacy boundary spends alpha by a function of Lan and DeMets' kind; see `lookBoundaries`.
 *
 * @example spendingDesign([0.5, 1], { alpha: 0.025, sides: 'one' }, kimDeMetsSpending(3))
 */
export const spendingDesign = (
  shares: readonly number[],
  rejection: SequentialRejection,
  spending: SpendingFunction,
): GroupSequentialDesign =>
  withoutFutility(
    shares,
    rejection.loadings !== undefined && rejection.loadings.length > 1
      ? jointBoundaries(shares, rejection, spending)
      : lookBoundaries(shares, rejection.alpha, spending, rejection.sides).map(({ z }) => z),
    rejection,
  )

function withoutFutility(
  shares: readonly number[],
  boundaries: readonly number[],
  rejection: SequentialRejection,
): GroupSequentialDesign {
  const looks = shares.map((share, at): DesignLook => {
    const efficacy = boundaries[at] ?? Number.POSITIVE_INFINITY
    const isLast = at === shares.length - 1 && rejection.sides === 'one'
    return { share, efficacy, futility: isLast ? efficacy : Number.NEGATIVE_INFINITY }
  })
  return { ...rejection, looks, binding: false }
}
