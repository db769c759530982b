import { TrialError } from '../core/errors.ts'
import type { CaseloadDeclaration, CaseloadRows } from './caseload-rows.ts'
import { scanCsv } from './csv-reader.ts'
import { duplicateColumn, missingColumn } from './issues.ts'

/** Streams the declared columns of a CSV caseload past `rows`; other columns are passed over. */
export function scanCaseloadCsv(path: string, declaration: CaseloadDeclaration, rows: CaseloadRows): Promise<string> {
  let positions: readonly number[] = []
  const visitor = {
    header: (names: readonly string[]) => {
      positions = columnPositions(path, declaredColumns(declaration), names)
    },
    row: (cells: readonly string[], line: number) => rows.add(cells, positions, { line }),
  }
  return scanCsv(path, visitor, rows.issues)
}

/** The case id's column, then the fields' in the order of the protocol. */
export function declaredColumns({ caseId, fields }: CaseloadDeclaration): readonly string[] {
  return [caseId, ...fields.map(field => field.id)]
}

/** Where each declared column stands among the columns of a file. Throws when one is missing or there twice. */
export function columnPositions(
  path: string,
  declared: readonly string[],
  present: readonly string[],
): readonly number[] {
  const issues = declared.flatMap(column => {
    if (!present.includes(column)) return [missingColumn(path, column, present)]
    return present.indexOf(column) === present.lastIndexOf(column) ? [] : [duplicateColumn(path, column)]
  })
  if (issues.length > 0) throw new TrialError(issues)
  return declared.map(column => present.indexOf(column))
}
