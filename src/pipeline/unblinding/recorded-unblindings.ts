import { openExistingLog } from '../../storage/outcome-log.ts'
import { artefactPath, hasArtefact } from '../run-folder.ts'
import { everyCase } from './record-unblinding.ts'

/** How many cases were unblinded one by one, and how often all of them were. */
export interface RecordedUnblindings {
  cases: number
  openings: number
}

/** What the log of unblinding of a run holds; null where there is none. */
export function recordedUnblindings(run: string): RecordedUnblindings | null {
  if (!hasArtefact(run, 'unblinding')) return null
  const log = openExistingLog(artefactPath(run, 'unblinding'))
  try {
    const shown = log.readAll().map(event => event.case)
    const single = shown.filter(id => id !== everyCase)
    return { cases: new Set(single).size, openings: shown.length - single.length }
  } finally {
    log.close()
  }
}
