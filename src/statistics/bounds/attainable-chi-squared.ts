import { combinationsOf, sumOf } from '../../core/lists.ts'
import { type Bounds, boundsOf } from '../../numerics/index.ts'
import { chiSquaredFloor } from './chi-squared-floor.ts'
import { fillings, type RowRange, type Table, vertices } from './count-tables.ts'

/** What Pearson's X^2 can be when the counts of a table are known within ranges. */
export interface AttainableChiSquared {
  /** `every`: one value for each table; `some`: values of tables that were tried, within `bounds`. */
  tried: 'every' | 'some'
  values: readonly number[]
  bounds: Bounds
}

const mostTables = 100_000
const mostVertices = 20_000
const stepsOfWalk = 2_000

/**
 * The values of Pearson's chi-squared over every table of whole counts within ranges, where there are at most 100,000; else
 * outer bounds, and the values of some tables. Undefined where no table is within the ranges.
 *
 * With the row totals fixed, X^2 = N (sum of o^2 / (n C) - 1) is convex in the counts, since o^2 / C is. So its greatest
 * value is at a vertex of what the ranges allow, and the tangent plane at any table bounds it from below. Where a row's
 * total is not fixed and there are too many tables, the bounds are 0 and N times (the smaller side of the table - 1).
 *
 * Boyd and Vandenberghe (2004), section 3.2.6, on the convexity of a perspective.
 *
 * @example attainableChiSquared([{ total: 10, cells: [{ least: 2, most: 3 }] }, { total: 10, cells: [{ least: 5, most: 5 }] }])
 */
export function attainableChiSquared(rows: readonly RowRange[]): AttainableChiSquared | undefined {
  const ways = rows.map(row => fillings(row, mostTables))
  if (ways.some(way => way?.length === 0)) return undefined
  const all = ways.flatMap(way => (way === undefined ? [] : [way]))
  const isListed = all.length === ways.length && all.reduce((product, way) => product * way.length, 1) <= mostTables
  if (isListed) {
    const values = combinationsOf(all).map(pearson)
    return { tried: 'every', values, bounds: boundsOf(values) }
  }
  if (rows.some(({ total }) => total === undefined)) return { tried: 'some', values: [], bounds: trivial(rows) }
  const { table, lowest } = chiSquaredFloor(rows)
  const corners = rows.map(vertices)
  const count = corners.reduce((product, each) => product * each.length, 1)
  const highest = count <= mostVertices ? highestOf(combinationsOf(corners)) : undefined
  const values = walk(rows, table, highest?.table ?? corners.map(each => each[0] as number[]))
  return { tried: 'some', values, bounds: { lower: lowest, upper: highest?.value ?? trivial(rows).upper } }
}

/** Pearson's X^2 of a table; columns without a case say nothing. */
export function pearson(table: Table): number {
  const rows = table.map(sumOf)
  const columns = (table[0] ?? []).map((_, column) => sumOf(table.map(row => row[column] ?? 0)))
  const n = sumOf(rows)
  let value = 0
  for (const [i, row] of table.entries()) {
    for (const [j, observed] of row.entries()) {
      const expected = ((rows[i] ?? 0) * (columns[j] ?? 0)) / n
      if (expected > 0) value += (observed - expected) ** 2 / expected
    }
  }
  return value
}

function highestOf(tables: readonly Table[]): { table: Table; value: number } | undefined {
  let highest: { table: Table; value: number } | undefined
  for (const table of tables) {
    const value = pearson(table)
    if (highest === undefined || value > highest.value) highest = { table, value }
  }
  return highest
}

function trivial(rows: readonly RowRange[]): Bounds {
  const cells = (rows[0]?.cells.length ?? 0) + (rows.some(({ total }) => total !== undefined) ? 1 : 0)
  const n = sumOf(rows.map(({ total, cells: counts }) => total ?? sumOf(counts.map(({ most }) => most))))
  return { lower: 0, upper: n * (Math.min(rows.length, cells) - 1) }
}

/** Values of whole tables near the line from one table to another; those beyond the ranges are left out. */
function walk(rows: readonly RowRange[], from: Table, to: Table): number[] {
  const values: number[] = []
  for (let step = 0; step <= stepsOfWalk; step += 1) {
    const share = step / stepsOfWalk
    const table = rows.map((row, i) => {
      const cells = row.cells.map((_, j) => Math.round(mix(from[i]?.[j] ?? 0, to[i]?.[j] ?? 0, share)))
      return [...cells, (row.total ?? 0) - sumOf(cells)]
    })
    const isWithin = table.every((row, i) =>
      row.every((count, j) => {
        const range = rows[i]?.cells[j] ?? { least: 0, most: Number.POSITIVE_INFINITY }
        return count >= range.least && count <= range.most
      }),
    )
    if (isWithin) values.push(pearson(table))
  }
  return values
}

const mix = (a: number, b: number, share: number): number => a + share * (b - a)
