import type { MeasureSplit } from '../../model/monitoring.ts'
import { declaredStrata } from '../../model/strata.ts'
import { type Measure, type MeasureSettings, noReading, type Reading } from './measure.ts'
import { restrictState, type TrialState } from './state.ts'

/** A measure of the whole trial (`group` null), or of an arm or stratum. */
export interface GroupReading {
  group: string | null
  reading: Reading
}

/** Reads a measure of a trial, or of each of its arms or strata in the protocol's order. */
export function readMeasure(
  measure: Measure,
  state: TrialState,
  settings: MeasureSettings = {},
  per?: MeasureSplit,
): readonly GroupReading[] {
  const sealed = !state.armsKnown && (measure.needsArms === true || per === 'arm')
  if (sealed) return [{ group: null, reading: noReading('The arms are sealed.') }]
  if (state.outcomesElsewhere === true && measure.ofAllocation !== true) {
    return [{ group: null, reading: noReading('The outcomes are in an engine, and the run has no log to read.') }]
  }
  if (per === undefined) return [{ group: null, reading: measure.read(state, settings) }]
  return groupsOf(state, per).map(group => ({
    group,
    reading: measure.read(restrictState(state, per, group), settings),
  }))
}

function groupsOf({ protocol }: TrialState, per: MeasureSplit): string[] {
  return per === 'arm' ? protocol.arms.map(({ id }) => id) : declaredStrata(protocol)
}
