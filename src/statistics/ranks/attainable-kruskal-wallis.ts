import { type Computation, computed, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { armsOf } from '../cells.ts'
import { binomialOf, requireOneLevel } from '../counts/proportion.ts'
import { noCasesIn } from '../inference.ts'
import { kruskalWallisStatistic } from './kruskal-wallis.ts'
import { smallestSumOfSquares } from './smallest-sum-of-squares.ts'

interface Bounds {
  lower: number
  upper: number
}

/** The values of H, and of its P, that some amounts above zero would give. */
export interface AttainableKruskalWallis {
  statistic: Bounds
  pValue: Bounds
  degreesOfFreedom: number
  /** If every payer paid the same: H is then Pearson's chi-squared times (N - 1) / N. None where every case paid. */
  payersTied: { statistic: number; pValue: number } | undefined
}

interface Arm {
  arm: string
  n: number
  payers: number
}

/**
 * What the Kruskal-Wallis test could have given, when only the numbers of payers are known and all others tie at zero.
 *
 * H = 3 (N - 1) x (sum of D^2 / n) / (N^3 - N - T), as in kruskal-wallis. Upper end: attained. If an arm's payers pay two
 * different amounts, D is linear and T convex in how many pay which, so H is greatest at an end: each arm's payers pay
 * alike, and every order of the arms, ties included, is tried. Lower end: no amounts give less. Ties of payers only raise
 * H for given rank sums, and the rank sums lie in a base polytope (the payers of any arms rank at least the lowest), over
 * which the sum of D^2 / n has one minimum; whole ranks come within rounding of it.
 *
 * Takes counts of one level (the payers); strata are added up. Undefined where an arm has no case, there are fewer than
 * two arms, or nobody paid. Work grows with the number of orders of the arms: 13 for three, 541 for five, 47,293 for seven.
 *
 * Kruskal and Wallis (1952); Fujishige (1980) on the minimum.
 *
 * @example attainableKruskalWallis(counts) // payers 79, 87, 62 of 5906, 6718, 6000: H 2.44 to 3.01
 */
export function attainableKruskalWallis(summary: Summary<'counts'>): Computation<AttainableKruskalWallis> {
  requireOneLevel(summary)
  const arms = armsOf(summary).map(({ arm, data }) => {
    const { n, events } = data === undefined ? { n: 0, events: 0 } : binomialOf(data)
    return { arm, n, payers: events }
  })
  const empty = arms.find(({ n }) => n === 0)
  if (empty !== undefined) return noCasesIn(empty.arm)
  if (arms.length < 2) return undefinedBecause('too_few_arms', 'A test needs at least two arms.')
  const payers = arms.reduce((sum, arm) => sum + arm.payers, 0)
  if (payers === 0) return undefinedBecause('all_values_tied', 'No case has an amount above zero.')

  const everyone = arms.map((_, index) => index)
  const tied = statisticOf(arms, [everyone])
  const lower = leastStatistic(arms)
  const upper = Math.max(...weakOrders(everyone).map(order => statisticOf(arms, order) ?? 0))
  const degreesOfFreedom = arms.length - 1
  const pOf = (statistic: number) => chiSquaredUpperTail(statistic, degreesOfFreedom)
  return computed({
    statistic: { lower, upper },
    pValue: { lower: pOf(upper), upper: pOf(lower) },
    degreesOfFreedom,
    payersTied: tied === undefined ? undefined : { statistic: tied, pValue: pOf(tied) },
  })
}

/** H when the payers of each group of arms pay alike, and groups pay more from first to last; `undefined` if all cases tie. */
function statisticOf(arms: readonly Arm[], groups: readonly (readonly number[])[]): number | undefined {
  const total = arms.reduce((sum, { n }) => sum + BigInt(n), 0n)
  let below = arms.reduce((sum, { n, payers }) => sum + BigInt(n - payers), 0n)
  let untied = total ** 3n - total - (below ** 3n - below)
  const deviations = arms.map(({ n, payers }) => ({
    n: BigInt(n),
    deviation: BigInt(n - payers) * (below + 1n) - BigInt(n) * (total + 1n),
  }))
  for (const group of groups) {
    const tied = group.reduce((sum, index) => sum + BigInt(arms[index]?.payers ?? 0), 0n)
    for (const index of group) {
      const entry = deviations[index]
      if (entry !== undefined) entry.deviation += BigInt(arms[index]?.payers ?? 0) * (2n * below + tied + 1n)
    }
    untied -= tied ** 3n - tied
    below += tied
  }
  return untied === 0n ? undefined : kruskalWallisStatistic(deviations, total, untied)
}

/** Every way to put items in order with ties allowed. */
function weakOrders(items: readonly number[]): number[][][] {
  if (items.length === 0) return [[]]
  const orders: number[][][] = []
  for (let mask = 1; mask < 2 ** items.length; mask += 1) {
    const first = items.filter((_, index) => (mask >> index) & 1)
    const rest = items.filter((_, index) => !((mask >> index) & 1))
    for (const order of weakOrders(rest)) orders.push([first, ...order])
  }
  return orders
}

/** The smallest H that no tie among payers undercuts: the least sum of D^2 / n over N^3 - N - T with zeros tied only. */
function leastStatistic(arms: readonly Arm[]): number {
  const total = arms.reduce((sum, { n }) => sum + n, 0)
  const zeros = arms.reduce((sum, { n, payers }) => sum + n - payers, 0)
  const least = smallestSumOfSquares(
    arms.map(({ n }) => n),
    members => {
      let [fixed, payers] = [0, 0]
      for (const index of members) {
        const { n = 0, payers: own = 0 } = arms[index] ?? {}
        fixed += (n - own) * (zeros + 1) + 2 * zeros * own - n * (total + 1)
        payers += own
      }
      return fixed + payers * (payers + 1)
    },
  )
  const untied = total ** 3 - total - (zeros ** 3 - zeros)
  return (3 * (total - 1) * least) / untied
}
