export { analysisRows, largestCluster } from './analysis-rows.ts'
export { type AnalysisInputs, type AnalysisRows, type AnalysisSet, buildAnalysisSet } from './analysis-set.ts'
export { analysisSetColumns, analysisSetText, readAnalysisSet } from './analysis-set-file.ts'
export { checkEvents } from './check-events.ts'
export { standingEvents } from './corrections.ts'
export type { EventContext } from './event-context.ts'
export { isEventTime } from './event-time.ts'
export type { AssessedCase } from './flow/before-allocation.ts'
export { buildFlow, type FlowInputs } from './flow/build-flow.ts'
export { requireFlow, violationText } from './flow/check-flow.ts'
export { type AlarmState, readAlarms } from './health/alarms.ts'
export { casesOfLoss } from './health/losses.ts'
export type { Measure, MeasureSettings, MeasureUnit, Reading } from './health/measure.ts'
export { type GroupReading, readMeasure } from './health/read-measure.ts'
export { measures } from './health/registry.ts'
export { type Spend, spendOf } from './health/spend.ts'
export {
  casesOfTargets,
  type RatioEvidence,
  restrictState,
  type TrialState,
  type WatchedCase,
  type WatchedRecord,
} from './health/state.ts'
export { type ArmLabel, type Masked, maskSet, type TellingOutcome, tellingOutcomes } from './masked-set.ts'
export { maskedSetText, readMaskedSet } from './masked-set-file.ts'
export type { OutcomeColumn, OutcomeValue } from './outcome-values.ts'
export { recordEvents, type Submission } from './record.ts'
export { membershipOf, restrictTo, type SetCell, type SetMembership, setCells } from './set-membership.ts'
export { setMembershipText } from './set-membership-file.ts'
