import { CodedColumn } from '../core/coded-column.ts'
import type { CaseTable } from './case.ts'
import { compilePredicate } from './condition-predicate.ts'
import type { FieldValue } from './event.ts'
import type { CaseField, Protocol } from './protocol.ts'

type Caseload = Pick<Protocol['caseload'], 'fields' | 'asOf'>

/** A category that rules make of the fields above it. */
export type DerivedField = CaseField & { cases: NonNullable<CaseField['cases']> }

/** Whether rules make the field, so that no file holds it. */
export const isDerived = (field: CaseField): field is DerivedField => field.cases !== undefined

/** The fields that a caseload file holds. */
export const recordedFields = ({ fields }: Pick<Caseload, 'fields'>): CaseField[] =>
  fields.filter(field => !isDerived(field))

/** The table with a column for every derived field, each made of the columns before it. Depends on no order of rows. */
export function withDerivedFields({ ids, columns }: CaseTable, { fields, asOf }: Caseload): CaseTable {
  const table = { ids, columns: new Map(columns) }
  for (const { id, cases, otherwise = null } of fields.filter(isDerived)) {
    const rules = cases.map(({ level, when }) => ({
      level,
      holds: compilePredicate(when, { table, fields, asOf: asOf.date }),
    }))
    const column = new CodedColumn<FieldValue>()
    for (let row = 0; row < ids.length; row += 1) column.push(rules.find(({ holds }) => holds(row))?.level ?? otherwise)
    table.columns.set(id, column)
  }
  return table
}
