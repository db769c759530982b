import { sumOf } from '../../core/lists.ts'
import { type CountRange, closedRow, type RowRange, type Table } from './count-tables.ts'

type Row = readonly number[]

const rounds = 200
const narrowings = 40

/**
 * A table near the least Pearson X^2 that the ranges of its counts allow, and a value that no table within them undercuts.
 * Row totals are fixed and counts need not be whole.
 *
 * Frank and Wolfe's method: from a table go towards the table that the tangent plane there likes best. X^2 is convex, so
 * the plane's own least value is a lower bound at every step; the best of them is kept.
 *
 * Frank and Wolfe (1956); Jaggi (2013) on the bound.
 */
export function chiSquaredFloor(rows: readonly RowRange[]): { table: Table; lowest: number } {
  const totals = rows.map(({ total = 0 }) => total)
  const ranges = rows.map(closedRow)
  let table: Row[] = ranges.map((cells, i) => middle(cells, totals[i] ?? 0))
  let lowest = 0
  for (let round = 0; round < rounds; round += 1) {
    const slope = gradient(table, totals)
    const value = valueAt(table, totals)
    const towards = ranges.map((cells, i) => leastOn(cells, slope[i] ?? [], totals[i] ?? 0))
    const gap = sumOf(table.flatMap((row, i) => row.map((x, j) => (slope[i]?.[j] ?? 0) * (x - (towards[i]?.[j] ?? 0)))))
    lowest = Math.max(lowest, value - gap)
    if (gap <= 1e-12 * Math.max(1, value)) break
    table = lineSearch(table, towards, totals)
  }
  // The bound is a difference of sums of the size of N: what rounding can take from it is taken off.
  return { table, lowest: Math.max(0, lowest - 1e-9 * Math.max(1, lowest)) }
}

/** Counts at the same share of the way from least to most. */
function middle(cells: readonly CountRange[], total: number): Row {
  const least = sumOf(cells.map(cell => cell.least))
  const width = sumOf(cells.map(cell => cell.most - cell.least))
  const share = width === 0 ? 0 : (total - least) / width
  return cells.map(cell => cell.least + share * (cell.most - cell.least))
}

const columnsOf = (table: readonly Row[]): number[] =>
  (table[0] ?? []).map((_, column) => sumOf(table.map(row => row[column] ?? 0)))

function valueAt(table: readonly Row[], totals: Row): number {
  const n = sumOf(totals)
  const columns = columnsOf(table)
  let value = 0
  for (const [i, row] of table.entries()) {
    for (const [j, observed] of row.entries()) {
      const expected = ((totals[i] ?? 0) * (columns[j] ?? 0)) / n
      if (expected > 0) value += (observed - expected) ** 2 / expected
    }
  }
  return value
}

/** d X^2 / d o = N (2 o / (n C) - sum over rows of o^2 / (n C^2)). */
function gradient(table: readonly Row[], totals: Row): number[][] {
  const n = sumOf(totals)
  const columns = columnsOf(table)
  const weights = columns.map((column, j) =>
    column === 0 ? 0 : sumOf(table.map((row, i) => (row[j] ?? 0) ** 2 / (totals[i] ?? 1))) / column ** 2,
  )
  return table.map((row, i) =>
    row.map((observed, j) => {
      const column = columns[j] ?? 0
      return column === 0 ? 0 : n * ((2 * observed) / ((totals[i] ?? 1) * column) - (weights[j] ?? 0))
    }),
  )
}

/** The row within its ranges on which the slope is least: each column filled up in order of its slope. */
function leastOn(cells: readonly CountRange[], slope: Row, total: number): Row {
  const row = cells.map(({ least }) => least)
  let left = total - sumOf(row)
  const order = [...cells.keys()].sort((a, b) => (slope[a] ?? 0) - (slope[b] ?? 0))
  for (const column of order) {
    const { least, most } = cells[column] as CountRange
    const more = Math.min(left, most - least)
    row[column] = least + more
    left -= more
  }
  return row
}

/** The best table between two, by narrowing thirds. */
function lineSearch(from: readonly Row[], to: readonly Row[], totals: Row): Row[] {
  const at = (share: number): Row[] => from.map((row, i) => row.map((x, j) => x + share * ((to[i]?.[j] ?? 0) - x)))
  let [low, high] = [0, 1]
  for (let narrowing = 0; narrowing < narrowings; narrowing += 1) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3]
    if (valueAt(at(a), totals) <= valueAt(at(b), totals)) high = b
    else low = a
  }
  return at((low + high) / 2)
}
