import { type Alarm, type AlarmLimit, alarmLimits } from '../../model/monitoring.ts'
import type { Measure } from './measure.ts'
import { type GroupReading, readMeasure } from './read-measure.ts'
import { measures } from './registry.ts'
import type { TrialState } from './state.ts'

/** An alarm as it stands. `unknown`: in no group on, and in some its measure is not known. Off where there is nothing to measure yet. */
export interface AlarmState {
  alarm: Alarm
  measure: Measure
  limit: { kind: AlarmLimit; value: number }
  state: 'on' | 'off' | 'unknown'
  readings: readonly (GroupReading & { on: boolean })[]
}

const isBeyond: Readonly<Record<AlarmLimit, (value: number, limit: number) => boolean>> = {
  atLeast: (value, limit) => value >= limit,
  atMost: (value, limit) => value <= limit,
  above: (value, limit) => value > limit,
  below: (value, limit) => value < limit,
}

const order = { on: 0, unknown: 1, off: 2 } as const

/** The alarms of a protocol: those that are on first, each kind in the protocol's order. */
export function readAlarms(state: TrialState): AlarmState[] {
  const alarms = state.protocol.monitoring?.alarms ?? []
  return alarms
    .flatMap(alarm => {
      const measure = measures.find(alarm.measure)
      return measure === undefined ? [] : [readAlarm(alarm, measure, state)]
    })
    .sort((a, b) => order[a.state] - order[b.state])
}

function readAlarm(alarm: Alarm, measure: Measure, state: TrialState): AlarmState {
  const limit = limitOf(alarm)
  const readings = readMeasure(measure, state, alarm, alarm.per).map(each => ({
    ...each,
    on: each.reading.status === 'computed' && isBeyond[limit.kind](each.reading.value, limit.value),
  }))
  const isUnknown = readings.some(({ reading }) => reading.status === 'undefined')
  const stands = readings.some(({ on }) => on) ? 'on' : isUnknown ? 'unknown' : 'off'
  return { alarm, measure, limit, state: stands, readings }
}

function limitOf(alarm: Alarm): AlarmState['limit'] {
  const kind = alarmLimits.find(name => alarm[name] !== undefined) ?? 'atLeast'
  return { kind, value: alarm[kind] ?? 0 }
}
