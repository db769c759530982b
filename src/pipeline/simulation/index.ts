export type { FamilyPower } from './family-power.ts'
export { mergeParts } from './merge-parts.ts'
export type { Simulated } from './monte-carlo.ts'
export type { Performance } from './performance.ts'
export { type SimulatedPart, simulatePart } from './simulate-part.ts'
export {
  type EconomicsPerformance,
  type SimulatedAnalysis,
  type SimulatedArm,
  type SimulationAsked,
  simulateTrial,
  type TrialSimulation,
} from './simulate-trial.ts'
export type { Scenario } from './trial-model.ts'
