import { isCivilDate } from '../core/civil-date.ts'
import { quote } from '../core/errors.ts'
import { parsePounds } from '../core/money.ts'
import type { Comparison } from './condition.ts'
import type { EventKind, FieldType } from './protocol.ts'

/** A field as a rule sees it: what its values are, so that a literal can be read as one of them. */
export interface ConditionField {
  id: string
  type: FieldType
  levels?: readonly string[] | undefined
}

/** A present value as a table holds it: text, levels and dates as text, integers and pence as numbers. */
export type StoredValue = string | number | boolean

export const operators = ['is', 'oneOf', 'atLeast', 'atMost', 'before', 'after', 'withinLast'] as const
export type Operator = (typeof operators)[number]

const everyType: readonly FieldType[] = ['text', 'category', 'boolean', 'integer', 'money', 'date']
const ordered: readonly FieldType[] = ['integer', 'money']

/** Types of field that an operator can be asked of. */
export const operatorTypes: Readonly<Record<Operator, readonly FieldType[]>> = {
  is: everyType,
  oneOf: everyType,
  atLeast: ordered,
  atMost: ordered,
  before: ['date'],
  after: ['date'],
  withinLast: ['date'],
}

export const operatorOf = (comparison: Comparison): Operator => operators.find(name => name in comparison) as Operator

/** A rule's literal as the field stores it; `undefined` where the field can hold no such value. */
export function storedLiteral(field: ConditionField, literal: unknown): StoredValue | undefined {
  switch (field.type) {
    case 'integer':
      return Number.isSafeInteger(literal) ? (literal as number) : undefined
    case 'boolean':
      return typeof literal === 'boolean' ? literal : undefined
    case 'money':
      return typeof literal === 'string' ? parsePounds(literal) : undefined
    case 'date':
      return typeof literal === 'string' && isCivilDate(literal) ? literal : undefined
    case 'category':
      return typeof literal === 'string' && (field.levels?.includes(literal) ?? true) ? literal : undefined
    case 'text':
      return typeof literal === 'string' ? literal : undefined
  }
}

/** What a literal of the field must look like, as a message says it. */
export function expectedLiteral(field: ConditionField): string {
  switch (field.type) {
    case 'integer':
      return 'a whole number'
    case 'boolean':
      return 'true or false'
    case 'money':
      return 'pounds in quotes, as "412.50"'
    case 'date':
      return 'a calendar date YYYY-MM-DD'
    case 'category':
      return field.levels === undefined ? 'a level in quotes' : `a level: ${field.levels.map(quote).join(', ')}`
    case 'text':
      return 'text in quotes'
  }
}

/**
 * The fields that a rule about events may name: `kind`, `amount`, whether the event departs from a rule (`override`) and
 * whether that is a deviation (`deviation`), and every field that an event declares.
 */
export function eventConditionFields(events: readonly EventKind[]): ConditionField[] {
  const declared = new Map<string, ConditionField>()
  for (const { id, type, levels } of events.flatMap(event => event.fields)) {
    const known = declared.get(id)
    const allLevels = levels === undefined ? known?.levels : [...new Set([...(known?.levels ?? []), ...levels])]
    declared.set(id, { id, type: known?.type ?? type, levels: allLevels })
  }
  const kind: ConditionField = { id: 'kind', type: 'category', levels: events.map(event => event.kind) }
  const departures = (['deviation', 'override'] as const).map((id): ConditionField => ({ id, type: 'boolean' }))
  return [kind, { id: 'amount', type: 'money' }, ...departures, ...declared.values()]
}
