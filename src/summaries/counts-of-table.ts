import { refuseIfAny } from '../core/errors.ts'
import { type ArmId, type OutcomeId, wholeSample } from '../model/ids.ts'
import type { Summary } from '../model/summary.ts'
import { badTableCount, tableWithoutControl } from './issues.ts'

/** A table of cases and events by arm, as a report prints it; arms in the order in which they are to stand. */
export interface CountsTable {
  outcome: OutcomeId
  control: ArmId
  /** Cases of each arm, and those of them that had the outcome. */
  arms: Readonly<Record<ArmId, { n: number; events: number }>>
}

/**
 * The counts of a printed table as a summary, which every method of counts reads. Cases are taken as allocated one by one, in one stratum.
 *
 * Throws one `TrialError` with every number that is no count, every arm with more events than cases, and a control that is no arm.
 *
 * @example
 * countsOfTable({ outcome: 'paid', control: 'control', arms: { called: { n: 5906, events: 79 }, control: { n: 6000, events: 62 } } })
 */
export function countsOfTable({ outcome, control, arms }: CountsTable): Summary<'counts'> {
  const ids = Object.keys(arms)
  refuseIfAny([
    ...Object.entries(arms).flatMap(([arm, { n, events }]) =>
      isCount(n) && isCount(events) && events <= n ? [] : [badTableCount(outcome, arm, events, n)],
    ),
    ...(ids.includes(control) ? [] : [tableWithoutControl(outcome, control, ids)]),
  ])
  const cells = Object.entries(arms).map(([arm, { n, events }]) => ({
    arm,
    stratum: wholeSample,
    data: { n, missing: 0, events: { yes: events } },
  }))
  return { kind: 'counts', outcome, unit: { kind: 'case' }, arms: ids, control, largestCluster: 1, cells }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
