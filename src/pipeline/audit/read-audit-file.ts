import { type AuditFile, auditFileSchema } from '../../model/audit-file.ts'
import { auditFileChecks } from '../../model/audit-file-checks.ts'
import { readDocument } from '../../storage/document.ts'
import { findPackaged } from '../packaged-file.ts'
import { auditFileNotFound } from './issues.ts'

/** The audit file that a reference names: a path, else one of `audits/` that comes with equipoise. */
export const findAuditFile = (reference: string, workingFolder?: string): string =>
  findPackaged('audits', reference, auditFileNotFound, workingFolder)

/** Reads an audit file; every problem of it is reported, each at its line and column. */
export const readAuditFile = (path: string): AuditFile => readDocument(path, auditFileSchema, auditFileChecks)
