import type { Condition } from '../model/condition.ts'
import { eventConditionFields } from '../model/condition-field.ts'
import { compileRecordPredicate, type FieldRecord } from '../model/condition-predicate.ts'
import type { OutcomeEvent } from '../model/event.ts'
import type { Process } from '../model/process.ts'
import type { EventKind } from '../model/protocol.ts'

/**
 * Makes of an event what rules ask of it: its fields, its `kind`, its `amount` in pence, whether it departs from a rule
 * (`override`) and whether from one that makes it a `deviation`.
 */
export function eventRecorder({ rules }: Pick<Process, 'rules'>): (event: OutcomeEvent) => FieldRecord {
  const deviations = new Set(rules.filter(rule => rule.override === 'deviation').map(({ id }) => id))
  const isDeviation = (id: string): boolean => deviations.has(id)
  return ({ kind, amountPence = null, fields, override = none }) => ({
    kind,
    amount: amountPence,
    override: override.length > 0,
    deviation: override.some(isDeviation),
    ...fields,
  })
}

const none: readonly string[] = []

/** Compiles rules about events of the declared kinds. */
export function eventRules(kinds: readonly EventKind[]): (condition: Condition) => (record: FieldRecord) => boolean {
  const fields = eventConditionFields(kinds)
  return condition => compileRecordPredicate(condition, fields)
}
