import type { ContingencyTable } from './contingency-table.ts'
import { hypergeometricLine } from './hypergeometric-line.ts'
import type { StratifiedScore } from './stratified-score.ts'
import { possibleCounts, productOf } from './table-walk.ts'

/** Sums of free cells that may be kept, and additions that may be made. */
const mostSums = 4_000_000
const mostAdditions = 400_000_000

/** Statistics nearer than this to the observed one, relatively, count as equal to it. */
export const scoreTolerance = 1e-9

/** Possible counts of every free cell of a stratum. */
const rangesOf = ({ rows, columns, n }: ContingencyTable): number[] =>
  rows.slice(0, -1).flatMap(row => columns.slice(0, -1).map(column => possibleCounts(row, column, n)))

/** Possible sums over strata of every free cell. */
function sizesOf(strata: readonly ContingencyTable[]): number[] {
  const ranges = strata.map(rangesOf)
  return (ranges[0] ?? []).map((_, cell) => 1 + ranges.reduce((sum, range) => sum + (range[cell] ?? 1) - 1, 0))
}

/** Whether the sums over strata are few enough to find the distribution of all of them. */
export function convolvable(strata: readonly ContingencyTable[]): boolean {
  const sums = productOf(sizesOf(strata))
  const tables = strata.reduce((total, stratum) => total + productOf(rangesOf(stratum)), 0)
  return sums <= mostSums && sums * tables <= mostAdditions
}

/**
 * The exact probability, given the margins of every stratum, of a score at least as large as the observed one. The score
 * depends on the tables by their sums over strata only, whose distribution is found by adding one stratum at a time.
 */
export function probabilityOfScore(strata: readonly ContingencyTable[], score: StratifiedScore): number {
  const sizes = sizesOf(strata)
  const strides = sizes.map((_, cell) => productOf(sizes.slice(cell + 1)))
  const least = sizes.map(() => 0)
  let sums = new Float64Array(productOf(sizes))
  sums[0] = 1
  let reached = 1
  for (const stratum of strata) {
    const tables = tablesOf(stratum, strides, least)
    const farthest = tables.reduce((most, { offset }) => Math.max(most, offset), 0)
    const next = new Float64Array(sums.length)
    for (const { offset, probability } of tables) {
      for (let i = 0; i < reached; i++) {
        const before = sums[i] as number
        if (before > 0) next[i + offset] = (next[i + offset] as number) + before * probability
      }
    }
    sums = next
    reached += farthest
  }
  const observed = score.statistic(score.totals(strata.map(({ counts }) => counts)))
  const at = [...least]
  let extreme = 0
  for (const [index, probability] of sums.entries()) {
    if (probability === 0) continue
    for (const [cell, stride] of strides.entries()) {
      at[cell] = (least[cell] ?? 0) + (Math.floor(index / stride) % (sizes[cell] ?? 1))
    }
    if (score.statistic(at) >= observed * (1 - scoreTolerance)) extreme += probability
  }
  return extreme
}

interface PossibleTable {
  offset: number
  probability: number
}

/** Every possible table of a stratum as a shift of the sums; its least counts are added to `least`. */
function tablesOf(
  { rows, columns, n }: ContingencyTable,
  strides: readonly number[],
  least: number[],
): PossibleTable[] {
  const perArm = columns.length - 1
  const from = rows
    .slice(1)
    .flatMap((_, arm) =>
      columns.slice(1).map((_column, level) => Math.max(0, (rows[arm] ?? 0) + (columns[level] ?? 0) - n)),
    )
  for (const [cell, count] of from.entries()) least[cell] = (least[cell] ?? 0) + count
  const found: PossibleTable[] = []
  const remaining = [...columns]
  const fill = (cell: number, left: number, offset: number, probability: number): void => {
    if (cell === from.length) {
      found.push({ offset, probability })
      return
    }
    const level = cell % perArm
    const population = remaining.slice(level).reduce((sum, column) => sum + column, 0)
    const successes = remaining[level] ?? 0
    const line = hypergeometricLine(population, successes, left)
    for (const [i, share] of line.probabilities.entries()) {
      const count = line.from + i
      const shift = offset + (count - (from[cell] ?? 0)) * (strides[cell] ?? 0)
      remaining[level] = successes - count
      if (level < perArm - 1) fill(cell + 1, left - count, shift, probability * share)
      else {
        const rest = remaining[perArm] ?? 0
        remaining[perArm] = rest - (left - count)
        fill(cell + 1, rows[Math.floor(cell / perArm) + 1] ?? 0, shift, probability * share)
        remaining[perArm] = rest
      }
    }
    remaining[level] = successes
  }
  fill(0, rows[0] ?? 0, 0, 1)
  return found
}
