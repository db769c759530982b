import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { TrialError } from '../../core/errors.ts'
import { type AuditFile, auditFileSchema } from '../../model/audit-file.ts'
import { auditFileChecks } from '../../model/audit-file-checks.ts'
import { readDocument } from '../../storage/document.ts'
import { inPackage } from '../package-folder.ts'
import { auditFileNotFound } from './issues.ts'

/** The audit file that a reference names: a path, else one of `audits/` that comes with equipoise. */
export function findAuditFile(reference: string, workingFolder = process.cwd()): string {
  const isName = /^[a-z][a-z0-9_-]*$/.test(reference)
  const candidates = [resolve(workingFolder, reference), ...(isName ? [inPackage('audits', `${reference}.yaml`)] : [])]
  const found = candidates.find(path => existsSync(path))
  if (found === undefined) throw new TrialError([auditFileNotFound(reference, packageAudits())])
  return found
}

/** Reads an audit file; every problem of it is reported, each at its line and column. */
export const readAuditFile = (path: string): AuditFile => readDocument(path, auditFileSchema, auditFileChecks)

function packageAudits(): string[] {
  const names = readdirSync(inPackage('audits')).filter(name => name.endsWith('.yaml'))
  return names.map(name => name.slice(0, -'.yaml'.length)).sort()
}
