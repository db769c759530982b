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
  const target = new Map(corrections.map(event => [event.id, event.corrects]))
  const last = new Map<string, string>()
  for (const { id } of corrections) if (!replaced.has(id)) last.set(originOf(id, target), id)
  const standing = new Set(last.values())
  return events.filter(({ id, kind, corrects }) =>
    corrects === undefined ? !replaced.has(id) : standing.has(id) && kind !== voidKind,
  )
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
