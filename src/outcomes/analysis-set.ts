import { compareBytes } from '../core/byte-order.ts'
import { refuseIfAny } from '../core/errors.ts'
import type { AllocatedCase, SampledCase } from '../model/case.ts'
import type { FieldValue, OutcomeEvent } from '../model/event.ts'
import type { CaseId, OutcomeId } from '../model/ids.ts'
import type { Protocol } from '../model/protocol.ts'
import { standingEvents } from './corrections.ts'
import { eventRecorder } from './event-record.ts'
import { timeKey } from './event-time.ts'
import { caseWithoutBaseline, eventWithoutArm } from './issues.ts'
import { markNotApplicable } from './observed.ts'
import { type CaseEvents, deriveOutcome, type OutcomeColumn } from './outcome-values.ts'

/** What an analysis reads of cases and their outcomes. */
export interface AnalysisRows {
  cases: readonly Pick<AllocatedCase, 'id' | 'arm' | 'stratum' | 'cluster' | 'linked'>[]
  outcomes: ReadonlyMap<OutcomeId, OutcomeColumn>
}

/** Every allocated case in byte order of its id, in the arm it was allocated to: intention to treat. */
export interface AnalysisSet extends AnalysisRows {
  cases: readonly AllocatedCase[]
  baseline: ReadonlyMap<string, readonly FieldValue[]>
}

/** What an analysis set is made from. */
export interface AnalysisInputs {
  allocation: readonly AllocatedCase[]
  /** Gives the baseline fields; holds every allocated case. */
  sample: readonly Pick<SampledCase, 'id' | 'baseline'>[]
  /** The log in the order of recording. */
  events: readonly OutcomeEvent[]
}

/** Builds the analysis set: the one join of allocation, baseline and events, after corrections. */
export function buildAnalysisSet(
  protocol: Pick<Protocol, 'outcomes' | 'process' | 'timeZone' | 'caseload'>,
  { allocation, sample, events }: AnalysisInputs,
): AnalysisSet {
  const cases = [...allocation].sort((a, b) => compareBytes(a.id, b.id))
  const baseline = baselineColumns(protocol, cases, sample)
  const caseEvents = locateEvents(cases, events, protocol)
  const outcomes = new Map<OutcomeId, OutcomeColumn>()
  for (const outcome of protocol.outcomes) {
    const values = deriveOutcome(outcome, protocol.process.events, caseEvents, baseline)
    outcomes.set(outcome.id, { outcome, values: markNotApplicable(outcome, values, cases, outcomes) })
  }
  return { cases, baseline, outcomes }
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
