export { type AllocationOutcome, allocateSample } from './allocate-sample.ts'
export { type AnalysisResult, analysePlan, type SummarySource } from './analyse-plan.ts'
export { type AnalysisRequest, analyseRun, type RunAnalysis } from './analyse-run.ts'
export { type AnalysedPart, analysePart, mergeAnalysis } from './analysis-parts/index.ts'
export { type BackupOutcome, backupLog } from './backup-log.ts'
export type { BoundaryFlags } from './boundaries/request.ts'
export { tidyBoundaries } from './boundaries/tidy-boundaries.ts'
export {
  type BoundaryLook,
  type BoundaryPoint,
  type BoundaryScenario,
  type TrialBoundaries,
  trialBoundaries,
} from './boundaries/trial-boundaries.ts'
export type { DrawAssurance, DrawCommitment } from './commit/assurance.ts'
export { type CommitOutcome, type CommitRequest, commitRun } from './commit/commit-run.ts'
export { newSecret } from './commit/secret.ts'
export type { StartRequest } from './commit/start.ts'
export { dashboardHtml, writeDashboard } from './dashboard.ts'
export { drawSampleOfRun, type SampleOutcome, type SampleRequest } from './draw-sample.ts'
export type { Drawing } from './drawing.ts'
export type { DrawingJob } from './drawing-job.ts'
export { type ArmEconomics, type Economics, evaluateEconomics } from './economics.ts'
export { summariseTable } from './engines/summarise-table.ts'
export { type ArrivingCase, readArrival, readArrivals } from './enrolment/arrivals.ts'
export { type CloseOutcome, closeEnrolment } from './enrolment/close-enrolment.ts'
export { type EnrolledOutcome, type EnrolOutcome, type EnrolRequest, enrolCases } from './enrolment/enrol.ts'
export { type OpenOutcome, type OpenRequest, openEnrolment } from './enrolment/open-enrolment.ts'
export { type EventsExport, type EventsExportRequest, exportEvents } from './export-events.ts'
export { exportRegister, type RegisterExport } from './export-register.ts'
export { type ExportedVerifier, exportVerifier } from './export-verifier.ts'
export type { Findings } from './findings.ts'
export { type FlowOutcome, flowOfRun } from './flow-run.ts'
export { type Generated, generateCaseloadFile, generateEventsFile } from './generate.ts'
export { analyseMasked, type MaskedAnalysis } from './masking/analyse-masked.ts'
export { type MaskOutcome, type MaskRequest, maskRun } from './masking/mask-run.ts'
export { type UnmaskOutcome, type UnmaskRequest, unmask } from './masking/unmask.ts'
export type { AnswerTexts } from './new-trial/answers.ts'
export { copyTrial, type MadeTrial, makeTrial } from './new-trial/make-trial.ts'
export {
  type BreakEvenPower,
  type ContrastPower,
  type OutcomePower,
  powerOfTrial,
  type SampleSize,
  type TrialPower,
  writePower,
} from './power/index.ts'
export { type SizingFlags, sizingOf } from './power/read-sizing.ts'
export { type ReconstructionOutcome, reconstruct } from './reconstruct.ts'
export { type RecordOutcome, recordEventsOfRun } from './record-events.ts'
export { type RedcapTable, type RedcapTableRequest, writeRedcapTable } from './redcap/allocation-table.ts'
export { compareRedcapRecords, type RedcapComparison, type RedcapMismatch } from './redcap/compare-records.ts'
export {
  compareRedcapTable,
  type RedcapTableComparison,
  type RedcapTableDifference,
} from './redcap/compare-table.ts'
export type { BegunRun } from './registration/material.ts'
export { type Registration, registerTrial } from './registration/register-trial.ts'
export { type RunReport, type RunReproduction, reportRun, reproduceRun } from './report-run.ts'
export { type Reproduction, reproducePage } from './reproduce-page.ts'
export { resample } from './resample.ts'
export { type RestoreOutcome, type RestoreRequest, restoreLog } from './restore-log.ts'
export { type Artefact, artefactPath, artefacts } from './run-folder.ts'
export { openRunLog, type RunLogOptions, readRunLog } from './run-log.ts'
export { keepInStore } from './run-store.ts'
export { runTrial, type TrialRun } from './run-trial.ts'
export { type SealOutcome, type SealRequest, sealRun } from './sealing/seal-run.ts'
export { type UnsealOutcome, type UnsealRequest, unsealRun } from './sealing/unseal-run.ts'
export * from './segments/index.ts'
export {
  type EconomicsPerformance,
  type FamilyPower,
  mergeParts,
  type Performance as SimulatedPerformance,
  type Scenario as SimulationScenario,
  type Simulated as SimulatedNumber,
  type SimulatedAnalysis,
  type SimulatedArm,
  type SimulatedPart,
  type SimulationAsked,
  simulatePart,
  simulateTrial,
  type TrialSimulation,
} from './simulation/index.ts'
export { needsAttention, type StatusOutcome, type StatusRequest, statusOfRun } from './status-run.ts'
export type { RecordedUnblinding, UnblindingGround } from './unblinding/record-unblinding.ts'
export { type UnblindOutcome, type UnblindRequest, unblindCase } from './unblinding/unblind-case.ts'
export { type Evidence, type Verification, type VerifiedStep, verifyRun } from './verify-run.ts'
