/** What stands in place of a count that is held back. */
export const heldBack = 'held back'

/** A count of so many cases may not be told. Nobody is told of by a zero. */
export const isSmall = (count: number, leastCases: number): boolean => count > 0 && count < leastCases

/**
 * Which parts of a known total are held back: the small ones, and with them as many others, the least first, as it takes that
 * nobody can work them out. Of those held back there are then two or more, and together they are `leastCases` or more.
 */
export function heldParts(counts: readonly number[], leastCases: number): ReadonlySet<number> {
  const held = new Set(counts.flatMap((count, at) => (isSmall(count, leastCases) ? [at] : [])))
  if (held.size === 0) return held
  const others = counts.map((count, at) => ({ count, at })).filter(({ count }) => count >= leastCases)
  others.sort((a, b) => a.count - b.count)
  const total = (): number => [...held].reduce((sum, at) => sum + (counts[at] ?? 0), 0)
  for (const { at } of others) {
    if (held.size > 1 && total() >= leastCases) break
    held.add(at)
  }
  return held
}

/** The parts of a known total, those that are held back in words. */
export function withoutSmallCounts(counts: readonly number[], leastCases: number): (number | typeof heldBack)[] {
  const held = heldParts(counts, leastCases)
  return counts.map((count, at) => (held.has(at) ? heldBack : count))
}
