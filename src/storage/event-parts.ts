import { compareBytes } from '../core/byte-order.ts'
import type { Issue, Place } from '../core/errors.ts'
import { parsePounds } from '../core/money.ts'
import { eventParts, type FieldValue, type OutcomeEvent } from '../model/event.ts'
import { eventAmount, eventShape } from './issues.ts'

/** An event and where it was read, so that a refusal can point at its line. */
export interface LocatedEvent {
  event: OutcomeEvent
  place: Place
  /** What its parts are called where it was read, as far as it is not what they are called here. */
  names?: Readonly<Record<string, string>>
}

/** An event as a file holds it, by name. Empty cells and nulls are left out. */
export type EventParts = ReadonlyMap<string, unknown>

/** Turns the value of a declared field into what the model holds, or leaves it as it is for the trial to refuse. */
export type FieldReader = (kind: string, field: string, value: unknown) => FieldValue

/** Makes an event of its parts, or says why it cannot be one. */
export function eventOf(
  parts: EventParts,
  place: Place,
  readField: FieldReader,
): { event: OutcomeEvent } | { issues: readonly Issue[] } {
  const issues: Issue[] = []
  const text = (name: string): string => {
    const value = parts.get(name)
    if (typeof value === 'string') return value
    issues.push(eventShape({ ...place, field: name }, 'text', value ?? ''))
    return ''
  }
  const optionalText = (name: string): string | undefined => (parts.has(name) ? text(name) : undefined)
  const override = overridesOf(parts.get('override'))
  if (override === undefined) {
    issues.push(eventShape({ ...place, field: 'override' }, 'ids of rules, in text or a list', parts.get('override')))
  }
  const amount = parts.get('amount')
  const amountPence = amount === undefined ? undefined : poundsOf(amount)
  if (amount !== undefined && amountPence === undefined) issues.push(eventAmount({ ...place, field: 'amount' }, amount))
  const kind = text('kind')
  const declared = [...parts].filter(([name]) => !eventParts.includes(name))
  const event: OutcomeEvent = {
    id: text('id'),
    case: text('case'),
    kind,
    at: text('at'),
    by: text('by'),
    amountPence,
    corrects: optionalText('corrects'),
    reason: optionalText('reason'),
    ...(override === undefined || override.length === 0 ? {} : { override }),
    fields: Object.fromEntries(declared.map(([name, value]) => [name, readField(kind, name, value)])),
  }
  return issues.length > 0 ? { issues } : { event }
}

/** Pounds, written as text or as a JSON number, in pence. */
export function poundsOf(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parsePounds(String(value)) : undefined
}

/** Ids of rules from text, where spaces part them, or from a list: each once, in byte order. `undefined` for anything else. */
function overridesOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return []
  const ids = typeof value === 'string' ? value.split(/\s+/) : value
  if (!Array.isArray(ids) || !ids.every(id => typeof id === 'string')) return undefined
  return [...new Set(ids.filter(id => id !== ''))].sort(compareBytes)
}
