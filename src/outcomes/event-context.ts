import type { Place } from '../core/errors.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { ArmId, CaseId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'

/** What events are checked against. */
export interface EventContext {
  protocol: Pick<Protocol, 'process' | 'followUp' | 'timeZone'>
  /** Arm of every allocated case and, where cases arrived one by one, when it did. */
  allocation: ReadonlyMap<CaseId, { arm: ArmId; at?: string | undefined }>
  /** Cases of the caseload, allocated or not. */
  knownCases: { has(id: CaseId): boolean }
  /** Events recorded before, in the order of the log. */
  existing: readonly OutcomeEvent[]
}

/** Place of a part of an event; without a file the event's id says where. */
export function partPlace({ event, place, names }: LocatedEvent, part: string): Place {
  return { ...place, field: place.file === undefined ? `event ${event.id} ${part}` : (names?.[part] ?? part) }
}
