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
} from './design.ts'
export { classicalDesign, obrienFlemingShape, pocockShape, spendingDesign } from './efficacy.ts'
export { chanceOfMore, type FinalAnalysis, finalAnalysis } from './final-analysis.ts'
export { driftOfFutility, type FutilityRule, futilityDesign } from './futility.ts'
export { detectableDrift, fixedDrift, inflationFactor } from './inflation.ts'
