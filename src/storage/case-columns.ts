import { CodedColumn } from '../core/coded-column.ts'
import { type FirstRows, firstRows } from '../core/first-rows.ts'
import { NumberColumn } from '../core/number-column.ts'
import { TextColumn } from '../core/text-column.ts'
import type { CaseColumn, CaseTable } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import type { FieldType, Protocol } from '../model/protocol.ts'
import { type CellReader, cellReader } from './cell.ts'

/** The values of a field as they come. */
export interface GrowingColumn extends CaseColumn {
  push(value: FieldValue): void
}

/** A field, how its cells are read, and its values. */
export interface FieldColumn {
  id: string
  read: CellReader
  values: GrowingColumn
}

/** For each type of field, what makes a column for its values. */
export const columnOfType: Readonly<Record<FieldType, () => GrowingColumn>> = {
  text: () => new TextColumn(null),
  category: () => new CodedColumn<FieldValue>(),
  boolean: () => new CodedColumn<FieldValue>(),
  integer: () => new NumberColumn(),
  money: () => new NumberColumn(),
  date: () => new CodedColumn<FieldValue>(),
}

/** A table of cases that grows column by column, in little memory. */
export class CaseColumns {
  readonly ids = new TextColumn('')
  readonly fields: readonly FieldColumn[]
  #firstRows: FirstRows | undefined

  constructor({ fields }: Pick<Protocol['caseload'], 'fields'>) {
    this.fields = fields.map(field => ({ id: field.id, read: cellReader(field), values: columnOfType[field.type]() }))
  }

  /** Adds an id. The first row with it is the row itself, unless the id came before; an id that is none counts as new. */
  addId(id: string, isValid: boolean): { row: number; first: number } {
    const row = this.ids.length
    this.ids.push(id)
    return { row, first: isValid ? this.#firstRow(row) : row }
  }

  table(): CaseTable {
    return { ids: this.ids, columns: new Map(this.fields.map(({ id, values }) => [id, values])) }
  }

  /** While ids ascend none comes again, and none need be remembered. */
  #firstRow(row: number): number {
    if (this.#firstRows === undefined) {
      if (row === 0 || this.ids.compare(row - 1, row) < 0) return row
      this.#firstRows = firstRows(this.ids)
      for (let earlier = 0; earlier < row; earlier += 1) this.#firstRows.add(earlier)
    }
    return this.#firstRows.add(row)
  }
}
