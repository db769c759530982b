import { ratio } from '../../core/exact.ts'
import { cholesky, type Matrix } from '../../numerics/index.ts'
import type { ContingencyTable } from './contingency-table.ts'
import type { Counts } from './table-ordering.ts'

/**
 * The generalised Cochran-Mantel-Haenszel statistic of general association on given margins of strata: how far the
 * counts, added over strata, lie from what the margins lead to expect, in units of their covariance.
 */
export interface StratifiedScore {
  /** Expected counts and their covariance, over the free cells: all arms but the last by all levels but the last. */
  expected: readonly number[]
  covariance: Matrix
  /** Counts of the free cells, added over strata. */
  totals(tables: readonly Counts[]): number[]
  /** Q at such totals. */
  statistic(totals: readonly number[]): number
}

/** The score on the margins of strata, or nothing where these leave some free cell, or a sum of them, no freedom. */
export function stratifiedScore(strata: readonly ContingencyTable[]): StratifiedScore | undefined {
  const [first] = strata
  if (first === undefined) return undefined
  const free = first.arms.slice(1).flatMap((_, arm) => first.levels.slice(1).map((_level, level) => ({ arm, level })))
  const over = (value: (table: ContingencyTable) => number): number =>
    strata.reduce((sum, each) => sum + value(each), 0)
  const expected = free.map(({ arm, level }) =>
    over(({ rows, columns, n }) => ratio(BigInt(rows[arm] ?? 0) * BigInt(columns[level] ?? 0), BigInt(n))),
  )
  const covariance = free.map(one => free.map(other => over(table => covarianceIn(table, one, other))))
  const scales = covariance.map((row, cell) => Math.sqrt(row[cell] ?? 0))
  if (scales.includes(0)) return undefined
  const factor = cholesky(
    covariance.map((row, i) => row.map((value, j) => value / (scales[i] ?? 1) / (scales[j] ?? 1))),
  )
  if (factor === undefined) return undefined
  const totals = (tables: readonly Counts[]) =>
    free.map(({ arm, level }) => tables.reduce((sum, counts) => sum + (counts[arm]?.[level] ?? 0), 0))
  const statistic = (at: readonly number[]): number => {
    // Q is the squared length of the y that solves L y = (totals - expected) / scale, L L' the correlation.
    const solved: number[] = []
    for (const [i, row] of factor.entries()) {
      let rest = ((at[i] ?? 0) - (expected[i] ?? 0)) / (scales[i] ?? 1)
      for (let j = 0; j < i; j++) rest -= (row[j] ?? 0) * (solved[j] ?? 0)
      solved.push(rest / (row[i] ?? 1))
    }
    return solved.reduce((sum, each) => sum + each * each, 0)
  }
  return { expected, covariance, totals, statistic }
}

interface FreeCell {
  arm: number
  level: number
}

/** n_a (d_ab N - n_b) C_l (d_lm N - C_m) / (N^2 (N - 1)), d being 1 on equal indices: the multiple hypergeometric's. */
function covarianceIn({ rows, columns, n }: ContingencyTable, one: FreeCell, other: FreeCell): number {
  if (n < 2) return 0
  const spread = (margins: readonly number[], i: number, j: number): bigint =>
    BigInt(margins[i] ?? 0) * BigInt((i === j ? n : 0) - (margins[j] ?? 0))
  const N = BigInt(n)
  return ratio(spread(rows, one.arm, other.arm) * spread(columns, one.level, other.level), N * N * (N - 1n))
}
