import { ratio } from '../../core/exact.ts'
import { sumOf } from '../../core/lists.ts'
import { byCell, type ContingencyTable, valuesOf } from './contingency-table.ts'

/** (O - E)^2 / E of one cell, as (N O - n C)^2 / (N n C) from exact integers. */
export function pearsonTerm(total: number, observed: number, row: number, column: number): number {
  const [N, product] = [BigInt(total), BigInt(row) * BigInt(column)]
  return ratio((N * BigInt(observed) - product) ** 2n, N * product)
}

/** Pearson's X^2. */
export const pearsonStatistic = (table: ContingencyTable): number =>
  sumOf(valuesOf(byCell(table, ({ count, row, column }) => pearsonTerm(table.n, count, row, column))))
