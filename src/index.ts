// The public API, by stage. Everything here takes what it needs as arguments: the random source, the clock, progress.

// Trial: a folder of data, read and checked

export type { PlannedSet, SetFacts } from './model/analysis-sets.ts'
export type { Condition } from './model/condition.ts'
export { jsonSchemas } from './model/json-schemas.ts'
export type { Plan, PlannedAnalysis } from './model/plan.ts'
export { type Arm, type Criterion, controlArm, type EventKind, type Outcome, type Protocol } from './model/protocol.ts'
export type { Claim, Figure, Published, Quantity, RedrawnChart, Verdict } from './model/published.ts'
export type { Sizing } from './model/sizing.ts'
export type {
  ContrastIn,
  GroupEffect,
  Heterogeneity,
  SubgroupEstimates,
  SubgroupResult,
} from './model/subgroup-results.ts'
export type { Subgrouping } from './model/subgroups.ts'
export type { Synthetic } from './model/synthetic.ts'
export { type BenchmarkCheck, checkBenchmark } from './pipeline/check-benchmark.ts'
export { checkTrial, type TrialCheck } from './pipeline/check-trial.ts'
export {
  findTrial,
  readProtocol,
  readPublished,
  readSizing,
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

export type { Arrival, ArrivalDealer } from './design/allocation/method.ts'
export {
  allocate,
  allocationMethods,
  arrivalDealer,
  dealerOf,
  drawAllocation,
  redrawOf,
} from './design/allocation/methods.ts'
export { type AllocationDifference, describeDifference, verifyAllocation } from './design/allocation/verify.ts'
export { assessBalance, type Balance, type BalanceOptions } from './design/balance/assess-balance.ts'
export type {
  ArmDifference,
  ArmValue,
  BalanceQuantity,
  BalanceView,
  CovariateBalance,
  Weighting,
} from './design/balance/compare-arms.ts'
export type { OmnibusTest } from './design/balance/omnibus.ts'
export type { SampleRatios } from './design/balance/sample-ratios.ts'
export type { RatioPart } from './design/count-vectors.ts'
export { assessEligibility, type Eligibility, type ExclusionCount, exclusionReasons } from './design/eligibility.ts'
export type { AllocationRecord, DrawnTable, SampleTable, SamplingMethod, SamplingProtocol } from './design/index.ts'
export { readTargets, type Targets, withRegister } from './design/index.ts'
export * from './design/power/index.ts'
export { type Profile, profileSample } from './design/profile.ts'
export { drawSample, type Replacement, type Sample, type StratumSample } from './design/sample.ts'
export {
  type RatioDraw,
  type RatioFinding,
  type RatioGroup,
  type SampleRatio,
  sampleRatio,
} from './design/sample-ratio.ts'
export { samplingMethods } from './design/sampling/methods.ts'
export * from './design/sequential/index.ts'
export type { AllocatedCase, CaseColumn, CaseTable, DrawnCase, Rows, SampledCase } from './model/case.ts'
export type { CountsDraw, DesignRedraw, LinkedType, Redraw } from './model/redraw.ts'
export type { RegisterEntry } from './model/register.ts'
export { type Caseload, readCaseload } from './storage/caseload.ts'

// Outcomes: the append-only log, and the analysis set made from it

export type { EnrolmentEvent } from './model/enrolment.ts'
export type { FieldValue, OutcomeEvent } from './model/event.ts'
export { type Flow, type FlowIdentity, type FlowNode, type FlowViolation, flowViolations } from './model/flow.ts'
export * from './outcomes/index.ts'
export { type ClickHouseOptions, openClickHouse } from './storage/engines/clickhouse.ts'
export { type DuckDBOptions, type DuckDBSource, openDuckDB } from './storage/engines/duckdb.ts'
export type { EngineColumn, EngineRow, EngineType, QueryEngine } from './storage/engines/engine.ts'
export { openPostgres, type PostgresOptions } from './storage/engines/postgres.ts'
export { type EventsFile, readEvents } from './storage/events-file.ts'
export type { ChainBreak, LogHead } from './storage/log/chain.ts'
export type { Clock, LoggedEvent, LogReader, LogSnapshot, LogWriter, OutcomeLog } from './storage/log/outcome-log.ts'
export { openPostgresLog } from './storage/log/postgres-log.ts'
export { openExistingLog, openLog } from './storage/log/sqlite-log.ts'

// Summaries: exact integers in cells of arm and stratum

export type {
  AnySummary,
  Cell,
  ClusterMoments,
  Counts,
  CrossProducts,
  Frequencies,
  Moments,
  OutcomeUnit,
  Ranks,
  Summary,
  SummaryKind,
  Unit,
  Units,
  UnitType,
} from './model/summary.ts'
export { rowLevel } from './model/summary.ts'
export { endsOf, type Waiting, waitingCode } from './model/waiting.ts'
export { collapseStrata } from './summaries/collapse-strata.ts'
export type { AnalysisColumn, AnalysisRow } from './summaries/column.ts'
export { type CountsTable, countsOfTable } from './summaries/counts-of-table.ts'
export { derive } from './summaries/derive.ts'
export { frequenciesFromArrays, ranksFromArrays } from './summaries/engines/arrays.ts'
export { findSummary, summarise } from './summaries/engines/memory.ts'
export type { ArrayColumn } from './summaries/engines/sorted-column.ts'
export type { Shards } from './summaries/engines/sql/shards.ts'
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
  MethodTraits,
  NotEstimated,
  Result,
  TestBounds,
  TestResult,
  UndefinedReason,
} from './model/method.ts'
export * from './statistics/clusters/index.ts'
export { complierAverageEffect } from './statistics/compliers/complier-average-effect.ts'
export { stratifiedComplierAverageEffect } from './statistics/compliers/stratified-complier-average-effect.ts'
export { agrestiCoullInterval } from './statistics/counts/agresti-coull-interval.ts'
export { clopperPearson, clopperPearsonInterval } from './statistics/counts/clopper-pearson-interval.ts'
export { cochranArmitage } from './statistics/counts/cochran-armitage.ts'
export { cochranMantelHaenszel } from './statistics/counts/cochran-mantel-haenszel.ts'
export { exactConditionalPearson } from './statistics/counts/exact-conditional-pearson.ts'
export { exactConditionalProbability } from './statistics/counts/exact-conditional-probability.ts'
export { gTest } from './statistics/counts/g-test.ts'
export { interactionOfProportions } from './statistics/counts/interaction-of-proportions.ts'
export { jeffreysInterval } from './statistics/counts/jeffreys-interval.ts'
export { koopmanRiskRatio } from './statistics/counts/koopman-risk-ratio.ts'
export { mantelHaenszelOddsRatio } from './statistics/counts/mantel-haenszel-odds-ratio.ts'
export { midPInterval } from './statistics/counts/mid-p-interval.ts'
export { miettinenNurminenDifference } from './statistics/counts/miettinen-nurminen-difference.ts'
export { newcombeDifference } from './statistics/counts/newcombe-difference.ts'
export { numberNeeded } from './statistics/counts/number-needed.ts'
export { oddsRatio } from './statistics/counts/odds-ratio.ts'
export { pearsonChiSquared } from './statistics/counts/pearson-chi-squared.ts'
export type { Binomial } from './statistics/counts/proportion.ts'
export { riskRatio } from './statistics/counts/risk-ratio.ts'
export { stratifiedDifferenceInProportions } from './statistics/counts/stratified-difference-in-proportions.ts'
export { stratifiedProportionInterval } from './statistics/counts/stratified-proportion-interval.ts'
export { waldDifference } from './statistics/counts/wald-difference.ts'
export { waldInterval } from './statistics/counts/wald-interval.ts'
export { wilson, wilsonInterval } from './statistics/counts/wilson-interval.ts'
export { wilsonIntervalCorrected } from './statistics/counts/wilson-interval-corrected.ts'
export { yatesChiSquared } from './statistics/counts/yates-chi-squared.ts'
export { applyMethod } from './statistics/define-method.ts'
export { effectHeterogeneity } from './statistics/heterogeneity.ts'
export { cappedDifferenceInMeans } from './statistics/means/capped-difference-in-means.ts'
export { differenceInMeansPooled } from './statistics/means/difference-in-means-pooled.ts'
export { differenceInMeansWelch } from './statistics/means/difference-in-means-welch.ts'
export { differenceInMeansZ } from './statistics/means/difference-in-means-z.ts'
export { dunnett } from './statistics/means/dunnett.ts'
export { gamesHowell } from './statistics/means/games-howell.ts'
export { interactionOfMeans } from './statistics/means/interaction-of-means.ts'
export { meanIntervalT } from './statistics/means/mean-interval-t.ts'
export { meanIntervalZ } from './statistics/means/mean-interval-z.ts'
export { oneWayAnova } from './statistics/means/one-way-anova.ts'
export { stratifiedDifferenceInMeans } from './statistics/means/stratified-difference-in-means.ts'
export { stratifiedMeanInterval } from './statistics/means/stratified-mean-interval.ts'
export { tukey } from './statistics/means/tukey.ts'
export { twoPartDecomposition } from './statistics/means/two-part-decomposition.ts'
export {
  type Payments,
  type PaymentsWithSpread,
  type TwoParts,
  twoParts,
  type VarianceOfParts,
  varianceOfParts,
} from './statistics/means/two-parts.ts'
export { welchAnova } from './statistics/means/welch-anova.ts'
export { winsorisedDifferenceInMeans } from './statistics/means/winsorised-difference-in-means.ts'
export * from './statistics/multiplicity/index.ts'
export { randomisationContrasts } from './statistics/randomisation/randomisation-contrasts.ts'
export { randomisationTest, randomisationTestOf } from './statistics/randomisation/randomisation-test.ts'
export type {
  PreparedStatistic,
  Quantity as DealtQuantity,
  RandomisationStatistic,
  Setting as DealtSetting,
  Totals as DealtTotals,
} from './statistics/randomisation/statistic.ts'
export { randomisationStatistics } from './statistics/randomisation/statistics.ts'
export { type AttainableKruskalWallis, attainableKruskalWallis } from './statistics/ranks/attainable-kruskal-wallis.ts'
export { brunnerMunzel } from './statistics/ranks/brunner-munzel.ts'
export { dunn } from './statistics/ranks/dunn.ts'
export { kruskalWallis } from './statistics/ranks/kruskal-wallis.ts'
export { kruskalWallisExact } from './statistics/ranks/kruskal-wallis-exact.ts'
export { mannWhitney } from './statistics/ranks/mann-whitney.ts'
export { vanElteren } from './statistics/ranks/van-elteren.ts'
export { fullReference, type ReferenceKey, references } from './statistics/references.ts'
export { methods } from './statistics/registry.ts'
export { bootstrapDifferenceBca } from './statistics/resampling/bootstrap-difference-bca.ts'
export { bootstrapDifferencePercentile } from './statistics/resampling/bootstrap-difference-percentile.ts'
export { bootstrapDifferenceT } from './statistics/resampling/bootstrap-difference-t.ts'
export { clusterBootstrapDifferenceBca } from './statistics/resampling/cluster-bootstrap-difference-bca.ts'
export { clusterBootstrapDifferencePercentile } from './statistics/resampling/cluster-bootstrap-difference-percentile.ts'
export { clusterBootstrapDifferenceT } from './statistics/resampling/cluster-bootstrap-difference-t.ts'
export { resultOf } from './statistics/result-of.ts'
export * from './statistics/sequential/index.ts'
export * from './statistics/survival/index.ts'
export { methodTraits } from './statistics/traits.ts'
export { inverseProbabilityWeightedDifferenceInMeans } from './statistics/weighting/inverse-probability-weighted-difference-in-means.ts'
export { inverseProbabilityWeightedDifferenceInProportions } from './statistics/weighting/inverse-probability-weighted-difference-in-proportions.ts'

// Economics: what an additional pound cost

export * from './economics/index.ts'

// Numerics: distributions with both tails, special functions, descriptives

export { mean, median, medianAbsoluteDeviation, quantile, sampleVariance } from './numerics/describe.ts'
export {
  betaCdf,
  betaPdf,
  betaQuantile,
  betaUpperQuantile,
  betaUpperTail,
} from './numerics/distributions/beta.ts'
export {
  binomialCdf,
  binomialPmf,
  binomialQuantile,
  binomialUpperQuantile,
  binomialUpperTail,
} from './numerics/distributions/binomial.ts'
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
  hypergeometricQuantile,
  hypergeometricUpperQuantile,
  hypergeometricUpperTail,
} from './numerics/distributions/hypergeometric.ts'
export { continuousDistributions, discreteDistributions } from './numerics/distributions/index.ts'
export {
  noncentralChiSquaredCdf,
  noncentralChiSquaredPdf,
  noncentralChiSquaredQuantile,
  noncentralChiSquaredUpperQuantile,
  noncentralChiSquaredUpperTail,
} from './numerics/distributions/noncentral-chi-squared.ts'
export {
  noncentralFCdf,
  noncentralFPdf,
  noncentralFQuantile,
  noncentralFUpperQuantile,
  noncentralFUpperTail,
} from './numerics/distributions/noncentral-f.ts'
export {
  noncentralTCdf,
  noncentralTPdf,
  noncentralTQuantile,
  noncentralTUpperQuantile,
  noncentralTUpperTail,
} from './numerics/distributions/noncentral-t.ts'
export {
  normalCdf,
  normalPdf,
  normalQuantile,
  normalUpperQuantile,
  normalUpperTail,
} from './numerics/distributions/normal.ts'
export {
  poissonCdf,
  poissonPmf,
  poissonQuantile,
  poissonUpperQuantile,
  poissonUpperTail,
} from './numerics/distributions/poisson.ts'
export {
  studentTCdf,
  studentTPdf,
  studentTQuantile,
  studentTTwoSided,
  studentTUpperQuantile,
  studentTUpperTail,
} from './numerics/distributions/student-t.ts'
export {
  studentisedRangeCdf,
  studentisedRangeQuantile,
  studentisedRangeUpperQuantile,
  studentisedRangeUpperTail,
} from './numerics/distributions/studentised-range.ts'
export { dunnettCdf, dunnettUpperQuantile, dunnettUpperTail, type Sides } from './numerics/dunnett.ts'
export { erfc } from './numerics/error-function.ts'
export { logGamma } from './numerics/gamma.ts'
export { regularisedBetaLower, regularisedBetaUpper } from './numerics/incomplete-beta.ts'
export { regularisedGammaLower, regularisedGammaUpper } from './numerics/incomplete-gamma.ts'
export { type LeastSquares, leastSquares } from './numerics/least-squares.ts'
export type { Matrix } from './numerics/linear-algebra.ts'
export { multivariateNormalRectangle } from './numerics/multivariate-normal.ts'
export { findRoot, type RootOptions } from './numerics/root.ts'
export {
  continueWithin,
  exitAbove,
  exitBelow,
  type Look,
  type SequentialExits,
  type SequentialState,
  sequentialNormal,
  startSequence,
} from './numerics/sequential-normal.ts'

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

// Audit: the printed numbers of any report, checked against each other
export type { Audit, AuditFinding, AuditVerdict } from './model/audit.ts'
export type { AuditFile, AuditNumber, AuditTogether, AuditWhole, Relation } from './model/audit-file.ts'
// Report: a document, its words and its writers
export type { AdmissibleCounts, ComparedFigure, Comparison, Range } from './model/comparison.ts'
export { auditReport } from './pipeline/audit/audit-report.ts'
export { type AuditOutcome, auditRun } from './pipeline/audit/audit-run.ts'
export { findAuditFile, readAuditFile } from './pipeline/audit/read-audit-file.ts'
// Pipeline: the stages as the commands run them, each reading its inputs and writing its artefact
export * from './pipeline/index.ts'
export { auditDocument } from './report/audit/audit-document.ts'
export type { Block, Document, Section } from './report/document.ts'
export { writeHtml } from './report/writers/html.ts'
export { writeMarkdown } from './report/writers/markdown.ts'
export { writeText } from './report/writers/text.ts'
export * from './statistics/bounds/index.ts'
