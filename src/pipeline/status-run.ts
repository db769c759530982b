import { type CivilDate, isCivilDate } from '../core/civil-date.ts'
import { TrialError } from '../core/errors.ts'
import { flowViolations } from '../model/flow.ts'
import type { OutcomeId } from '../model/ids.ts'
import type { AlarmLimit, MeasureSplit } from '../model/monitoring.ts'
import {
  type AlarmState,
  type MeasureUnit,
  measures,
  type Reading,
  readAlarms,
  readMeasure,
  type Spend,
  spendOf,
  violationText,
} from '../outcomes/index.ts'
import { flowOf } from './flow-run.ts'
import { asOfInvalid } from './issues.ts'
import { type ArmNames, maskedArms, namedArms } from './status/arm-names.ts'
import { type InterimState, interimState, lookContrasts } from './status/interim-looks.ts'
import { type PooledOutcome, pooledOutcomes } from './status/pooled-outcomes.ts'
import { type EnrolmentState, type EventsState, enrolmentState, eventsState } from './status/progress.ts'
import { type RunStage, readSituation } from './status/situation.ts'
import { lastDay, stateOf } from './status/trial-state.ts'
import type { Trial } from './trial-folder.ts'

/** A measure over the whole trial, or in an arm or stratum. */
export interface StatusReading {
  /** Name of the arm or stratum; null over the whole trial. */
  group: string | null
  value: number | null
  /** `empty`: there is nothing yet that it could be of. */
  status: Reading['status']
  /** What the value rests on, or why there is none. */
  detail: string
}

/** An alarm of the protocol as it stands. */
export interface StatusAlarm {
  id: string
  title: string
  measure: string
  unit: MeasureUnit
  limit: { kind: AlarmLimit; value: number }
  per: MeasureSplit | null
  state: AlarmState['state']
  readings: readonly (StatusReading & { on: boolean })[]
  reason: string | null
}

/** A measure of trial health. */
export interface StatusMeasure {
  id: string
  title: string
  computes: string
  unit: MeasureUnit
  readings: readonly StatusReading[]
}

/** How a run is doing on a day. */
export interface StatusOutcome {
  schema: 'equipoise/status/1'
  trial: string
  title: string
  run: string
  notice: string | null
  stage: RunStage
  asOf: CivilDate
  /** `sealed`: unknown. `masked`: what may tell how arms do is pooled or masked. `named`: outcomes are shown by arm. */
  arms: 'sealed' | 'masked' | 'named'
  /** Those that are on first. */
  alarms: readonly StatusAlarm[]
  /** Counts of the flow that do not add up, in words. */
  violations: readonly string[]
  /** Whether the outcomes are in an engine: no event and no outcome is known here. */
  outcomesElsewhere: boolean
  enrolment: EnrolmentState
  events: EventsState
  measures: readonly StatusMeasure[]
  outcomes: readonly PooledOutcome[]
  spend: Spend | null
  interim: InterimState | null
}

/** What to look at, and on what day. */
export interface StatusRequest {
  trial: Trial
  run: string
  /** The last day that counts; that of the last event where absent. */
  asOf?: string | undefined
  /** Key file to a sealed run. */
  key?: string | undefined
  /** Show the contrasts of an interim look that is due. */
  interim?: boolean | undefined
  /** Show by name what could tell how arms do. */
  unmask?: boolean | undefined
}

/** The health of a run on a day. It writes nothing, and by default shows no outcome by arm. */
export async function statusOfRun(request: StatusRequest): Promise<StatusOutcome> {
  const { run, asOf, unmask = false } = request
  if (asOf !== undefined && !isCivilDate(asOf)) throw new TrialError([asOfInvalid(asOf)])
  const situation = await readSituation(request.trial, run, request.key)
  const { trial, notice, stage, armsKnown, outcomesElsewhere } = situation
  const { protocol } = trial
  const watched = stateOf(situation, asOf ?? lastDay(situation))
  const { state } = watched
  const named = namedArms(protocol)
  const masked = unmask ? named : maskedArms(protocol, trial.hashes.protocol)
  const flow = flowOf(situation, watched)
  const interim = outcomesElsewhere ? null : interimState(trial, watched)
  const isShown = interim !== null && request.interim === true && armsKnown
  return {
    schema: 'equipoise/status/1',
    trial: protocol.id,
    title: protocol.title,
    run,
    notice,
    stage,
    asOf: state.asOf,
    arms: armsKnown ? (unmask ? 'named' : 'masked') : 'sealed',
    alarms: readAlarms(state).map(each => statusAlarm(each, each.measure.masked ? masked : named)),
    violations: flowViolations(flow).map(violation => violationText(violation, flow)),
    enrolment: enrolmentState(watched),
    events: eventsState(watched, unmask),
    measures: measures.all.map(measure => {
      const isSplit = measure.per.includes('arm') && armsKnown && (unmask || !measure.masked)
      const readings = [...readMeasure(measure, state), ...(isSplit ? readMeasure(measure, state, {}, 'arm') : [])]
      const { id, title, computes, unit } = measure
      return { id, title, computes, unit, readings: readings.map(each => statusReading(each, named)) }
    }),
    outcomesElsewhere,
    outcomes: outcomesElsewhere ? [] : pooledOutcomes(watched, unmask && armsKnown),
    spend: spendOf(state) ?? null,
    interim: isShown ? { ...interim, contrasts: await lookContrasts(situation, watched, interim, masked) } : interim,
  }
}

/** Whether somebody has to look: an alarm is on, or counts do not add up. */
export const needsAttention = ({ alarms, violations }: StatusOutcome): boolean =>
  violations.length > 0 || alarms.some(({ state }) => state === 'on')

function statusAlarm({ alarm, measure, limit, state, readings }: AlarmState, names: ArmNames): StatusAlarm {
  const { id, title, per = null, reason = null } = alarm
  const shown = readings.map(each => ({
    ...statusReading(each, per === 'arm' ? names : stratum => stratum),
    on: each.on,
  }))
  return { id, title, measure: measure.id, unit: measure.unit, limit, per, state, readings: shown, reason }
}

function statusReading(
  { group, reading }: { group: OutcomeId | null; reading: Reading },
  names: ArmNames,
): StatusReading {
  return {
    group: group === null ? null : names(group),
    status: reading.status,
    value: reading.status === 'computed' ? reading.value : null,
    detail: reading.detail,
  }
}
