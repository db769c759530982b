import { openExistingLog } from '../../storage/log/sqlite-log.ts'
import { artefactPath, hasArtefact } from '../run-folder.ts'
import { everyCase } from './record-unblinding.ts'

/** How many cases were unblinded one by one, and how often all of them were. */
export interface RecordedUnblindings {
  cases: number
  openings: number
}

/** What the log of unblinding of a run holds; null where there is none. */
export async function recordedUnblindings(run: string): Promise<RecordedUnblindings | null> {
  if (!hasArtefact(run, 'unblinding')) return null
  const log = openExistingLog(artefactPath(run, 'unblinding'))
  try {
    const shown = (await log.readAll()).map(event => event.case)
    const single = shown.filter(id => id !== everyCase)
    return { cases: new Set(single).size, openings: shown.length - single.length }
  } finally {
    await log.close()
  }
}
