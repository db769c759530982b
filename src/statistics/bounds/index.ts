export { type AttainableChiSquared, attainableChiSquared } from './attainable-chi-squared.ts'
export { attainableF, attainableT, type GroupBounds } from './attainable-means-tests.ts'
export { attainableYates } from './attainable-yates.ts'
export { correlationOfT, limitOfCorrelation, tOfCorrelation } from './correlations.ts'
export { type CountRange, type RowRange, wholeNumbers } from './count-tables.ts'
export { deviationBounds, type ValuesKnown } from './deviation-bounds.ts'
export {
  type GranularDeviation,
  type Granularity,
  type GranularMean,
  granularDeviation,
  granularMean,
} from './granularity.ts'
export { type IntervalBounds, limitOfP, pValueOfInterval } from './normal-intervals.ts'
