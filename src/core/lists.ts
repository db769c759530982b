/** Sum of numbers; 0 of none. */
export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** Every way to take one of each list, the last list varying fastest; one empty way of no lists. */
export function combinationsOf<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>((made, list) => made.flatMap(start => list.map(item => [...start, item])), [[]])
}
