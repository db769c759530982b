export { amountsByDay, type DatedAmount } from './amounts-by-day.ts'
export { analysisRows, largestCluster } from './analysis-rows.ts'
export {
  type AnalysisInputs,
  type AnalysisRows,
  type AnalysisSet,
  buildAnalysisSet,
  casesAtBaseline,
} from './analysis-set.ts'
export { analysisSetColumns, analysisSetText, readAnalysisSet } from './analysis-set-file.ts'
export type { CaseWindow } from './case-window.ts'
export { checkEvents } from './check-events.ts'
export { standingEvents } from './corrections.ts'
export { type ColumnDescription, describeColumns, dictionaryText } from './dictionary.ts'
export type { EventContext } from './event-context.ts'
export { isEventTime } from './event-time.ts'
export { type FlagCounts, type Flags, flagCounts, flagsOf, flagsText } from './flags.ts'
export * from './flow/index.ts'
export {
  type ArmRecord,
  type ArmTally,
  type HarmsAndDepartures,
  harmsAndDepartures,
  type Tallied,
} from './harms-and-departures.ts'
export * from './health/index.ts'
export { rowsOfTrial, type TrialRows } from './ledger-rows.ts'
export { type ArmLabel, type Masked, maskSet, type TellingOutcome, tellingOutcomes } from './masked-set.ts'
export { maskedSetText, readMaskedSet } from './masked-set-file.ts'
export type { OutcomeColumn, OutcomeValue } from './outcome-values.ts'
export {
  type AllowedKind,
  allowedNext,
  allowedText,
  type CaseHistory,
  type Restriction,
} from './process/allowed-next.ts'
export { type ProcessDeviation, processDeviations } from './process/deviations.ts'
export {
  type EventVerdict,
  type Recorded,
  Recorder,
  type RecordingContext,
  type Submission,
} from './recorder.ts'
export { membershipOf, restrictTo, type SetCell, type SetMembership, setCells } from './set-membership.ts'
export { setMembershipText } from './set-membership-file.ts'
export { divideCases, type SubgroupDivision } from './subgroup-division.ts'
