export {
  type AcceptabilityCurve,
  type AcceptabilityPoint,
  acceptabilityCurve,
  acceptabilityOfReplicates,
  type WillingnessRange,
  willingnessValues,
} from './acceptability.ts'
export {
  type Additional,
  type AdditionalAmount,
  type AdditionalPayers,
  type ArmCost,
  additionalAmount,
  additionalPayers,
} from './amount.ts'
export { type BenchmarkOffer, benchmarkOffer } from './benchmark.ts'
export { type BreakEven, breakEven } from './break-even.ts'
export { economicsCitations } from './citations.ts'
export { type CostMeasures, type CostMeasuresInput, costMeasures, type PayerMeasures } from './cost-measures.ts'
export {
  type CostPerAdditional,
  costPerAdditionalPayer,
  costPerAdditionalPound,
  costSet,
} from './cost-per-additional.ts'
export {
  additionalCost,
  type CasesByArm,
  type Cost,
  type CostNature,
  type CostOfArm,
  type CostPerCase,
  costOfArm,
  type FixedCost,
} from './costs.ts'
export { type FiellerSet, fiellerSet, type RatioOfEstimates } from './fieller-set.ts'
export { type Alternative, type Frontier, frontier, type Standing } from './frontier.ts'
export { collectedLessCostOfInterval, costSetOfInterval } from './interval-economics.ts'
export { collectedLessCost, type NetBenefit, netBenefit } from './net-benefit.ts'
