import { InternalError } from '../core/errors.ts'
import type { Condition } from '../model/condition.ts'
import type { FieldValue } from '../model/event.ts'
import type { EventKind, Outcome } from '../model/protocol.ts'
import type { CaseEvent, CaseEvents } from './case-events.ts'
import { eventRules } from './event-record.ts'
import { type Followed, waitings } from './waitings.ts'

/**
 * Value of an outcome for one case: 0 or 1 (binary), pence (money), a level (category) or
 * a waiting by `waitingCode` (time). `null`: it applies and is
 * missing. `undefined`: it does not apply to the case. A case without events has 0 where it applies, not `null`.
 */
export type OutcomeValue = number | string | null | undefined

/** An outcome with its value for every case of the analysis set. */
export interface OutcomeColumn {
  outcome: Outcome
  values: readonly OutcomeValue[]
}

/** A value for each case; `null` where it is missing. */
export type DerivedValue = number | string | null
type OutcomeOf<T extends Outcome['type']> = Extract<Outcome, { type: T }>
type Rules = ReturnType<typeof eventRules>

/** Values of an outcome from events or baseline, for every case as if the outcome applied to all. */
export function deriveOutcome(
  outcome: Outcome,
  kinds: readonly EventKind[],
  caseEvents: CaseEvents,
  { baseline, followed }: { baseline: ReadonlyMap<string, readonly FieldValue[]>; followed: readonly Followed[] },
): DerivedValue[] {
  const rules = eventRules(kinds)
  switch (outcome.type) {
    case 'binary':
      return anyEvent(outcome.when, rules, caseEvents).map(Number)
    case 'money':
      return outcome.field === undefined
        ? summed(outcome, rules, caseEvents)
        : ofBaseline(outcome, outcome.field, baseline)
    case 'category':
      return outcome.first === undefined
        ? firstCase(outcome, rules, caseEvents)
        : ofFirstEvent(outcome.first, rules, caseEvents)
    case 'time':
      return waitings(outcome, rules, caseEvents, followed)
  }
}

/** Whether each case has an event that meets the rule. */
function anyEvent(when: Condition, rules: Rules, { cases, events }: CaseEvents): boolean[] {
  const meets = rules(when)
  const found = new Array<boolean>(cases).fill(false)
  for (const { row, record } of events) if (!found[row] && meets(record)) found[row] = true
  return found
}

function summed({ id, sumOf }: OutcomeOf<'money'>, rules: Rules, { cases, events }: CaseEvents): number[] {
  if (sumOf === undefined) throw new InternalError(`outcome ${id} has neither sumOf nor field`)
  const meets = rules(sumOf)
  const sums = new Array<number>(cases).fill(0)
  for (const { row, record } of events) if (meets(record)) sums[row] = (sums[row] ?? 0) + Number(record.amount ?? 0)
  const inexact = sums.findIndex(sum => !Number.isSafeInteger(sum))
  if (inexact >= 0) throw new InternalError(`the sum ${id} of row ${inexact + 1} is not whole pence`)
  return sums
}

function ofBaseline(
  { id }: OutcomeOf<'money'>,
  field: string,
  baseline: ReadonlyMap<string, readonly FieldValue[]>,
): DerivedValue[] {
  const column = baseline.get(field)
  if (column === undefined) throw new InternalError(`outcome ${id} is of ${field}, which is no baseline field`)
  return column.map(value => (value === null ? null : Number(value)))
}

/** The field of each case's earliest event that meets the rule; of events at one time, the first recorded. */
function ofFirstEvent(
  { of, field }: { of: Condition; field: string },
  rules: Rules,
  { cases, events }: CaseEvents,
): DerivedValue[] {
  const meets = rules(of)
  const first = new Array<CaseEvent | undefined>(cases).fill(undefined)
  for (const event of events) {
    const known = first[event.row]
    if ((known === undefined || event.time < known.time) && meets(event.record)) first[event.row] = event
  }
  return first.map(event => levelOf(event?.record[field]))
}

const levelOf = (value: FieldValue | undefined): DerivedValue =>
  value === undefined || value === null ? null : String(value)

/** The first level of the list of which some event meets the rule. */
function firstCase(
  { cases: lines = [], otherwise }: OutcomeOf<'category'>,
  rules: Rules,
  caseEvents: CaseEvents,
): DerivedValue[] {
  const levels = new Array<DerivedValue>(caseEvents.cases).fill(otherwise ?? null)
  for (const { level, when } of [...lines].reverse()) {
    anyEvent(when, rules, caseEvents).forEach((holds, row) => {
      if (holds) levels[row] = level
    })
  }
  return levels
}
