import * as simple from 'simple-statistics'
import { requireProbability } from './domain.ts'

function requireNumbers(values: readonly number[], least: number): number[] {
  if (values.length < least) throw new RangeError(`values: expected at least ${least}, received ${values.length}`)
  const position = values.findIndex(value => !Number.isFinite(value))
  if (position >= 0) throw new RangeError(`values[${position}]: expected a finite number, received ${values[position]}`)
  return [...values]
}

/** The arithmetic mean, with compensated summation. Throws a `RangeError` when there is no value. */
export const mean = (values: readonly number[]): number => simple.mean(requireNumbers(values, 1))

/** The sample variance, divided by n - 1. Throws a `RangeError` for fewer than two values. */
export const sampleVariance = (values: readonly number[]): number => simple.sampleVariance(requireNumbers(values, 2))

/** The p-quantile by linear interpolation of the order statistics (type 7 of Hyndman & Fan, 1996). */
export function quantile(values: readonly number[], p: number): number {
  requireProbability('p', p)
  return simple.quantile(requireNumbers(values, 1), p)
}

/** The median of at least one number. */
export const median = (values: readonly number[]): number => simple.median(requireNumbers(values, 1))

/** The median of absolute deviations from the median, not scaled to a standard deviation. */
export const medianAbsoluteDeviation = (values: readonly number[]): number =>
  simple.medianAbsoluteDeviation(requireNumbers(values, 1))
