import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Audit } from '../../model/audit.ts'
import { auditDocument } from '../../report/index.ts'
import { writeReport } from '../reproduce-page.ts'
import { writeJson } from '../run-folder.ts'
import { auditReport } from './audit-report.ts'
import { findAuditFile, readAuditFile } from './read-audit-file.ts'

/** An audit, with the report that was written of it. */
export interface AuditOutcome {
  audit: Audit
  files: { html: string; markdown: string; json: string } | null
}

/** Audits the file that a reference names; writes the report to a folder where one is given. */
export function auditRun(reference: string, out: string | undefined): AuditOutcome {
  const audit = auditReport(readAuditFile(findAuditFile(reference)))
  if (out === undefined) return { audit, files: null }
  mkdirSync(out, { recursive: true })
  const files = { ...writeReport(auditDocument(audit), out), json: join(out, 'audit.json') }
  writeJson(files.json, audit)
  return { audit, files }
}
