import type { Protocol } from '../model/protocol.ts'
import { writeHtml } from '../report/index.ts'
import { writeFileAtomically } from '../storage/files.ts'
import { statusDocument } from './status/document/status-document.ts'
import { statusFigures } from './status/document/status-figures.ts'
import type { StatusOutcome } from './status-run.ts'

/** A status as one HTML page that needs nothing else and no script. The same status gives the same bytes. */
export async function dashboardHtml(status: StatusOutcome, protocol: Protocol): Promise<string> {
  return writeHtml(statusDocument(status, protocol, await statusFigures(status, protocol)))
}

/** Writes the dashboard of a status to a file. */
export async function writeDashboard(path: string, status: StatusOutcome, protocol: Protocol): Promise<void> {
  writeFileAtomically(path, await dashboardHtml(status, protocol))
}
