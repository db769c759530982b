import type { OutcomeEvent } from '../../model/event.ts'
import { eventOfText } from '../../storage/log/stored-event.ts'
import { hasRunLog, withRunLog } from '../run-log.ts'

/** An event of a log and the moment at which it was recorded, an RFC 3339 instant. */
export interface RecordedEvent {
  event: OutcomeEvent
  recordedAt: string
}

/** All events of a run in the order of recording; none where nothing was recorded yet. */
export async function recordedEvents(run: string): Promise<readonly RecordedEvent[]> {
  if (!hasRunLog(run)) return []
  return withRunLog(run, async log => {
    const events: RecordedEvent[] = []
    for await (const page of log.pages()) {
      for (const { event, recordedAt } of page) events.push({ event: eventOfText(log.place, event), recordedAt })
    }
    return events
  })
}
