import { sumOf } from '../../core/lists.ts'
import type { ContingencyTable } from './contingency-table.ts'
import type { ConditionalTest } from './exact-conditional.ts'
import type { HypergeometricLine } from './hypergeometric-line.ts'
import { type FreeCell, fillTables, freeCells, type TableFilling } from './table-filling.ts'
import { type OrderedTables, orderTables, type TableOrdering } from './table-ordering.ts'

/** Choices of all free cells but the last that an enumeration may have to go through. */
const mostLines = 5_000_000
/** Probabilities that it may have to work out for them. */
const mostProbabilities = 200_000_000

/** Whether the tables with these margins are few enough to go through: at most about five million lines of them. */
export function walkable(strata: readonly ContingencyTable[]): boolean {
  const lines = Math.min(linesByCells(strata), linesByLevels(strata))
  return lines <= mostLines && probabilitiesOn(strata, lines) <= mostProbabilities
}

/** Different lines times their length. With two levels a line depends on one number: the cases left at the rarer level. */
function probabilitiesOn(strata: readonly ContingencyTable[], lines: number): number {
  return sumOf(
    strata.map(({ rows, columns, n }) => {
      const length = Math.max(...rows.flatMap(row => columns.map(column => possibleCounts(row, column, n))))
      return length * (columns.length === 2 ? Math.min(lines, 1 + Math.min(...columns)) : lines)
    }),
  )
}

/** Choices of all free cells but the last, as if each had the freedom of the first. */
function linesByCells(strata: readonly ContingencyTable[]): number {
  const ranges = freeCells(strata).map(({ stratum, arm, level }) => {
    const { rows = [], columns = [], n = 0 } = strata[stratum] ?? {}
    return possibleCounts(rows[arm] ?? 0, columns[level] ?? 0, n)
  })
  return productOf(ranges.slice(0, -1))
}

/** Ways to spread the cases of every level but the largest over arms of any size, one arm less for the last of them. */
function linesByLevels(strata: readonly ContingencyTable[]): number {
  const spread = strata.flatMap(({ rows, columns }) =>
    [...columns]
      .sort((a, b) => a - b)
      .slice(0, -1)
      .map(cases => ({ cases, arms: rows.length })),
  )
  return productOf(spread.map(({ cases, arms }, index) => ways(cases, index === spread.length - 1 ? arms - 1 : arms)))
}

/** C(cases + arms - 1, arms - 1). */
const ways = (cases: number, arms: number): number =>
  productOf(Array.from({ length: arms - 1 }, (_, i) => (cases + i + 1) / (i + 1)))

export const productOf = (numbers: readonly number[]): number => numbers.reduce((product, each) => product * each, 1)

/** Counts that a cell of these margins may have. */
export const possibleCounts = (row: number, column: number, n: number): number =>
  Math.min(row, column) - Math.max(0, row + column - n) + 1

/**
 * The exact probability, given all margins, of tables at least as extreme as those observed.
 *
 * Each free cell in turn has a hypergeometric distribution given the cells before it, so the probability is a sum over
 * the choices of all free cells but the last. On the line that the last one then runs along, the sum of terms is convex,
 * so the extreme tables are those outside an interval, found by bisection, and their probability is two running tails.
 * A choice whose terms alone exceed the observed sum, or that alone is less probable than all of the observed tables
 * where these are ordered by probability, is extreme whatever follows, and is not gone into.
 */
export function probabilityOfExtreme(strata: readonly ContingencyTable[], ordering: TableOrdering): number {
  const ordered = orderTables(strata, ordering)
  const certain = ordered.observed + ordered.slack
  const least = ordering.leastProbability(strata)
  const cells = freeCells(strata)
  const filling = fillTables(strata, ordered)

  const descend = (index: number, sum: number, chosen: number): number => {
    if (sum > certain || chosen < least) return 1
    const cell = cells[index]
    if (cell === undefined) return 1
    const line = filling.lineOf(cell)
    if (index === cells.length - 1) return extremeOn(line, cell, sum, filling, ordered)
    let probability = 0
    for (const [i, share] of line.probabilities.entries()) {
      filling.place(cell, line.from + i)
      probability += share * descend(index + 1, sum + filling.termsOf(cell), share * chosen)
      filling.unplace(cell)
    }
    return probability
  }
  return descend(0, 0, 1)
}

/** By enumeration where the tables are few enough, and else by what says of drawn tables whether they are extreme. */
export const wayOf = (strata: readonly ContingencyTable[], ordering: TableOrdering): ConditionalTest['way'] =>
  walkable(strata)
    ? { enumerate: () => probabilityOfExtreme(strata, ordering) }
    : { isExtreme: orderTables(strata, ordering).isExtreme }

/** The probability of the extreme tables on the line of the last free cell, given the sum of terms before it. */
function extremeOn(
  { from, probabilities, below, above }: HypergeometricLine,
  cell: FreeCell,
  sum: number,
  filling: TableFilling,
  { observed, slack, isExtreme }: OrderedTables,
): number {
  const last = probabilities.length - 1
  const terms = filling.termsAlong(cell)
  const extreme = (i: number): boolean => {
    const value = sum + terms(from + i)
    if (Math.abs(value - observed) > slack) return value > observed
    filling.place(cell, from + i)
    const answer = isExtreme(filling.counts, value)
    filling.unplace(cell)
    return answer
  }
  const lowest = firstWhere(0, last, i => terms(from + i + 1) >= terms(from + i))
  if (extreme(lowest)) return 1
  const lower = firstWhere(0, lowest, i => !extreme(i)) - 1
  const upper = firstWhere(lowest, last + 1, extreme)
  return (below[lower] ?? 0) + (above[upper] ?? 0)
}

/** The first whole number from `from` on, below `to`, that passes a test which, once passed, stays passed; else `to`. */
function firstWhere(from: number, to: number, passes: (i: number) => boolean): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (passes(middle)) high = middle
    else low = middle + 1
  }
  return low
}
