// The public API, by stage. Everything here takes what it needs as arguments: the random source, the clock, progress.

// Trial: a folder of data, read and checked

export type { Condition } from './model/condition.ts'
export { jsonSchemas } from './model/json-schemas.ts'
export type { Plan, PlannedAnalysis } from './model/plan.ts'
export { type Arm, type Criterion, controlArm, type EventKind, type Outcome, type Protocol } from './model/protocol.ts'
export type { Claim, Figure, Published, Quantity, RedrawnChart, Verdict } from './model/published.ts'
export type { Synthetic } from './model/synthetic.ts'
export { checkTrial, type TrialCheck } from './pipeline/check-trial.ts'
export {
  findTrial,
  readProtocol,
  readPublished,
  readSynthetic,
  readTrial,
  type Trial,
} from './pipeline/trial-folder.ts'

// Problems, progress and random integers: what every stage shares

export {
  CheckFailed,
  type ExitCode,
  exitCodes,
  InternalError,
  type Issue,
  type Place,
  printIssue,
  printIssues,
  TrialError,
} from './core/errors.ts'
export { parsePounds, penceToPounds } from './core/money.ts'
export { type Progress, silent } from './core/progress.ts'
export { type IntegerSource, type StreamFor, shuffled, streamsOf } from './core/random.ts'

// Design: who may take part, who does, and in which arm

export { allocate, allocationMethods } from './design/allocation/methods.ts'
export { type AllocationDifference, describeDifference, verifyAllocation } from './design/allocation/verify.ts'
export { assessEligibility, type Eligibility, type ExclusionCount, exclusionReasons } from './design/eligibility.ts'
export { drawSample, type Sample, type StratumSample } from './design/sample.ts'
export { readTargets, type Targets } from './design/targets.ts'
export type { AllocatedCase, CaseTable, SampledCase } from './model/case.ts'
export { type Caseload, readCaseload } from './storage/caseload.ts'

// Outcomes: the append-only log, and the analysis set made from it

export type { FieldValue, OutcomeEvent } from './model/event.ts'
export { analysisRows, largestCluster } from './outcomes/analysis-rows.ts'
export { type AnalysisInputs, type AnalysisSet, buildAnalysisSet } from './outcomes/analysis-set.ts'
export { analysisSetColumns, analysisSetText, readAnalysisSet } from './outcomes/analysis-set-file.ts'
export { checkEvents } from './outcomes/check-events.ts'
export { standingEvents } from './outcomes/corrections.ts'
export type { EventContext } from './outcomes/event-context.ts'
export { recordEvents, type Submission } from './outcomes/record.ts'
export { type EventsFile, readEvents } from './storage/events-file.ts'
export type { ChainBreak, LogHead } from './storage/log-chain.ts'
export { type Clock, type OutcomeLog, openExistingLog, openLog } from './storage/outcome-log.ts'

// Summaries: exact integers in cells of arm and stratum

export type {
  AnySummary,
  Cell,
  ClusterMoments,
  Counts,
  Frequencies,
  Moments,
  OutcomeUnit,
  Ranks,
  Summary,
  SummaryKind,
} from './model/summary.ts'
export { rowLevel } from './model/summary.ts'
export { collapseStrata } from './summaries/collapse-strata.ts'
export type { AnalysisColumn, AnalysisRow } from './summaries/column.ts'
export { derive } from './summaries/derive.ts'
export { findSummary, summarise } from './summaries/engines/memory.ts'
export { merge } from './summaries/merge.ts'
export { restrictToLevel } from './summaries/restrict-to-level.ts'

// Statistics: pure functions of summaries

export type {
  ArmEstimate,
  ArmEstimates,
  Caution,
  Citation,
  Computation,
  ContrastEstimate,
  ContrastEstimates,
  ContrastSpec,
  Interval,
  Method,
  MethodOptions,
  NotEstimated,
  Result,
  TestBounds,
  TestResult,
  UndefinedReason,
} from './model/method.ts'
export { clusterRobustDifferenceInMeans } from './statistics/clusters/cluster-robust-difference-in-means.ts'
export { clusterRobustDifferenceInProportions } from './statistics/clusters/cluster-robust-difference-in-proportions.ts'
export { clusterRobustMeanInterval } from './statistics/clusters/cluster-robust-mean-interval.ts'
export { clusterRobustProportionInterval } from './statistics/clusters/cluster-robust-proportion-interval.ts'
export { stratifiedClusterRobustDifferenceInMeans } from './statistics/clusters/stratified-cluster-robust-difference-in-means.ts'
export { stratifiedClusterRobustDifferenceInProportions } from './statistics/clusters/stratified-cluster-robust-difference-in-proportions.ts'
export { stratifiedClusterRobustMeanInterval } from './statistics/clusters/stratified-cluster-robust-mean-interval.ts'
export { stratifiedClusterRobustProportionInterval } from './statistics/clusters/stratified-cluster-robust-proportion-interval.ts'
export { clopperPearson, clopperPearsonInterval } from './statistics/counts/clopper-pearson-interval.ts'
export { newcombeDifference } from './statistics/counts/newcombe-difference.ts'
export { pearsonChiSquared } from './statistics/counts/pearson-chi-squared.ts'
export {
  minimumDetectableProportion,
  powerOfTwoProportions,
  type TwoProportions,
} from './statistics/counts/power-two-proportions.ts'
export type { Binomial } from './statistics/counts/proportion.ts'
export { stratifiedDifferenceInProportions } from './statistics/counts/stratified-difference-in-proportions.ts'
export { stratifiedProportionInterval } from './statistics/counts/stratified-proportion-interval.ts'
export { waldInterval } from './statistics/counts/wald-interval.ts'
export { wilson, wilsonInterval } from './statistics/counts/wilson-interval.ts'
export { applyMethod } from './statistics/define-method.ts'
export { differenceInMeansWelch } from './statistics/means/difference-in-means-welch.ts'
export { differenceInMeansZ } from './statistics/means/difference-in-means-z.ts'
export { meanIntervalT } from './statistics/means/mean-interval-t.ts'
export { meanIntervalZ } from './statistics/means/mean-interval-z.ts'
export { minimumDetectableDifference, powerOfDifferenceInMeans, type Spread } from './statistics/means/power-means.ts'
export { stratifiedDifferenceInMeans } from './statistics/means/stratified-difference-in-means.ts'
export { stratifiedMeanInterval } from './statistics/means/stratified-mean-interval.ts'
export { type AttainableKruskalWallis, attainableKruskalWallis } from './statistics/ranks/attainable-kruskal-wallis.ts'
export { kruskalWallis } from './statistics/ranks/kruskal-wallis.ts'
export { fullReference, type ReferenceKey, references } from './statistics/references.ts'
export { methods } from './statistics/registry.ts'

// Economics: what an additional pound cost

export { type AdditionalAmount, type ArmCost, additionalAmount } from './economics/amount.ts'
export { type BreakEven, breakEven } from './economics/break-even.ts'
export { type CollectedLessCost, collectedLessCost } from './economics/collected-less-cost.ts'
export {
  type CostPerAdditionalPound,
  costPerAdditionalPound,
  costSet,
} from './economics/cost-per-additional-pound.ts'
export { type FiellerSet, fiellerSet, type RatioOfEstimates } from './economics/fieller-set.ts'

// Numerics: distributions with both tails, special functions, descriptives

export { mean, median, medianAbsoluteDeviation, quantile, sampleVariance } from './numerics/describe.ts'
export {
  betaCdf,
  betaPdf,
  betaQuantile,
  betaUpperQuantile,
  betaUpperTail,
} from './numerics/distributions/beta.ts'
export { binomialCdf, binomialPmf, binomialUpperTail } from './numerics/distributions/binomial.ts'
export {
  chiSquaredCdf,
  chiSquaredPdf,
  chiSquaredQuantile,
  chiSquaredUpperQuantile,
  chiSquaredUpperTail,
} from './numerics/distributions/chi-squared.ts'
export { fCdf, fPdf, fQuantile, fUpperQuantile, fUpperTail } from './numerics/distributions/f.ts'
export {
  hypergeometricCdf,
  hypergeometricPmf,
  hypergeometricUpperTail,
} from './numerics/distributions/hypergeometric.ts'
export { continuousDistributions, discreteDistributions } from './numerics/distributions/index.ts'
export {
  normalCdf,
  normalPdf,
  normalQuantile,
  normalUpperQuantile,
  normalUpperTail,
} from './numerics/distributions/normal.ts'
export { poissonCdf, poissonPmf, poissonUpperTail } from './numerics/distributions/poisson.ts'
export {
  studentTCdf,
  studentTPdf,
  studentTQuantile,
  studentTTwoSided,
  studentTUpperQuantile,
  studentTUpperTail,
} from './numerics/distributions/student-t.ts'
export { logGamma } from './numerics/gamma.ts'
export { regularisedBetaLower, regularisedBetaUpper } from './numerics/incomplete-beta.ts'
export { regularisedGammaLower, regularisedGammaUpper } from './numerics/incomplete-gamma.ts'
export { findRoot, type RootOptions } from './numerics/root.ts'

// Charts: Vega-Lite specifications; vega itself is loaded by the first drawing

export {
  type CategoryShares,
  type Chart,
  type ContrastsWithIntervals,
  categoryShares,
  chartFiles,
  charts,
  contrastsWithIntervals,
  type MeansWithIntervals,
  meansWithIntervals,
  type RenderedChart,
  renderChart,
  type SharesWithIntervals,
  type StackedShares,
  sharesWithIntervals,
  stackedShares,
} from './charts/index.ts'

// Report: a document, its words and its writers

export type { AdmissibleCounts, ComparedFigure, Comparison, Range } from './model/comparison.ts'
export type { Block, Document, Section } from './report/document.ts'
export { writeHtml } from './report/writers/html.ts'
export { writeMarkdown } from './report/writers/markdown.ts'
export { writeText } from './report/writers/text.ts'

// Pipeline: the stages as the commands run them, each reading its inputs and writing its artefact

export { type AllocationOutcome, allocateSample } from './pipeline/allocate-sample.ts'
export { type AnalysisResult, analysePlan, type SummarySource } from './pipeline/analyse-plan.ts'
export { analyseRun, type RunAnalysis } from './pipeline/analyse-run.ts'
export { drawSampleOfRun, type SampleOutcome, type SampleRequest } from './pipeline/draw-sample.ts'
export { type ArmEconomics, type Economics, evaluateEconomics } from './pipeline/economics.ts'
export type { Findings } from './pipeline/findings.ts'
export { type Generated, generateCaseloadFile, generateEventsFile } from './pipeline/generate.ts'
export { type ReconstructionOutcome, reconstruct } from './pipeline/reconstruct.ts'
export { type RecordOutcome, recordEventsOfRun } from './pipeline/record-events.ts'
export { type RunReport, type RunReproduction, reportRun, reproduceRun } from './pipeline/report-run.ts'
export { type Reproduction, reproducePage } from './pipeline/reproduce-page.ts'
export { type Artefact, artefactPath, artefacts } from './pipeline/run-folder.ts'
export { runTrial, type TrialRun } from './pipeline/run-trial.ts'
export { type Verification, type VerifiedStep, verifyRun } from './pipeline/verify-run.ts'
