import type { ContingencyTable } from './contingency-table.ts'
import { type HypergeometricLine, keptLines } from './hypergeometric-line.ts'
import { type CellTerms, type Counts, type OrderedTables, termAt } from './table-ordering.ts'

/** A cell that the margins and the cells before it leave free. */
export interface FreeCell {
  stratum: number
  arm: number
  level: number
}

/** All free cells: of every stratum, arm by arm, all but the last arm and the last level. */
export const freeCells = (strata: readonly ContingencyTable[]): FreeCell[] =>
  strata.flatMap(({ rows, columns }, stratum) =>
    rows.slice(1).flatMap((_, arm) => columns.slice(1).map((_column, level) => ({ stratum, arm, level }))),
  )

/** Tables of strata with given margins as they are filled, free cell by free cell in their order. */
export interface TableFilling {
  counts: readonly Counts[]
  /** The distribution of a free cell given those before it. */
  lineOf(cell: FreeCell): HypergeometricLine
  /** Puts a count into a free cell, and into those that then follow. */
  place(cell: FreeCell, count: number): void
  /** Takes it out again. */
  unplace(cell: FreeCell): void
  /** What the free cell and those that followed from it add to the sum of terms. */
  termsOf(cell: FreeCell): number
  /** What the last free cell of a stratum and its three followers would add, by its count, without placing it. */
  termsAlong(cell: FreeCell): (count: number) => number
}

export function fillTables(strata: readonly ContingencyTable[], ordered: OrderedTables): TableFilling {
  const filling = strata.map((table, stratum) => fillTable(table, stratum, ordered))
  const at = ({ stratum }: FreeCell): Filling => filling[stratum] as Filling
  const lines = keptLines()
  return {
    counts: filling.map(({ counts }) => counts),
    lineOf: cell => lines(...at(cell).marginsOf(cell)),
    place: (cell, count) => at(cell).place(cell, count),
    unplace: cell => at(cell).unplace(cell),
    termsOf: cell => at(cell).termsOf(cell),
    termsAlong: cell => at(cell).termsAlong(),
  }
}

type Filling = ReturnType<typeof fillTable>

function fillTable({ rows, columns }: ContingencyTable, stratum: number, ordered: OrderedTables) {
  const counts = rows.map(() => columns.map(() => 0))
  const remaining = [...columns]
  const [lastArm, lastLevel] = [rows.length - 1, columns.length - 1]
  const rowOf = (arm: number): number[] => counts[arm] as number[]
  const cellTerms = rows.map((_, arm) => columns.map((_column, level) => ordered.terms(stratum, arm, level)))

  const leftInRow = (arm: number, level: number): number => {
    let left = rows[arm] ?? 0
    for (let l = 0; l < level; l++) left -= rowOf(arm)[l] ?? 0
    return left
  }
  const put = (arm: number, level: number, count: number): void => {
    rowOf(arm)[level] = count
    remaining[level] = (remaining[level] ?? 0) - count
  }
  const take = (arm: number, level: number): void => {
    remaining[level] = (remaining[level] ?? 0) + (rowOf(arm)[level] ?? 0)
  }
  /** The last arm has what the others left. */
  const leave = (level: number): void => {
    rowOf(lastArm)[level] = remaining[level] ?? 0
  }
  const termsOfCell = (arm: number, level: number): CellTerms => cellTerms[arm]?.[level] as CellTerms
  const isLastFreeArm = (arm: number): boolean => arm === lastArm - 1
  const isLastFreeLevel = (level: number): boolean => level === lastLevel - 1

  return {
    counts,
    marginsOf({ arm, level }: FreeCell): [population: number, successes: number, draws: number] {
      let population = 0
      for (let l = level; l <= lastLevel; l++) population += remaining[l] ?? 0
      return [population, remaining[level] ?? 0, leftInRow(arm, level)]
    },
    place({ arm, level }: FreeCell, count: number): void {
      put(arm, level, count)
      if (isLastFreeLevel(level)) put(arm, lastLevel, leftInRow(arm, lastLevel))
      if (isLastFreeArm(arm)) leave(level)
      if (isLastFreeArm(arm) && isLastFreeLevel(level)) leave(lastLevel)
    },
    unplace({ arm, level }: FreeCell): void {
      take(arm, level)
      if (isLastFreeLevel(level)) take(arm, lastLevel)
    },
    termsOf({ arm, level }: FreeCell): number {
      let sum = 0
      for (let a = arm; a <= (isLastFreeArm(arm) ? lastArm : arm); a++) {
        for (let l = level; l <= (isLastFreeLevel(level) ? lastLevel : level); l++) {
          sum += termAt(termsOfCell(a, l), rowOf(a)[l] ?? 0)
        }
      }
      return sum
    },
    termsAlong(): (count: number) => number {
      const [arm, level] = [lastArm - 1, lastLevel - 1]
      const left = leftInRow(arm, level)
      const [here, rest] = [remaining[level] ?? 0, (remaining[lastLevel] ?? 0) - left]
      const [a, b] = [termsOfCell(arm, level), termsOfCell(arm, lastLevel)]
      const [c, d] = [termsOfCell(lastArm, level), termsOfCell(lastArm, lastLevel)]
      return count => termAt(a, count) + termAt(b, left - count) + termAt(c, here - count) + termAt(d, rest + count)
    },
  }
}
