export { type AlarmState, readAlarms } from './alarms.ts'
export { casesOfLoss } from './losses.ts'
export type { Measure, MeasureSettings, MeasureUnit, Reading } from './measure.ts'
export { type GroupReading, readMeasure } from './read-measure.ts'
export { measures } from './registry.ts'
export { type Spend, spendOf } from './spend.ts'
export {
  casesOfTargets,
  type RatioEvidence,
  restrictState,
  type TrialState,
  type WatchedCase,
  type WatchedRecord,
} from './state.ts'
