import { ratio } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import type { ArmId, StratumId } from '../../model/ids.ts'
import { type Caution, type Computation, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { armsOf } from '../cells.ts'
import { lackingIn, noCasesIn } from '../inference.ts'

/** Column of the cases that have none of the outcome's levels. */
const remainder = 'none of these'

/** Observed cases of arms (rows) by level of an outcome (columns), with the sums of both. */
export interface ContingencyTable {
  arms: readonly ArmId[]
  levels: readonly string[]
  counts: readonly (readonly number[])[]
  rows: readonly number[]
  columns: readonly number[]
  n: number
}

/** The table of a summary with its strata added up. Cases at none of the levels are one more column. */
export function tableOf(summary: Summary<'counts'>): ContingencyTable {
  const levels = [...new Set(summary.cells.flatMap(cell => Object.keys(cell.data.events)))]
  const withRest = tableAt(summary, [...levels, remainder])
  return withRest.columns.at(-1) === 0 ? tableAt(summary, levels) : withRest
}

/** The table of every stratum that has a sampled case, all with the levels of the whole. */
export function stratumTables(summary: Summary<'counts'>): (ContingencyTable & { stratum: StratumId })[] {
  const { levels } = tableOf(summary)
  return [...new Set(summary.cells.map(cell => cell.stratum))].flatMap(stratum => {
    const cells = summary.cells.filter(cell => cell.stratum === stratum)
    if (cells.every(({ data }) => data.n + data.missing === 0)) return []
    return [{ stratum, ...tableAt({ ...summary, cells }, levels) }]
  })
}

function tableAt(summary: Summary<'counts'>, levels: readonly string[]): ContingencyTable {
  const arms = armsOf(summary)
  const counts = arms.map(({ data }) => {
    const events = data?.events ?? {}
    const rest = (data?.n ?? 0) - sumOf(Object.values(events))
    return levels.map(level => (level === remainder ? rest : (events[level] ?? 0)))
  })
  const rows = counts.map(sumOf)
  const columns = levels.map((_, level) => sumOf(counts.map(row => row[level] ?? 0)))
  return { arms: arms.map(({ arm }) => arm), levels, counts, rows, columns, n: sumOf(rows) }
}

/** Why a table allows no test that compares arms, if it allows none. */
export function untestable({ arms, levels, rows, columns }: ContingencyTable): Computation<never> | undefined {
  const empty = arms.find((_, arm) => rows[arm] === 0)
  if (empty !== undefined) return noCasesIn(empty)
  if (arms.length < 2) return undefinedBecause('too_few_arms', 'A test needs at least two arms.')
  const unseen = levels.find((_, level) => columns[level] === 0)
  if (unseen !== undefined) return undefinedBecause('no_variation_in_outcome', `No case of any arm is at ${unseen}.`)
  if (levels.length < 2) return undefinedBecause('no_variation_in_outcome', `Every case is at ${levels.join()}.`)
  return undefined
}

/** Why tables of strata cannot be compared arm by arm: a stratum lacks an arm. */
export function armLacking(
  tables: readonly (ContingencyTable & { stratum: StratumId })[],
): Computation<never> | undefined {
  for (const [index, arm] of (tables[0]?.arms ?? []).entries()) {
    const lacking = tables.filter(({ rows }) => rows[index] === 0).map(({ stratum }) => stratum)
    if (lacking.length > 0) return { status: 'undefined', ...lackingIn(arm, lacking) }
  }
  return undefined
}

/** A value for every cell, by arm and level. */
export function byCell<T>(
  { arms, levels, rows, columns, counts }: ContingencyTable,
  value: (cell: { count: number; row: number; column: number }) => T,
): Record<ArmId, Record<string, T>> {
  const inArm = (arm: number) =>
    levels.map((level, index) => {
      const cell = { count: counts[arm]?.[index] ?? 0, row: rows[arm] ?? 0, column: columns[index] ?? 0 }
      return [level, value(cell)] as const
    })
  return Object.fromEntries(arms.map((name, arm) => [name, Object.fromEntries(inArm(arm))]))
}

export const valuesOf = <T>(cells: Readonly<Record<ArmId, Readonly<Record<string, T>>>>): T[] =>
  Object.values(cells).flatMap(values => Object.values(values))

export const observedCounts = (table: ContingencyTable): Record<ArmId, Record<string, number>> =>
  byCell(table, ({ count }) => count)

/** n C / N of every cell. */
export const expectedCounts = (table: ContingencyTable): Record<ArmId, Record<string, number>> =>
  byCell(table, ({ row, column }) => ratio(BigInt(row) * BigInt(column), BigInt(table.n)))

const largeEnough = 5

/** A caution where a count expected under the null hypothesis is below five. */
export function smallExpectedCaution(table: ContingencyTable): Caution[] {
  const smallest = Math.min(...valuesOf(expectedCounts(table)))
  if (smallest >= largeEnough) return []
  const detail = `The smallest expected count is ${smallest.toFixed(1)}; below ${largeEnough} the chi-squared distribution is only a rough guide.`
  return [{ code: 'small_expected_count', detail }]
}
