/** Sum of numbers; 0 of none. */
export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** Every way to take one of each list, the last list varying fastest; one empty way of no lists. */
export function combinationsOf<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((made, list) => made.flatMap(start => list.map(item => [...start, item])), [[]])
}

/** The numbers below `length` by the group of each, ascending within their groups; `groupOf` numbers those from 0, and is below 0 for what is in none. */
export function rowsByGroup(length: number, groupOf: (row: number) => number, groups: number): Int32Array[] {
  const sizes = new Int32Array(groups)
  for (let row = 0; row < length; row += 1) {
    const group = groupOf(row)
    if (group >= 0) sizes[group]! += 1
  }
  const rows = Array.from(sizes, size => new Int32Array(size))
  sizes.fill(0)
  for (let row = 0; row < length; row += 1) {
    const group = groupOf(row)
    if (group >= 0) rows[group]![sizes[group]!++] = row
  }
  return rows
}

/** Items by the key of each, groups in the order in which their keys come first. */
export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
