import type { CivilDate } from '../../core/civil-date.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { ArmId, OutcomeId, StratumId } from '../../model/ids.ts'
import type { MeasureSplit } from '../../model/monitoring.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { TargetTable } from '../../model/targets.ts'
import type { OutcomeValue } from '../outcome-values.ts'

/** An allocated case as it is watched. */
export interface WatchedCase {
  id: string
  /** Empty where the arms are sealed. */
  arm: ArmId
  stratum: StratumId
  cluster: string
  /** Day of its allocation: of its arrival, else the first day of follow-up. */
  since: CivilDate
  /** Its own days of follow-up, both included; null where its first day is not known. */
  window: { from: CivilDate; to: CivilDate } | null
  /** Its place in the columns of outcomes. */
  row: number
}

/** A standing event as it is watched. */
export interface WatchedRecord {
  event: OutcomeEvent
  of: WatchedCase
  day: CivilDate
  /** Day on which it was recorded; absent where that says nothing, as of made-up events. */
  recordedOn?: CivilDate | undefined
}

/** What the mechanism was to give, and what it gave. */
export interface RatioEvidence {
  /** The stratum, or `arrivals` for a test over all arrivals in their order. */
  group: string
  pValue: number | null
  /** What it rests on, or why there is none. */
  detail: string
}

/** A trial on a day: all that its health is read from. */
export interface TrialState {
  protocol: Protocol
  /** The last day that counts. */
  asOf: CivilDate
  armsKnown: boolean
  /** Set where outcomes are in an engine: there is no log to read. */
  outcomesElsewhere?: boolean | undefined
  cases: readonly WatchedCase[]
  /** Standing events up to the day, in the order of recording. */
  records: readonly WatchedRecord[]
  /** Planned cases of each stratum and arm; absent where the protocol does not fix them. */
  targets?: TargetTable | undefined
  /** Planned cases by the day; absent where none are planned. */
  plannedCases?: number | undefined
  outcomes: ReadonlyMap<OutcomeId, readonly OutcomeValue[]>
  /** Outcomes of the plan's primary analyses. */
  primary: readonly OutcomeId[]
  ratios: readonly RatioEvidence[]
}

const groupOf: Readonly<Record<MeasureSplit, (item: WatchedCase) => string>> = {
  arm: ({ arm }) => arm,
  stratum: ({ stratum }) => stratum,
}

/** The state of the cases of one arm or stratum. */
export function restrictState(state: TrialState, per: MeasureSplit, group: string): TrialState {
  const within = (item: WatchedCase): boolean => groupOf[per](item) === group
  const targets = state.targets === undefined ? undefined : restrictTargets(state.targets, per, group)
  return {
    ...state,
    cases: state.cases.filter(within),
    records: state.records.filter(({ of }) => within(of)),
    targets,
    plannedCases: targets === undefined ? undefined : casesOfTargets(targets),
    ratios: state.ratios.filter(ratio => per === 'stratum' && ratio.group === group),
  }
}

function restrictTargets(targets: TargetTable, per: MeasureSplit, group: string): TargetTable {
  const rows = Object.entries(targets)
  if (per === 'stratum') return Object.fromEntries(rows.filter(([stratum]) => stratum === group))
  return Object.fromEntries(rows.map(([stratum, row]) => [stratum, { [group]: row[group] ?? 0 }]))
}

/** All cases of a table of targets. */
export function casesOfTargets(targets: TargetTable): number {
  let cases = 0
  for (const row of Object.values(targets)) for (const count of Object.values(row)) cases += count
  return cases
}
