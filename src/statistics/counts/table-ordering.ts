import type { ContingencyTable } from './contingency-table.ts'

/** Counts by arm and level of one stratum. */
export type Counts = readonly (readonly number[])[]

/** A cell's margins: cases of its arm, cases at its level, cases in all of its stratum. */
export interface CellMargins {
  row: number
  column: number
  n: number
}

/** Says which tables with the observed margins are at least as extreme as the observed one. */
export interface TableOrdering {
  /** What a cell adds: 0 or more, convex in its count. The larger the sum over cells, the more extreme the tables. */
  term(count: number, cell: CellMargins): number
  /** Tables with a smaller probability than this are more extreme than those observed; 0 where that says nothing. */
  leastProbability(observed: readonly ContingencyTable[]): number
  /** Whether tables are at least as extreme as those observed, in exact integers. */
  atLeastAsExtreme(tables: readonly Counts[], observed: readonly ContingencyTable[]): boolean
}

/** An ordering on the tables of strata: sums of terms from a table of them, and exact integers where these are too near. */
export interface OrderedTables {
  /** What a cell adds, from its least possible count on. */
  terms(stratum: number, arm: number, level: number): CellTerms
  observed: number
  /** Sums nearer than this to the observed one are compared exactly. */
  slack: number
  isExtreme(tables: readonly Counts[], sum?: number): boolean
}

export interface CellTerms {
  from: number
  values: Float64Array
}

/** Rounding of a sum of terms, relative to the largest terms that it may hold: about a hundred units in the last place. */
const rounding = 2 ** -45

export function orderTables(strata: readonly ContingencyTable[], ordering: TableOrdering): OrderedTables {
  const cells = strata.map(({ rows, columns, n }) =>
    rows.map(row => columns.map(column => cellTerms({ row, column, n }, ordering))),
  )
  const terms = (stratum: number, arm: number, level: number): CellTerms => {
    const found = cells[stratum]?.[arm]?.[level]
    if (found === undefined) throw new RangeError(`no cell ${arm}, ${level} in stratum ${stratum}`)
    return found
  }
  const sumOfTerms = (tables: readonly Counts[]): number =>
    tables.reduce(
      (total, table, s) =>
        table.reduce((sum, row, a) => row.reduce((part, x, l) => part + termAt(terms(s, a, l), x), sum), total),
      0,
    )
  const largest = cells.flat(2).reduce((sum, { values }) => sum + Math.max(values[0] ?? 0, values.at(-1) ?? 0), 0)
  const observed = sumOfTerms(strata.map(({ counts }) => counts))
  const slack = rounding * largest
  const isExtreme = (tables: readonly Counts[], sum = sumOfTerms(tables)): boolean =>
    Math.abs(sum - observed) > slack ? sum > observed : ordering.atLeastAsExtreme(tables, strata)
  return { terms, observed, slack, isExtreme }
}

export const termAt = ({ from, values }: CellTerms, count: number): number => values[count - from] ?? 0

function cellTerms(cell: CellMargins, ordering: TableOrdering): CellTerms {
  const from = Math.max(0, cell.row + cell.column - cell.n)
  const size = Math.min(cell.row, cell.column) - from + 1
  return { from, values: Float64Array.from({ length: size }, (_, i) => ordering.term(from + i, cell)) }
}
