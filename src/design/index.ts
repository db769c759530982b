export { AllocationRecord } from './allocation/dealt.ts'
export type {
  AllocationMethod,
  AllocationUnit,
  Arrival,
  ArrivalDealer,
  Dealer,
  DesignProtocol,
} from './allocation/method.ts'
export {
  allocate,
  allocationMethod,
  allocationMethods,
  arrivalDealer,
  dealerOf,
  drawAllocation,
  redealing,
  redrawOf,
  whyCaseByCase,
} from './allocation/methods.ts'
export { type AllocationDifference, describeDifference, verifyAllocation } from './allocation/verify.ts'
export {
  assessBalance,
  type Balance,
  type BalanceOptions,
  defaultRedraws,
  type PreparedBalance,
  prepareBalance,
} from './balance/assess-balance.ts'
export type {
  ArmDifference,
  ArmValue,
  BalanceQuantity,
  BalanceView,
  CovariateBalance,
  Weighting,
} from './balance/compare-arms.ts'
export { baselineCovariates, type Covariate } from './balance/covariates.ts'
export { joinCases } from './balance/joined-cases.ts'
export { type OmnibusTest, omnibusTest, type PreparedOmnibus, prepareOmnibus, redrawing } from './balance/omnibus.ts'
export type { SampleRatios } from './balance/sample-ratios.ts'
export {
  assessEligibility,
  type Eligibility,
  type EligibilityProtocol,
  type ExclusionCount,
  eligibilityOfReasons,
  exclusionReasons,
  exclusionReasonsOn,
} from './eligibility.ts'
export * as designIssues from './issues.ts'
export * from './power/index.ts'
export {
  type MeasureProfile,
  type Profile,
  type ProfileGroup,
  type ProfileValue,
  profileSample,
  type StatedComparison,
} from './profile.ts'
export { withRegister } from './register.ts'
export { drawSample, type Replacement, type Sample, type StratumSample, sampledCases } from './sample.ts'
export { mostCountVectors, type RatioFinding, type SampleRatio, sampleRatio } from './sample-ratio.ts'
export { DrawnTable, drawnTable, SampleTable } from './sample-table.ts'
export type { SamplingFrame, SamplingProtocol } from './sampling/frame.ts'
export type { Draw, DrawnTargets, SamplingMethod } from './sampling/method.ts'
export { samplingMethod, samplingMethods, samplingOf } from './sampling/methods.ts'
export { printedSplit } from './segments/printed-split.ts'
export { segmentCases } from './segments/segment-cases.ts'
export { readTargets, type TargetProtocol, type Targets } from './targets.ts'
