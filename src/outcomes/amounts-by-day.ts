import type { CivilDate } from '../core/civil-date.ts'
import type { ArmId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import { type AnalysisInputs, type AnalysisSet, caseEvents } from './analysis-set.ts'
import { eventRules } from './event-record.ts'
import { dayOf } from './event-time.ts'

/** An amount of an outcome that a case brought on a day. */
export interface DatedAmount {
  arm: ArmId
  /** Row of the case in the analysis set. */
  row: number
  day: CivilDate
  pence: number
}

/**
 * The amounts that a money outcome adds up, each with its day, of the cases whose outcome is known; they come to the
 * outcome's total in every arm. `undefined` where the outcome is not made from events.
 */
export function amountsByDay(
  protocol: Protocol,
  inputs: AnalysisInputs,
  set: AnalysisSet,
  outcomeId: string,
): DatedAmount[] | undefined {
  const column = set.outcomes.get(outcomeId)
  if (column === undefined || column.outcome.type !== 'money' || column.outcome.sumOf === undefined) return undefined
  const meets = eventRules(protocol.process.events)(column.outcome.sumOf)
  return caseEvents(protocol, inputs, set).events.flatMap(({ row, record, time }): DatedAmount[] => {
    if (typeof column.values[row] !== 'number' || !meets(record)) return []
    return [{ arm: set.cases[row]?.arm ?? '', row, day: dayOf(time), pence: Number(record.amount ?? 0) }]
  })
}
