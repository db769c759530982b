export { type ArrivalDraw, type ArrivalRatio, arrivalRatio, priorArrivals } from './arrival-ratio.ts'
export { type LookBoundary, lookBoundaries } from './boundaries.ts'
export { type SpendingFunction, spendingFunctions } from './spending.ts'
