import { refuseIfAny } from '../core/errors.ts'
import { afterEnrolment } from '../model/enrolment.ts'
import type { EventsFile } from '../storage/events-file.ts'
import type { LogHead } from '../storage/log/chain.ts'
import type { Clock, LogSnapshot, OutcomeLog } from '../storage/log/outcome-log.ts'
import { checkEvents } from './check-events.ts'
import type { EventContext } from './event-context.ts'

/** Events to record, and what was already wrong with their file. */
export type Submission = Pick<EventsFile, 'events' | 'issues'>

/**
 * Records all events of a submission or, where anything is wrong with any of them, none: then it throws one `TrialError`
 * with every reason and has not touched the log's file. Events that another process records in the meantime are checked too.
 */
export async function recordEvents(
  log: OutcomeLog,
  { events, issues }: Submission,
  context: Omit<EventContext, 'existing'>,
  clock: Clock,
): Promise<LogHead> {
  const check = (held: LogSnapshot): void => {
    const existing = afterEnrolment(held.events)
    refuseIfAny([...issues, ...checkEvents(events, { ...context, existing })])
  }
  const before = await log.snapshot()
  check(before)
  return log.exclusively(async writer => {
    const { hash } = await writer.head()
    if (hash !== before.head.hash) check(await writer.snapshot())
    return writer.append(
      events.map(({ event }) => event),
      clock,
    )
  })
}
