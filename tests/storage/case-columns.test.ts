import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CaseTable } from '../../src/model/case.ts'
import { compilePredicate } from '../../src/model/condition-predicate.ts'
import { CaseColumns } from '../../src/storage/case-columns.ts'
import { asOf, conditions, fields, tables } from '../support/conditions.ts'

/** The same table in the columns that a caseload file is read into, where an empty text is a missing one. */
function packed({ ids, columns }: CaseTable): CaseTable {
  const growing = new CaseColumns({
    fields: fields.map(({ levels = [], ...field }) => ({ ...field, levels: [...levels], title: field.id })),
  })
  for (const [row, id] of [...ids].entries()) {
    growing.addId(id, true)
    for (const { id: field, values } of growing.fields) {
      const value = columns.get(field)?.at(row) ?? null
      values.push(value === '' ? null : value)
    }
  }
  return growing.table()
}

it('rules say of packed columns what they say of arrays', () => {
  fc.assert(
    fc.property(tables, conditions, (table, rule) => {
      const cases = packed(table)
      const rows = [...[...table.ids].keys()]
      const arrays = new Map([...cases.columns].map(([id, column]) => [id, rows.map(row => column.at(row) ?? null)]))
      const holds = compilePredicate(rule, { table: cases, fields, asOf })
      const expected = compilePredicate(rule, { table: { ids: table.ids, columns: arrays }, fields, asOf })
      expect(rows.map(holds)).toEqual(rows.map(expected))
    }),
    { numRuns: 500 },
  )
})
