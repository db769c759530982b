import type { RankedArms } from './ranked-arms.ts'

/** A value other than the most frequent one: its cases, and how far its doubled mid-rank lies above that one's. */
export interface DealtValue {
  count: number
  excess: number
}

/**
 * What every allocation of the same cases to arms of the same sizes shares. Only the cases without the most frequent
 * value need be dealt: the others fill the arms up, and an arm's doubled rank sum is its sum of excesses plus its size
 * times the most frequent value's doubled rank.
 */
export interface PermutedRanks {
  /** Cases of each arm. */
  sizes: readonly number[]
  dealt: readonly DealtValue[]
  /** Whether H of the allocation with these sums of excesses is at least the observed. Decided in exact integers. */
  asExtreme(sums: ArrayLike<number>): boolean
}

/** Doubles this close are compared as exact integers: a sum over the arms of squares carries a few roundings of 1e-16. */
const close = 1e-12

/** Sets up the allocations of ranked arms whose pooled values have these counts and doubled mid-ranks, ascending. */
export function permutedRanks(
  { arms, total }: RankedArms,
  { counts, doubledRanks }: { counts: ArrayLike<number>; doubledRanks: ArrayLike<number> },
): PermutedRanks {
  const values = Array.from(counts, (count, at) => ({ count, doubledRank: doubledRanks[at] ?? 0 }))
  const modal = values.reduce((most, value) => (value.count > most.count ? value : most))
  const sizes = arms.map(({ n }) => Number(n))
  const offset = modal.doubledRank - Number(total) - 1
  const observed = arms.map(({ n, doubledRankSum }) => Number(doubledRankSum - n * BigInt(modal.doubledRank)))
  const spread = (sums: ArrayLike<number>): number => {
    let sum = 0
    for (let arm = 0; arm < sizes.length; arm += 1) {
      const size = sizes[arm] ?? 0
      const deviation = (sums[arm] ?? 0) + size * offset
      sum += (deviation * deviation) / size
    }
    return sum
  }
  const product = arms.reduce((all, { n }) => all * n, 1n)
  const exactSpread = (sums: ArrayLike<number>): bigint =>
    arms.reduce((sum, { n }, arm) => {
      const deviation = BigInt(sums[arm] ?? 0) + n * BigInt(offset)
      return sum + (deviation * deviation * product) / n
    }, 0n)
  const [bar, exactBar] = [spread(observed), exactSpread(observed)]
  return {
    sizes,
    dealt: values
      .filter(value => value !== modal)
      .map(({ count, doubledRank }) => ({ count, excess: doubledRank - modal.doubledRank })),
    asExtreme: sums => {
      const value = spread(sums)
      return Math.abs(value - bar) > close * bar ? value > bar : exactSpread(sums) >= exactBar
    },
  }
}
