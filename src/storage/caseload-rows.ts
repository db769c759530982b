import { InternalError, type Place } from '../core/errors.ts'
import { NumberColumn } from '../core/number-column.ts'
import type { Progress } from '../core/progress.ts'
import { isCaseId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import { CaseColumns } from './case-columns.ts'
import { cellExpectation } from './cell.ts'
import type { IssueList } from './issue-list.ts'
import { badCaseId, badValue, duplicateCase } from './issues.ts'

export type CaseloadDeclaration = Protocol['caseload']

/** Where a row stands: a line of a text file, or a row of a table without lines. */
export type RowPlace = { line: number } | { row: number }

const reportedRows = 1 << 12

/** Gathers checked rows into columns. */
export class CaseloadRows {
  readonly issues: IssueList
  readonly declaration: CaseloadDeclaration
  columns: CaseColumns
  /** Line of each row of a text file. */
  private readonly lines = new NumberColumn()
  private readonly progress: Progress

  constructor(declaration: CaseloadDeclaration, issues: IssueList, progress: Progress) {
    this.declaration = declaration
    this.issues = issues
    this.progress = progress
    this.columns = new CaseColumns(declaration)
  }

  /** Takes a row: `positions` says where the case id, then each declared field, stands in `cells`. */
  add(cells: readonly string[], positions: readonly number[], place: RowPlace): void {
    this.addId(cells[positions[0] ?? 0] ?? '', place)
    const { fields } = this.columns
    for (let index = 0; index < fields.length; index += 1) {
      const field = fields[index]!
      const text = cells[positions[index + 1] as number] ?? ''
      const value = field.read(text)
      if (value === undefined) this.refuse(index, text, place)
      field.values.push(value ?? null)
    }
    if (this.columns.ids.length % reportedRows === 0) this.reportRows(this.columns.ids.length)
  }

  /** Tells how many rows were read so far. */
  reportRows(rows: number): void {
    this.progress.report('Reading the caseload', rows)
  }

  private addId(id: string, place: RowPlace): void {
    if ('line' in place) this.lines.push(place.line)
    const isValid = isCaseId(id)
    const { row, first } = this.columns.addId(id, isValid)
    if (!isValid) this.issues.add(badCaseId(this.place(place, this.declaration.caseId), id))
    else if (first !== row) {
      const where = 'line' in place ? `line ${this.lines.at(first)}` : `row ${first + 1}`
      this.issues.add(duplicateCase(this.place(place, this.declaration.caseId), id, where))
    }
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
