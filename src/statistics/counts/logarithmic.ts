import type { ContrastEstimate, ContrastSpec } from '../../model/method.ts'
import { normalUpperTail } from '../../numerics/index.ts'
import { normalCritical } from '../inference.ts'
import { type Limits, theirLimitsAround } from '../second-opinion.ts'

interface EstimatedRatio {
  spec: ContrastSpec
  estimate: number
  /** Of the logarithm. */
  standardError: number
  /** Of the test that the ratio is 1; the logarithm over its standard error where absent. */
  z?: number
  level: number
  method: string
  intermediates: Readonly<Record<string, unknown>>
}

/** Test that a ratio is 1, and its interval, symmetric on the scale of logarithms, by the normal distribution. */
export function ratioByNormal({ spec, level, method, z: given, ...estimated }: EstimatedRatio): ContrastEstimate {
  const { estimate, standardError } = estimated
  const z = given ?? Math.log(estimate) / standardError
  const factor = Math.exp(normalCritical(level) * standardError)
  return {
    ...spec,
    ...estimated,
    statistic: { symbol: 'z', value: z },
    degreesOfFreedom: undefined,
    pValue: 2 * normalUpperTail(Math.abs(z)),
    interval: { lower: estimate / factor, upper: estimate * factor, level, method },
  }
}

/** The same limits by jStat's normal quantile. */
export function theirLogarithmicLimits({ estimate, ...contrast }: ContrastEstimate): Limits | undefined {
  const limits = theirLimitsAround({ ...contrast, estimate: Math.log(estimate) })
  return limits && { lower: Math.exp(limits.lower), upper: Math.exp(limits.upper) }
}
