import type { Condition } from '../model/condition.ts'
import { eventConditionFields } from '../model/condition-field.ts'
import { compileRecordPredicate, type FieldRecord } from '../model/condition-predicate.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { EventKind } from '../model/protocol.ts'

/** An event as a rule sees it: its fields, its `kind` and its `amount` in pence. */
export function eventRecord({ kind, amountPence, fields }: OutcomeEvent): FieldRecord {
  return { ...fields, kind, amount: amountPence ?? null }
}

/** Compiles rules about events of the declared kinds. */
export function eventRules(kinds: readonly EventKind[]): (condition: Condition) => (record: FieldRecord) => boolean {
  const fields = eventConditionFields(kinds)
  return condition => compileRecordPredicate(condition, fields)
}
