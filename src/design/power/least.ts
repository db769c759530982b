import { type Computation, computed, undefinedBecause } from '../../model/method.ts'
import { findRoot } from '../../numerics/index.ts'

/** The most cases that a search looks at. */
export const mostCases = 1e9

/**
 * The least whole number of cases from `from` at which a quantity reaches `wanted`, where it grows with the cases. Where it goes up
 * and down, as exact power does, it reaches `wanted` there and does not one case before.
 *
 * Undefined (`too_few_cases`) where it does not reach it with a thousand million.
 *
 * @example leastCases(n => powerOfTwoMeans({ n }, { n }, 0.5, { alpha: 0.05, sides: 'two' }), 0.8, 2) // 64
 */
export function leastCases(quantity: (cases: number) => number, wanted: number, from: number): Computation<number> {
  if (quantity(from) >= wanted) return computed(from)
  let [below, above] = [from, 2 * from]
  while (quantity(above) < wanted) {
    if (above > mostCases) return undefinedBecause('too_few_cases', `${mostCases} cases are not enough.`)
    ;[below, above] = [above, 2 * above]
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (quantity(middle) >= wanted) above = middle
    else below = middle
  }
  return computed(above)
}

/**
 * The least effect from 0 to `most` at which power reaches `wanted`, where it grows with the effect.
 *
 * Undefined (`too_few_cases`) where it is not reached at `most`.
 */
export function leastEffect(power: (effect: number) => number, wanted: number, most: number): Computation<number> {
  if (power(0) >= wanted) return computed(0)
  if (power(most) < wanted) return undefinedBecause('too_few_cases', `No effect up to ${most} has power ${wanted}.`)
  return computed(findRoot(effect => power(effect) - wanted, 0, most, { relativeTolerance: 1e-12 }))
}
