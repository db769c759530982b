import { compareBytes } from '../../core/byte-order.ts'
import { type Issue, refuseIfAny } from '../../core/errors.ts'
import type { ArmId, StratumId } from '../../model/ids.ts'
import type { Cell, SummaryByKind, SummaryKind } from '../../model/summary.ts'
import type { AnalysisColumn, AnalysisRow } from '../column.ts'
import { badValue, unknownArm } from '../issues.ts'

/** What one pass over the rows keeps of a cell: cases by value, and their number. */
export interface ScannedCell {
  n: number
  missing: number
  tally: Map<number | string, number>
}

/** A cell for every arm in every stratum that has a case, also where the arm has none there. */
export class CellGrid<T> {
  readonly #arms: readonly ArmId[]
  readonly #armIndex: ReadonlyMap<ArmId, number>
  readonly #strata = new Map<StratumId, T[]>()
  readonly #make: () => T

  constructor(arms: readonly ArmId[], make: () => T) {
    this.#arms = arms
    this.#armIndex = new Map(arms.map((arm, index) => [arm, index]))
    this.#make = make
  }

  /** The cell, made where it is new; `undefined` for an arm that does not exist. */
  at(arm: ArmId, stratum: StratumId): T | undefined {
    const index = this.#armIndex.get(arm)
    if (index === undefined) return undefined
    let cells = this.#strata.get(stratum)
    if (cells === undefined) {
      cells = this.#arms.map(() => this.#make())
      this.#strata.set(stratum, cells)
    }
    return cells[index]
  }

  /** Cells by stratum in byte order, then by arm in the protocol's order. */
  cells<K extends SummaryKind>(
    finish: (cell: T, arm: ArmId, stratum: StratumId) => SummaryByKind[K],
  ): Cell<SummaryByKind[K]>[] {
    const strata = [...this.#strata].sort(([a], [b]) => compareBytes(a, b))
    return strata.flatMap(([stratum, cells]) =>
      this.#arms.map((arm, index) => ({ arm, stratum, data: finish(cells[index] as T, arm, stratum) })),
    )
  }
}

/**
 * One pass over the rows. `onRow` sees every row of a known arm with a value that it may have, or none. Throws one `TrialError` with every row that has
 * an arm or a value that it cannot have.
 */
export function scan(column: AnalysisColumn, onRow: (row: AnalysisRow) => void): CellGrid<ScannedCell> {
  const accepts = valueCheck(column)
  const grid = new CellGrid<ScannedCell>(column.arms, () => ({ n: 0, missing: 0, tally: new Map() }))
  const issues: Issue[] = []
  let number = 0
  for (const row of column.rows) {
    number += 1
    const cell = grid.at(row.arm, row.stratum)
    if (cell === undefined) issues.push(unknownArm(column.outcome, number, row.arm, column.arms))
    else if (row.value === null) {
      cell.missing += 1
      onRow(row)
    } else if (!accepts(row.value)) issues.push(badValue(column.outcome, number, column.kind, row.value))
    else {
      cell.n += 1
      cell.tally.set(row.value, (cell.tally.get(row.value) ?? 0) + 1)
      onRow(row)
    }
  }
  refuseIfAny(issues)
  return grid
}

function valueCheck({ kind, levels }: AnalysisColumn): (value: number | string) => boolean {
  if (kind === 'binary') return value => value === 0 || value === 1
  if (kind === 'money') return value => Number.isSafeInteger(value) && !Object.is(value, -0)
  if (kind === 'time') return value => Number.isSafeInteger(value) && Number(value) > levels.length
  const known = new Set<unknown>(levels)
  return value => known.has(value)
}
