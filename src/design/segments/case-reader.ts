import type { CaseTable } from '../../model/case.ts'
import type { Condition } from '../../model/condition.ts'
import { compilePredicate, type RowPredicate } from '../../model/condition-predicate.ts'
import type { FieldValue } from '../../model/event.ts'
import type { Segmentation } from '../../model/segmentation.ts'

/** Reads the cases of a caseload by row. */
export class CaseReader {
  readonly rows: number
  readonly #context: Parameters<typeof compilePredicate>[1]

  constructor(table: CaseTable, { caseload }: Pick<Segmentation, 'caseload'>) {
    this.rows = table.ids.length
    this.#context = { table, fields: caseload.fields, asOf: caseload.asOf.date }
  }

  /** A rule as a function of a row; true of all where there is none. */
  rule(when: Condition | undefined): RowPredicate {
    return when === undefined ? () => true : compilePredicate(when, this.#context)
  }

  value(field: string, row: number): FieldValue {
    return this.#context.table.columns.get(field)?.at(row) ?? null
  }

  /** An amount in pence; none where it is missing. */
  pence(field: string, row: number): number {
    return Number(this.value(field, row) ?? 0)
  }
}
