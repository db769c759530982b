export {
  conditionalPower,
  type DriftPrior,
  driftAfter,
  type InterimResult,
  predictivePower,
} from './conditional.ts'
export {
  type DesignLook,
  type GroupSequentialDesign,
  type OperatingCharacteristics,
  operatingCharacteristics,
  type SequentialRejection,
} from './design.ts'
export { classicalDesign, obrienFlemingShape, pocockShape, spendingDesign } from './efficacy.ts'
export { chanceOfMore, type FinalAnalysis, finalAnalysis } from './final-analysis.ts'
export { driftOfFutility, type FutilityRule, futilityDesign, type UpperRule } from './futility.ts'
export { detectableDrift, fixedDrift, inflationFactor } from './inflation.ts'
export { chanceToFindAny } from './together.ts'
