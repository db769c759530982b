import type { Protocol } from '../model/protocol.ts'
import { type Document, writeHtml } from '../report/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { statusDocument } from './status/document/status-document.ts'
import { statusFigures } from './status/document/status-figures.ts'
import { type ReportedStatus, reportedStatus } from './status/document/status-numbers.ts'
import type { StatusOutcome } from './status-run.ts'

/** A status as one HTML page that needs nothing else and no script. The same status gives the same bytes. */
export async function dashboardHtml(status: StatusOutcome, protocol: Protocol): Promise<string> {
  return writeHtml((await dashboardDocument(status, protocol)).document)
}

/** The page as a document, and the status with every number that it may name. */
export async function dashboardDocument(
  status: StatusOutcome,
  protocol: Protocol,
): Promise<{ document: Document; status: ReportedStatus }> {
  const figures = await statusFigures(status, protocol)
  const known = reportedStatus(status, protocol, figures.numbers)
  return { document: statusDocument(known, protocol, figures), status: known }
}

/** Writes the dashboard of a status to a file. */
export async function writeDashboard(path: string, status: StatusOutcome, protocol: Protocol): Promise<void> {
  writeFileAtomically(path, await dashboardHtml(status, protocol))
}
