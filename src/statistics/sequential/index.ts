export { type ArrivalDraw, type ArrivalRatio, arrivalRatio, priorArrivals } from './arrival-ratio.ts'
export { type LookBoundary, lookBoundaries } from './boundaries.ts'
export { meanSequence, proportionSequence, type SequenceLimits, type SequenceMean } from './confidence-sequences.ts'
export { contrastZ } from './contrast-z.ts'
export {
  hwangShihDeCaniSpending,
  kimDeMetsSpending,
  type SpendingFunction,
  spendingFunctions,
} from './spending.ts'
