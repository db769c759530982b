import type { FieldValue, OutcomeEvent } from '../model/event.ts'
import type { EventField, EventKind } from '../model/protocol.ts'

/** A column of a table of events. */
export interface EventColumn {
  id: string
  /** `id` and `text` are texts; text is what people typed. */
  type: 'id' | 'text' | 'money' | 'integer' | 'boolean' | 'date'
  /** Its value: money in pence. */
  of(event: OutcomeEvent): FieldValue | undefined
}

const part = (id: 'id' | 'case' | 'kind' | 'at' | 'by' | 'corrects' | 'reason', type: 'id' | 'text'): EventColumn => ({
  id,
  type,
  of: event => event[id],
})

/** The columns of events that a file of them has: the parts of every event, then each field that any kind declares. */
export function eventColumns(kinds: readonly EventKind[]): EventColumn[] {
  const fields = new Map<string, EventField>(kinds.flatMap(kind => kind.fields).map(field => [field.id, field]))
  return [
    ...[part('id', 'id'), part('case', 'id'), part('kind', 'id'), part('at', 'id'), part('by', 'text')],
    { id: 'amount', type: 'money', of: ({ amountPence }) => amountPence },
    ...[part('corrects', 'id'), part('reason', 'text')],
    { id: 'override', type: 'id', of: ({ override }) => override?.join(' ') },
    ...[...fields.values()].map(
      ({ id, type }): EventColumn => ({
        id,
        type: type === 'category' ? 'text' : type,
        of: ({ fields }) => fields[id],
      }),
    ),
  ]
}
