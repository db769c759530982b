import type { TableOrdering } from './table-ordering.ts'

/** Pearson's statistic: the larger, the more extreme. Of one stratum. */
export const pearsonOrdering: TableOrdering = {
  term: (count, { row, column, n }) => {
    const expected = (row * column) / n
    return (count - expected) ** 2 / expected
  },
  leastProbability: () => 0,
  // X^2 is N (sum of x^2 / (n C) - 1); times the product of all n and C this is whole.
  atLeastAsExtreme: ([counts = []], [table]) => {
    const { rows = [], columns = [], counts: observed = [] } = table ?? {}
    const product = [...rows, ...columns].reduce((sum, margin) => sum * BigInt(margin), 1n)
    const excess = counts.map((row, arm) =>
      row.map((count, level) => {
        const [x, o] = [BigInt(count), BigInt(observed[arm]?.[level] ?? 0)]
        return ((x * x - o * o) * product) / (BigInt(rows[arm] ?? 1) * BigInt(columns[level] ?? 1))
      }),
    )
    return excess.flat().reduce((sum, each) => sum + each, 0n) >= 0n
  },
}
