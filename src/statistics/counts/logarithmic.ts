import type { ContrastEstimate, Interval } from '../../model/method.ts'
import { normalCritical } from '../inference.ts'
import { type Limits, theirLimitsAround } from '../second-opinion.ts'

/** A ratio's interval, symmetric on the scale of logarithms; the standard error is of the logarithm. */
export function aroundLogarithm(estimate: number, standardError: number, level: number, method: string): Interval {
  const factor = Math.exp(normalCritical(level) * standardError)
  return { lower: estimate / factor, upper: estimate * factor, level, method }
}

/** The same limits by jStat's normal quantile. */
export function theirLogarithmicLimits({ estimate, ...contrast }: ContrastEstimate): Limits | undefined {
  const limits = theirLimitsAround({ ...contrast, estimate: Math.log(estimate) })
  return limits && { lower: Math.exp(limits.lower), upper: Math.exp(limits.upper) }
}
