import { type OutcomeEvent, voidKind } from '../model/event.ts'

/**
 * The events that stand: each correction replaces the event that it names, and so on along a chain. Where two events
 * correct the same one, the one recorded later stands. A void at the end of a chain leaves nothing of it. The order of
 * recording is kept.
 */
export function standingEvents(events: readonly OutcomeEvent[]): readonly OutcomeEvent[] {
  const corrections = events.filter(event => event.corrects !== undefined)
  if (corrections.length === 0) return events
  const replaced = new Set(corrections.map(event => event.corrects))
  const standing = new Set([...lastCorrections(corrections).values()].map(({ id }) => id))
  return events.filter(({ id, kind, corrects }) =>
    corrects === undefined ? !replaced.has(id) : standing.has(id) && kind !== voidKind,
  )
}

/** A recorded event that was changed later, and whether anything stands in its place. */
export interface ChangedRecord {
  event: OutcomeEvent
  change: 'corrected' | 'voided'
}

/** The events that were corrected or voided, each once however often, in the order of recording. */
export function changedRecords(events: readonly OutcomeEvent[]): readonly ChangedRecord[] {
  const last = lastCorrections(events.filter(event => event.corrects !== undefined))
  return events.flatMap((event): ChangedRecord[] => {
    const instead = last.get(event.id)
    return instead === undefined ? [] : [{ event, change: instead.kind === voidKind ? 'voided' : 'corrected' }]
  })
}

/** The correction at the end of each chain, by the id of the event that the chain began with. */
function lastCorrections(corrections: readonly OutcomeEvent[]): ReadonlyMap<string, OutcomeEvent> {
  const replaced = new Set(corrections.map(event => event.corrects))
  const target = new Map(corrections.map(event => [event.id, event.corrects]))
  const last = new Map<string, OutcomeEvent>()
  for (const correction of corrections)
    if (!replaced.has(correction.id)) last.set(originOf(correction.id, target), correction)
  return last
}

/** The first event of a chain of corrections. */
function originOf(id: string, target: ReadonlyMap<string, string | undefined>): string {
  let origin = id
  const seen = new Set<string>()
  for (let next = target.get(origin); next !== undefined && !seen.has(next); next = target.get(origin)) {
    seen.add(next)
    origin = next
  }
  return origin
}
