/** Fewer cases than this are not shown by themselves. */
export const leastCases = 5

/** What stands in place of a count that is held back. */
export const heldBack = 'held back'

/**
 * Counts of cases of which small ones are held back, and with them as many others as it takes that nobody can take them
 * from the total: of those held back there are two or more, and together they are `leastCases` or more. Zeros stay.
 */
export function withoutSmallCounts(counts: readonly number[]): (number | typeof heldBack)[] {
  const held = new Set(counts.flatMap((count, i) => (count > 0 && count < leastCases ? [i] : [])))
  const others = counts.map((count, i) => ({ count, i })).filter(({ count }) => count >= leastCases)
  others.sort((a, b) => a.count - b.count)
  const total = (): number => [...held].reduce((sum, i) => sum + (counts[i] ?? 0), 0)
  for (const { i } of others) {
    if (held.size === 0 || (held.size > 1 && total() >= leastCases)) break
    held.add(i)
  }
  return counts.map((count, i) => (held.has(i) ? heldBack : count))
}
