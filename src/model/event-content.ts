import { canonicalJson } from '../core/canonical-json.ts'
import { sha256 } from '../core/hash.ts'
import type { OutcomeEvent } from './event.ts'

/** The one text of what an event says: two events are the same where it is. A field without a value is as none. */
export const eventContent = (event: OutcomeEvent): string => canonicalJson(presentParts(event))

/** Names of the parts in which two events differ, in byte order; a declared field by its own name. */
export function differingParts(a: OutcomeEvent, b: OutcomeEvent): string[] {
  const [left, right] = [flatParts(a), flatParts(b)]
  return [...new Set([...left.keys(), ...right.keys()])].filter(name => left.get(name) !== right.get(name)).sort()
}

const idDigits = 20

/** An id that follows from all else of an event, so that saying the same thing twice gives one event. */
export function derivedEventId(event: Omit<OutcomeEvent, 'id'>): string {
  return `e-${sha256(eventContent({ ...event, id: '' })).slice(0, idDigits)}`
}

function presentParts({ fields, ...event }: OutcomeEvent) {
  return { ...event, fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) }
}

function flatParts(event: OutcomeEvent): Map<string, string> {
  const { fields, amountPence, ...parts } = presentParts(event)
  const present = Object.entries({ ...parts, amount: amountPence, ...fields }).filter(
    ([, value]) => value !== undefined,
  )
  return new Map(present.map(([name, value]) => [name, canonicalJson(value)]))
}
