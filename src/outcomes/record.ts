import { refuseIfAny } from '../core/errors.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import type { EventsFile } from '../storage/events-file.ts'
import type { LogHead } from '../storage/log/chain.ts'
import type { Clock, OutcomeLog } from '../storage/log/outcome-log.ts'
import { checkEvents } from './check-events.ts'
import type { EventContext } from './event-context.ts'
import { LogMemory } from './log-memory.ts'

/** Events to record, and what was already wrong with their file. */
export type Submission = Pick<EventsFile, 'events' | 'issues'>

/** What recording did: how many events are new, how many the log held already, and its head now. */
export interface Recorded {
  recorded: number
  held: number
  head: LogHead
}

/**
 * Records the events of a submission that the log does not hold or, where anything is wrong with any of them, none: then it
 * throws one `TrialError` with every reason and has not touched the log's file. Events that another process records in the
 * meantime are checked too.
 */
export async function recordEvents(
  log: OutcomeLog,
  { events, issues }: Submission,
  context: Omit<EventContext, 'existing'>,
  clock: Clock,
): Promise<Recorded> {
  const memory = new LogMemory()
  const check = (): readonly LocatedEvent[] => {
    const fresh = events.filter(({ event }) => !memory.holds(event))
    refuseIfAny([...issues, ...checkEvents(fresh, { ...context, existing: memory.relevantTo(fresh) })])
    return fresh
  }
  await memory.readOn(log)
  const fresh = check()
  const outcome = (added: number, head: LogHead) => ({ recorded: added, held: events.length - added, head })
  if (fresh.length === 0) return outcome(0, await log.head())
  return log.exclusively(async writer => {
    const added = (await memory.readOn(writer)) ? check() : fresh
    const head = await writer.append(
      added.map(({ event }) => event),
      clock,
    )
    return outcome(added.length, head)
  })
}
