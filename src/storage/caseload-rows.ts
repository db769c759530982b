import { InternalError, type Place } from '../core/errors.ts'
import { LongList } from '../core/long-list.ts'
import type { CaseTable } from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import { isCaseId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import { type CellReader, cellExpectation, cellReader } from './cell.ts'
import type { IssueList } from './issue-list.ts'
import { badCaseId, badValue, duplicateCase } from './issues.ts'

export type CaseloadDeclaration = Protocol['caseload']

/** Where a row stands: a line of a text file, or a row of a table without lines. */
export type RowPlace = { line: number } | { row: number }

interface Column {
  id: string
  read: CellReader
  values: LongList<FieldValue>
}

/** Gathers checked rows into columns. */
export class CaseloadRows {
  readonly issues: IssueList
  readonly ids = new LongList<string>(detached)
  private readonly declaration: CaseloadDeclaration
  private readonly columns: readonly Column[]
  /** Line or row of each id. */
  private readonly places = new LongList<number>()
  private firstRows: Map<string, number> | undefined

  constructor(declaration: CaseloadDeclaration, issues: IssueList) {
    this.declaration = declaration
    this.issues = issues
    this.columns = declaration.fields.map(field => ({
      id: field.id,
      read: cellReader(field),
      values: new LongList(field.type === 'text' ? detached : undefined),
    }))
  }

  /** Takes a row: `positions` says where the case id, then each declared field, stands in `cells`. */
  add(cells: readonly string[], positions: readonly number[], place: RowPlace): void {
    const id = cells[positions[0] ?? 0] ?? ''
    this.addId(id, place)
    for (let index = 0; index < this.columns.length; index += 1) {
      const column = this.columns[index] as Column
      const text = cells[positions[index + 1] as number] ?? ''
      const value = column.read(text)
      if (value === undefined) this.refuse(index, text, place)
      column.values.push(value ?? null)
    }
  }

  table(): CaseTable {
    return { ids: this.ids.toArray(), columns: new Map(this.columns.map(({ id, values }) => [id, values])) }
  }

  private addId(id: string, place: RowPlace): void {
    const row = this.ids.length
    this.ids.push(id)
    this.places.push('line' in place ? place.line : place.row)
    if (!isCaseId(id)) {
      this.issues.add(badCaseId(this.place(place, this.declaration.caseId), id))
      return
    }
    const first = this.firstRow(id, row)
    if (first === row) return
    const where = `${'line' in place ? 'line' : 'row'} ${this.places.at(first)}`
    this.issues.add(duplicateCase(this.place(place, this.declaration.caseId), id, where))
  }

  /** The first of the rows up to `row` with its id. While ids ascend none comes again, and none need be remembered. */
  private firstRow(id: string, row: number): number {
    if (this.firstRows === undefined) {
      if (row === 0 || (this.ids.at(row - 1) as string) < id) return row
      this.firstRows = new Map()
      for (let earlier = 0; earlier < row; earlier += 1) this.firstRows.set(this.ids.at(earlier) as string, earlier)
    }
    const first = this.firstRows.get(id)
    if (first === undefined) this.firstRows.set(id, row)
    return first ?? row
  }

  private refuse(index: number, text: string, place: RowPlace): void {
    const field = this.declaration.fields[index]
    if (field === undefined) throw new InternalError('a column without declaration')
    const { expected, action } = cellExpectation(field, text)
    this.issues.add(badValue(this.place(place, field.id), expected, text, action))
  }

  private place(place: RowPlace, field: string): Place {
    return { file: this.issues.file, ...place, field }
  }
}

/**
 * Copies of texts. A longer text cut from a block of the file keeps the whole block in memory; cut from a text that holds
 * nothing but the column, it does not. Only an id that is refused can hold a line feed.
 */
function detached<Text extends FieldValue>(texts: Text[]): Text[] {
  const copies = texts.join('\n').split('\n')
  if (copies.length !== texts.length) return texts
  return texts.map((text, index) => (text === null ? text : (copies[index] as Text)))
}
