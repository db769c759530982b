export type { AllocationMethod, AllocationUnit, DesignProtocol } from './allocation/method.ts'
export { allocate, allocationMethod, allocationMethods, redrawOf } from './allocation/methods.ts'
export { type AllocationDifference, describeDifference, verifyAllocation } from './allocation/verify.ts'
export {
  assessEligibility,
  type Eligibility,
  type EligibilityProtocol,
  type ExclusionCount,
  exclusionReasons,
} from './eligibility.ts'
export * as designIssues from './issues.ts'
export { drawSample, type Sample, type SamplingProtocol, type StratumSample } from './sample.ts'
export { readTargets, type TargetProtocol, type Targets } from './targets.ts'
