import { existsSync } from 'node:fs'
import type { OutcomeEvent } from '../../model/event.ts'
import { openLog } from '../../storage/outcome-log.ts'
import { artefactPath } from '../run-folder.ts'

/** An event of a log and the moment at which it was recorded. */
export interface RecordedEvent {
  event: OutcomeEvent
  recordedAt?: string | undefined
}

/** All events of a run in the order of recording; none where nothing was recorded yet. */
export async function recordedEvents(run: string): Promise<readonly RecordedEvent[]> {
  const path = artefactPath(run, 'log')
  if (!existsSync(path)) return []
  const log = openLog(path)
  try {
    return log.readAll().map(event => ({ event }))
  } finally {
    log.close()
  }
}
