export { type AttainableChiSquared, attainableChiSquared } from './attainable-chi-squared.ts'
export { attainableF, attainableT, type GroupBounds } from './attainable-means-tests.ts'
export type { CountRange, RowRange } from './count-tables.ts'
export {
  type GranularDeviation,
  type Granularity,
  type GranularMean,
  granularDeviation,
  granularMean,
} from './granularity.ts'
