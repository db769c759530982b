/**
 * The least sum of d_a^2 / n_a over real vectors d that add up to `floor(all)` and whose sum over any set of members is
 * at least `floor(set)`, a supermodular function (a base polytope).
 *
 * Decomposition (Fujishige 1980): take d proportional to n; where some sets fall below their floor, the one that falls
 * furthest takes exactly its floor, and the two parts are solved apart. All sets are tried, so the number of members
 * must be small.
 */
export function smallestSumOfSquares(sizes: readonly number[], floor: (members: readonly number[]) => number): number {
  const solve = (members: readonly number[], before: readonly number[]): number => {
    const floorOf = (set: readonly number[]): number => floor([...before, ...set]) - floor(before)
    const sizeOf = (set: readonly number[]): number => set.reduce((sum, index) => sum + (sizes[index] ?? 0), 0)
    const level = floorOf(members) / sizeOf(members)
    const shortest = properSubsets(members)
      .map(set => ({ set, slack: level * sizeOf(set) - floorOf(set) }))
      .reduce((worst, candidate) => (candidate.slack < worst.slack ? candidate : worst), { set: members, slack: 0 })
    if (shortest.slack === 0) return level * level * sizeOf(members)
    const rest = members.filter(index => !shortest.set.includes(index))
    return solve(shortest.set, before) + solve(rest, [...before, ...shortest.set])
  }
  return solve(
    sizes.map((_, index) => index),
    [],
  )
}

function properSubsets(members: readonly number[]): number[][] {
  const subsets: number[][] = []
  for (let mask = 1; mask < 2 ** members.length - 1; mask += 1) {
    subsets.push(members.filter((_, index) => (mask >> index) & 1))
  }
  return subsets
}
