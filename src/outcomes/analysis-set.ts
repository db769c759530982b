import { compareBytes } from '../core/byte-order.ts'
import { refuseIfAny } from '../core/errors.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import type { FieldValue, OutcomeEvent } from '../model/event.ts'
import type { CaseId, OutcomeId } from '../model/ids.ts'
import type { Outcome, Protocol } from '../model/protocol.ts'
import type { CaseEvents } from './case-events.ts'
import { type CaseWindow, caseWindows, inWindows, upToEnds } from './case-window.ts'
import { standingEvents } from './corrections.ts'
import { eventRecorder, eventRules } from './event-record.ts'
import { timeKey } from './event-time.ts'
import { caseWithoutBaseline, eventWithoutArm } from './issues.ts'
import { markNotApplicable } from './observed.ts'
import { deriveOutcome, type OutcomeColumn } from './outcome-values.ts'
import type { Followed } from './waitings.ts'

/** What an analysis reads of cases and their outcomes. */
export interface AnalysisRows {
  cases: readonly Pick<AllocatedCase, 'id' | 'arm' | 'stratum' | 'cluster' | 'linked'>[]
  outcomes: ReadonlyMap<OutcomeId, OutcomeColumn>
}

/** Every allocated case in byte order of its id, in the arm it was allocated to: intention to treat. */
export interface AnalysisSet extends AnalysisRows {
  cases: readonly AllocatedCase[]
  /** The window of each case, where the protocol gives them one each; `null` where its first day is not known. */
  windows?: readonly (CaseWindow | null)[] | undefined
  baseline: ReadonlyMap<string, readonly FieldValue[]>
}

/** What an analysis set is made from. */
export interface AnalysisInputs {
  allocation: readonly AllocatedCase[]
  /** Gives the baseline fields; holds every allocated case. */
  sample: readonly Pick<SampledCase, 'id' | 'baseline'>[]
  /** The log in the order of recording. */
  events: readonly OutcomeEvent[]
  /** When each case was allocated, where cases arrived one by one. */
  arrivals?: ReadonlyMap<CaseId, string> | undefined
}

type SetProtocol = Pick<Protocol, 'outcomes' | 'process' | 'timeZone' | 'caseload' | 'followUp'>

/**
 * Builds the analysis set: the one join of allocation, baseline and events, after corrections. Where cases have windows of their
 * own, only events in them count, and what is made from events is missing of a case whose window the follow-up does not hold.
 */
export function buildAnalysisSet(protocol: SetProtocol, inputs: AnalysisInputs): AnalysisSet {
  const { cases, baseline } = casesAtBaseline(protocol, inputs)
  const windows = caseWindows(protocol, cases, baseline, inputs.arrivals)
  const all = locateEvents(cases, inputs.events, protocol)
  const counted = inWindows(all, windows)
  const isMissing = missingRules(protocol, upToEnds(all, windows))
  const followed = followedDays(protocol, cases.length, windows)
  const outcomes = new Map<OutcomeId, OutcomeColumn>()
  for (const outcome of protocol.outcomes) {
    const derived = deriveOutcome(outcome, protocol.process.events, counted, { baseline, followed })
    const isCut = needsWholeWindow(outcome)
      ? (row: number) => windows !== undefined && !windows[row]?.isComplete
      : () => false
    const isGone = isMissing(outcome)
    const values = derived.map((value, row) => (isCut(row) || isGone(row) ? null : value))
    outcomes.set(outcome.id, { outcome, values: markNotApplicable(outcome, values, cases, outcomes) })
  }
  return { cases, ...(windows === undefined ? {} : { windows }), baseline, outcomes }
}

/** The allocated cases as they were before allocation. Baseline fields have the values of the outcomes that are taken from them. */
export function casesAtBaseline(
  protocol: Pick<Protocol, 'caseload'>,
  { allocation, sample }: Pick<AnalysisInputs, 'allocation' | 'sample'>,
): Pick<AnalysisSet, 'cases' | 'outcomes' | 'baseline'> {
  const cases = [...allocation].sort((a, b) => compareBytes(a.id, b.id))
  return { cases, outcomes: new Map(), baseline: baselineColumns(protocol, cases, sample) }
}

/** The events that count, each with the row of its case in the set that was built of the same. */
export function caseEvents(protocol: SetProtocol, { events }: AnalysisInputs, set: AnalysisSet): CaseEvents {
  return inWindows(locateEvents(set.cases, events, protocol), set.windows)
}

/** What is made from events is missing where some of them may not be known; a waiting is then censored. */
const needsWholeWindow = (outcome: Outcome): boolean =>
  outcome.type !== 'time' && (outcome.type !== 'money' || outcome.field === undefined)

/** The days on which events of each case could be known, from the first of its window on. */
function followedDays(
  { followUp }: Pick<Protocol, 'followUp'>,
  cases: number,
  windows: readonly (CaseWindow | null)[] | undefined,
): Followed[] {
  if (windows === undefined) return new Array<Followed>(cases).fill(followUp)
  return windows.map(window => {
    if (window === null || window.from < followUp.from || window.from > followUp.to) return null
    const isCut = followUp.to < window.to
    return { from: window.from, to: isCut ? followUp.to : window.to }
  })
}

/** For each outcome, the cases of which some event says that it is missing. */
function missingRules(
  { process }: SetProtocol,
  { events }: CaseEvents,
): (outcome: Outcome) => (row: number) => boolean {
  const rules = eventRules(process.events)
  return ({ missingWhen }) => {
    if (missingWhen === undefined) return () => false
    const meets = rules(missingWhen)
    const rows = new Set(events.filter(({ record }) => meets(record)).map(({ row }) => row))
    return row => rows.has(row)
  }
}

function baselineColumns(
  { caseload }: Pick<Protocol, 'caseload'>,
  cases: readonly AllocatedCase[],
  sample: AnalysisInputs['sample'],
): Map<string, readonly FieldValue[]> {
  const byId = new Map(sample.map(({ id, baseline }) => [id, baseline]))
  refuseIfAny(cases.filter(({ id }) => !byId.has(id)).map(({ id }) => caseWithoutBaseline(id)))
  const rows = cases.map(({ id }) => byId.get(id) ?? {})
  const fields = caseload.fields.filter(field => field.baseline)
  return new Map(fields.map(({ id }) => [id, rows.map(row => row[id] ?? null)]))
}

/** The standing events in the order of recording, each with the row of its case. */
function locateEvents(
  cases: readonly AllocatedCase[],
  events: readonly OutcomeEvent[],
  { process, timeZone }: Pick<Protocol, 'process' | 'timeZone'>,
): CaseEvents {
  const record = eventRecorder(process)
  const rowOf = new Map<CaseId, number>(cases.map(({ id }, row) => [id, row]))
  refuseIfAny(events.filter(event => !rowOf.has(event.case)).map(event => eventWithoutArm(event.id, event.case)))
  const standing = standingEvents(events).map(event => ({
    row: rowOf.get(event.case) ?? 0,
    record: record(event),
    time: timeKey(event.at, timeZone),
  }))
  return { cases: cases.length, events: standing }
}
