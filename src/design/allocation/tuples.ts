/**
 * Puts cases into tuples of `size` alike cases, by mid-ranks in every field: the case farthest from the middle with its
 * nearest neighbours, then the farthest of those left, and so on; the last tuple holds what is left. Distances are sums
 * of squared differences of doubled mid-ranks, whole numbers, so that every language gets the same tuples; ties go to the
 * first case. Time grows with the square of the number of cases. `values[field][case]`; gives the cases of each tuple.
 */
export function* tuplesOf(values: readonly (readonly number[])[], size: number): Generator<number[]> {
  const ranks = values.map(doubledRanks)
  const cases = values[0]?.length ?? 0
  const middle = ranks.map(() => cases + 1)
  let left = Int32Array.from({ length: cases }, (_, index) => index)
  while (left.length > 0) {
    const start = farthest(left, ranks, middle)
    const tuple = [start, ...nearest(left, ranks, start, size - 1)]
    yield tuple
    left = left.filter(index => !tuple.includes(index))
  }
}

/** Twice the mean rank of each value, from 2 for the least of distinct values. */
function doubledRanks(values: readonly number[]): Int32Array {
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number))
  const ranks = new Int32Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to += 1
    for (let place = from; place < to; place += 1) ranks[order[place] as number] = from + to + 1
    from = to
  }
  return ranks
}

function farthest(left: Int32Array, ranks: readonly Int32Array[], middle: readonly number[]): number {
  let [best, most] = [0, -1]
  for (const index of left) {
    let distance = 0
    for (let field = 0; field < ranks.length; field += 1) {
      distance += ((ranks[field] as Int32Array)[index]! - (middle[field] as number)) ** 2
    }
    if (distance > most) [best, most] = [index, distance]
  }
  return best
}

/** The nearest others of a case, nearest first. */
function nearest(left: Int32Array, ranks: readonly Int32Array[], start: number, count: number): number[] {
  const found: { index: number; distance: number }[] = []
  for (const index of left) {
    if (index === start) continue
    let distance = 0
    for (const rank of ranks) distance += ((rank[index] as number) - (rank[start] as number)) ** 2
    if (found.length === count && distance >= (found[count - 1]?.distance ?? -1)) continue
    const place = found.findIndex(other => other.distance > distance)
    found.splice(place < 0 ? found.length : place, 0, { index, distance })
    if (found.length > count) found.pop()
  }
  return found.map(({ index }) => index)
}
