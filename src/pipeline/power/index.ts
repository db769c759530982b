export type { BreakEvenPower } from './break-even-power.ts'
export { writePower } from './power-files.ts'
export {
  type ContrastPower,
  type OutcomePower,
  plannedCases,
  powerAssumption,
  powerOfTrial,
  sizingAssumptions,
  type TrialPower,
} from './power-of-trial.ts'
export type { SampleSize } from './sample-sizes.ts'
