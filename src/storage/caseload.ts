import { extname } from 'node:path'
import { InternalError, TrialError } from '../core/errors.ts'
import { type Progress, silent } from '../core/progress.ts'
import type { CaseTable } from '../model/case.ts'
import { recordedFields, withDerivedFields } from '../model/derived-field.ts'
import { scanCaseloadCsv } from './caseload-csv.ts'
import { scanCaseloadParquet } from './caseload-parquet.ts'
import { type CaseloadDeclaration, CaseloadRows } from './caseload-rows.ts'
import { requireFile } from './files.ts'
import { IssueList } from './issue-list.ts'
import { tableWithoutRows, unknownFormat } from './issues.ts'

/** A caseload file, read and checked. */
export interface Caseload {
  table: CaseTable
  rows: number
  /** SHA-256 of the file's bytes. */
  sha256: string
}

/** A format of caseload files: streams the declared columns past `add` as text and returns the SHA-256 of the file. */
export type CaseloadScanner = (path: string, declaration: CaseloadDeclaration, rows: CaseloadRows) => Promise<string>

const scanners: Readonly<Record<string, CaseloadScanner>> = { '.csv': scanCaseloadCsv, '.parquet': scanCaseloadParquet }

/**
 * Reads a caseload from CSV or Parquet: the declared columns, in the file's order of rows, each cell checked against its
 * declaration. Money becomes whole pence. Throws one `TrialError` with every bad cell, bad or repeated case id and
 * unreadable row (the first thousand in full, the rest counted). Derived fields are made of the others.
 */
export async function readCaseload(
  path: string,
  declaration: CaseloadDeclaration,
  progress: Progress = silent,
): Promise<Caseload> {
  requireFile(path)
  const scan = scanners[extname(path).toLowerCase()]
  if (scan === undefined) throw new TrialError([unknownFormat(path, Object.keys(scanners))])
  const issues = new IssueList(path)
  const recorded = { ...declaration, fields: recordedFields(declaration) }
  const rows = new CaseloadRows(recorded, issues, progress)
  const sha256 = await issues.collect(() => scan(path, recorded, rows))
  const { ids } = rows.columns
  if (sha256 !== undefined && issues.total === 0 && ids.length === 0) issues.add(tableWithoutRows(path))
  issues.refuseIfAny()
  if (sha256 === undefined) throw new InternalError('a caseload without issues has no hash')
  return { table: withDerivedFields(rows.columns.table(), declaration), rows: ids.length, sha256 }
}
