import { compareBytes } from '../../core/byte-order.ts'
import { type CivilDate, civilDateOf, daysOf } from '../../core/civil-date.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { CaseId, OutcomeId } from '../../model/ids.ts'
import type { Plan } from '../../model/plan.ts'
import {
  type AnalysisSet,
  buildAnalysisSet,
  casesOfTargets,
  isEventTime,
  standingEvents,
  type TrialState,
  type WatchedCase,
  type WatchedRecord,
} from '../../outcomes/index.ts'
import { ratioEvidence } from './ratio-evidence.ts'
import type { Situation } from './situation.ts'

/** A run on a day: its state, the outcomes as they stood, and what came later. */
export interface Watched {
  state: TrialState
  set: AnalysisSet
  /** Events up to the day, corrected ones too, in the order of recording. */
  events: readonly OutcomeEvent[]
  /** Events after the day, which are not counted. */
  later: number
}

/** The day of the last event of a run, arrivals too; before there is any, the first day on which one may be. */
export function lastDay({ trial: { protocol }, events, arrivals }: Situation): CivilDate {
  const times = [...events.map(({ event }) => event.at), ...[...arrivals.values()].map(({ at }) => at)]
  const first = protocol.enrolment === undefined ? protocol.followUp.from : protocol.caseload.asOf.date
  const days = times.filter(isEventTime).map(at => civilDateOf(at, protocol.timeZone))
  return days.sort().at(-1) ?? first
}

/** The state of a run at the end of a day. */
export function stateOf(situation: Situation, asOf: CivilDate): Watched {
  const { trial, sample, armsKnown, outcomesElsewhere, notice } = situation
  const { protocol, plan } = trial
  const dayOf = (at: string): CivilDate => civilDateOf(at, protocol.timeZone)
  const allocation = allocatedBy(situation, asOf)
  const known = new Set(allocation.map(({ id }) => id))
  const recorded = situation.events.filter(({ event }) => isEventTime(event.at) && dayOf(event.at) <= asOf)
  const within = recorded.filter(({ event }) => known.has(event.case))
  const events = within.map(({ event }) => event)
  const set = buildAnalysisSet(protocol, { allocation, sample, events, arrivals: arrivalTimes(situation) })
  const cases = set.cases.map((_, row) => watchedCase(situation, set, row))
  const byId = new Map<CaseId, WatchedCase>(cases.map(item => [item.id, item]))
  const recordedOn = new Map(within.map(({ event, recordedAt }) => [event.id, recordedAt]))
  const records = standingEvents(events).flatMap((event): WatchedRecord[] => {
    const of = byId.get(event.case)
    const moment = notice === null ? recordedOn.get(event.id) : undefined
    return of === undefined
      ? []
      : [{ event, of, day: dayOf(event.at), recordedOn: moment === undefined ? undefined : dayOf(moment) }]
  })
  const state: TrialState = {
    protocol,
    asOf,
    armsKnown,
    outcomesElsewhere,
    cases,
    records,
    targets: situation.targets,
    plannedCases: plannedCases(situation, asOf),
    outcomes: new Map([...set.outcomes].map(([id, { values }]) => [id, values])),
    primary: primaryOutcomes(plan),
    ratios: armsKnown ? ratioEvidence(situation, allocation) : [],
  }
  return { state, set, events, later: situation.events.length - within.length }
}

/** The cases that were allocated by the end of a day. */
function allocatedBy({ trial, allocation, arrivals }: Situation, asOf: CivilDate) {
  const { timeZone } = trial.protocol
  return allocation.filter(({ id }) => {
    const arrived = arrivals.get(id)
    return arrived === undefined || civilDateOf(arrived.at, timeZone) <= asOf
  })
}

/** When each case arrived; undefined where all came at once. */
export function arrivalTimes({ trial, arrivals }: Situation): ReadonlyMap<CaseId, string> | undefined {
  return trial.protocol.enrolment === undefined ? undefined : new Map([...arrivals].map(([id, { at }]) => [id, at]))
}

function watchedCase({ trial, arrivals }: Situation, { cases, windows }: AnalysisSet, row: number): WatchedCase {
  const { followUp, timeZone } = trial.protocol
  const { id, arm, stratum, cluster } = cases[row] as AnalysisSet['cases'][number]
  const arrived = arrivals.get(id)
  const since = arrived === undefined ? followUp.from : civilDateOf(arrived.at, timeZone)
  const window = windows === undefined ? { from: followUp.from, to: followUp.to } : (windows[row] ?? null)
  return { id, arm, stratum, cluster, since, window, row }
}

/** Cases that were to be allocated by a day: all of a batch, and of arrivals those of the days that are over. */
function plannedCases({ trial, targets, sample }: Situation, asOf: CivilDate): number | undefined {
  const { enrolment, caseload } = trial.protocol
  if (enrolment === undefined) return targets === undefined ? sample.length : casesOfTargets(targets)
  if (enrolment.cases === undefined) return undefined
  const days = daysOf(enrolment.until) - daysOf(caseload.asOf.date) + 1
  const over = Math.min(Math.max(daysOf(asOf) - daysOf(caseload.asOf.date) + 1, 0), days)
  return (enrolment.cases * over) / days
}

/** Outcomes of the primary analyses of a plan, each once; of its first analysis where none is primary. */
export function primaryOutcomes({ analyses }: Pick<Plan, 'analyses'>): OutcomeId[] {
  const primary = analyses.filter(({ role }) => role === 'primary')
  const asked = primary.length > 0 ? primary : analyses.slice(0, 1)
  return [...new Set(asked.map(({ outcome }) => outcome))].sort(compareBytes)
}
