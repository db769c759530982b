import { join } from 'node:path'
import type { Audit } from '../../model/audit.ts'
import { auditDocument } from '../../report/index.ts'
import { defaultFormats, type ReportFiles, writeReport } from '../report-files.ts'
import { writeJson } from '../run-folder.ts'
import { auditReport } from './audit-report.ts'
import { findAuditFile, readAuditFile } from './read-audit-file.ts'

/** An audit, with the report that was written of it. */
export interface AuditOutcome {
  audit: Audit
  files: (ReportFiles & { json: string }) | null
}

/** Audits the file that a reference names; writes the report to a folder where one is given. */
export async function auditRun(reference: string, out: string | undefined): Promise<AuditOutcome> {
  const audit = auditReport(readAuditFile(findAuditFile(reference)))
  if (out === undefined) return { audit, files: null }
  const report = await writeReport(auditDocument(audit), out, defaultFormats)
  const files = { ...report.files, json: join(out, 'audit.json') }
  writeJson(files.json, audit)
  return { audit, files }
}
