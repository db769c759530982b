import { describe, expect, test } from 'vitest'
import type { ContingencyTable } from '../../../src/statistics/counts/contingency-table.ts'
import { pearsonOrdering } from '../../../src/statistics/counts/pearson-ordering.ts'
import { probabilityOrdering } from '../../../src/statistics/counts/probability-ordering.ts'

type Counts = readonly (readonly number[])[]

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const columnsOf = (counts: Counts): number[] =>
  (counts[0] ?? []).map((_, level) => sum(counts.map(row => row[level] ?? 0)))
const tableOf = (counts: Counts): ContingencyTable => ({
  arms: counts.map((_, arm) => `arm ${arm}`),
  levels: columnsOf(counts).map((_, level) => `level ${level}`),
  counts,
  rows: counts.map(sum),
  columns: columnsOf(counts),
  n: sum(counts.map(sum)),
})

/** Every row of whole numbers that adds to `left` within `caps`. */
function rowsWithin(left: number, [cap, ...caps]: readonly number[]): number[][] {
  if (cap === undefined) return left === 0 ? [[]] : []
  return Array.from({ length: Math.min(left, cap) + 1 }, (_, x) => x).flatMap(x =>
    rowsWithin(left - x, caps).map(rest => [x, ...rest]),
  )
}

/** Every table with these margins. */
function tablesWith([row, ...rows]: readonly number[], columns: readonly number[]): number[][][] {
  if (row === undefined) return [[]]
  return rowsWithin(row, columns).flatMap(first =>
    tablesWith(
      rows,
      columns.map((column, level) => column - (first[level] ?? 0)),
    ).map(rest => [first, ...rest]),
  )
}

const factorial = (k: number): bigint => (k < 2 ? 1n : BigInt(k) * factorial(k - 1))
/** The probability of a table given its margins falls as this product of factorials rises. */
const rarity = (counts: Counts): bigint => counts.flat().reduce((product, count) => product * factorial(count), 1n)
/** X^2 as a numerator over the product of all margins, which tables of the same margins share. */
function pearson(counts: Counts): bigint {
  const { rows, columns } = tableOf(counts)
  const all = [...rows, ...columns].reduce((product, margin) => product * BigInt(margin), 1n)
  return counts
    .flatMap((row, arm) => row.map((x, level) => [x, rows[arm] ?? 1, columns[level] ?? 1] as const))
    .reduce((total, [x, row, column]) => total + (BigInt(x) ** 2n * all) / (BigInt(row) * BigInt(column)), 0n)
}

describe('at least as extreme, in exact integers, of every table with the margins', () => {
  const examples = [
    [
      [4, 1],
      [2, 5],
    ],
    [
      [2, 1, 3],
      [1, 4, 0],
      [3, 2, 1],
    ],
    [
      [5, 0, 1],
      [2, 2, 2],
    ],
  ]

  test.each(examples)('%j %j', (...observed) => {
    const table = tableOf(observed)
    const others = tablesWith(table.rows, table.columns)
    expect(others.length).toBeGreaterThan(5)
    for (const other of others) {
      expect(pearsonOrdering.atLeastAsExtreme([other], [table])).toBe(pearson(other) >= pearson(observed))
      expect(probabilityOrdering.atLeastAsExtreme([other], [table])).toBe(rarity(other) >= rarity(observed))
    }
  })

  test('of strata by the product of their probabilities', () => {
    const [first = [], second = []]: Counts[] = examples
    const observed = [first, second].map(tableOf)
    for (const one of tablesWith([5, 7], [6, 6])) {
      for (const other of tablesWith([6, 5, 6], [6, 7, 4]).filter((_, index) => index % 5 === 0)) {
        expect(probabilityOrdering.atLeastAsExtreme([one, other], observed)).toBe(
          rarity(one) * rarity(other) >= rarity(first) * rarity(second),
        )
      }
    }
  })
})
