import { combinationsOf, sumOf } from '../../core/lists.ts'
import { boundsOf } from '../../numerics/index.ts'
import { correctedStatistic } from '../counts/yates-chi-squared.ts'
import type { AttainableChiSquared } from './attainable-chi-squared.ts'
import { fillings, type RowRange, type Table } from './count-tables.ts'

const mostTables = 100_000

/**
 * The values of Pearson's chi-squared with Yates's correction over every table of two by two whole counts within ranges,
 * where there are at most 100,000; else its exact least and greatest value with row totals fixed, and 0 to N without.
 * Undefined where no table is within the ranges.
 *
 * With row totals n and m, the corrected statistic is the square of (p - q -+ N / (2 n m)) / sqrt(P (1 - P) (1 / n + 1 / m)),
 * 0 between, for shares p and q and their mean P over all. That rises with the first count and falls with the second, so its ends are
 * at corners.
 *
 * Yates (1934).
 *
 * @example attainableYates([{ total: 10, cells: [{ least: 2, most: 3 }] }, { total: 10, cells: [{ least: 5, most: 5 }] }])
 */
export function attainableYates(rows: readonly RowRange[]): AttainableChiSquared | undefined {
  const ways = rows.map(row => fillings(row, mostTables))
  if (ways.some(way => way?.length === 0)) return undefined
  const all = ways.flatMap(way => (way === undefined ? [] : [way]))
  if (all.length === ways.length && all.reduce((product, way) => product * way.length, 1) <= mostTables) {
    const values = combinationsOf(all).map(yates)
    return { tried: 'every', values, bounds: boundsOf(values) }
  }
  const values = cornersOf(rows)
  if (values === undefined) {
    const n = sumOf(rows.map(({ total, cells }) => total ?? sumOf(cells.map(({ most }) => most))))
    return { tried: 'some', values: [], bounds: { lower: 0, upper: n } }
  }
  const squares = values.map(value => value ** 2)
  const lower = Math.min(...values) < 0 && Math.max(...values) > 0 ? 0 : Math.min(...squares)
  return { tried: 'some', values: squares, bounds: { lower, upper: Math.max(...squares) } }
}

/** X^2 with Yates's correction of a table of two by two; 0 where a row or a column has no case. */
function yates(table: Table): number {
  const rows = table.map(sumOf)
  const columns = (table[0] ?? []).map((_, column) => sumOf(table.map(row => row[column] ?? 0)))
  const sums = [...rows, ...columns]
  return sums.includes(0) ? 0 : correctedStatistic(table.flat(), sums, sumOf(rows))
}

/** The signed root of the statistic where one share is as great and the other as small as can be, and the other way round. */
function cornersOf([first, second]: readonly RowRange[]): number[] | undefined {
  const [n, m] = [first?.total, second?.total]
  const [a, b] = [first?.cells[0], second?.cells[0]]
  if (n === undefined || m === undefined || a === undefined || b === undefined) return undefined
  const signed = (x: number, y: number): number =>
    Math.sign(x / n - y / m) *
    Math.sqrt(
      yates([
        [x, n - x],
        [y, m - y],
      ]),
    )
  const [aMost, bMost] = [Math.min(a.most, n), Math.min(b.most, m)]
  return [signed(aMost, b.least), signed(a.least, bMost)]
}
