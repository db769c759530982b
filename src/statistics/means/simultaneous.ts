import type { Computation, ContrastEstimate, Simultaneous } from '../../model/method.ts'
import { studentisedRangeUpperQuantile, studentisedRangeUpperTail } from '../../numerics/index.ts'
import { around } from '../inference.ts'

/** A contrast's P beyond |t|, and the |t| beyond which lies 1 - level, both for all comparisons together. */
interface Joint {
  method: string
  comparisons: number
  upperTail(t: number): number
  critical(p: number): number
}

/** The estimate with the P and the interval that hold for all comparisons together. */
export function withSimultaneous(
  computation: Computation<ContrastEstimate>,
  jointOf: (contrast: ContrastEstimate) => Joint,
): Computation<ContrastEstimate> {
  if (computation.status === 'undefined') return computation
  const { result } = computation
  const { method, comparisons, upperTail, critical } = jointOf(result)
  const { level } = result.interval
  const t = Math.abs(result.estimate / result.standardError)
  const simultaneous: Simultaneous = {
    method,
    comparisons,
    pValue: upperTail(t),
    interval: around(result.estimate, critical(1 - level) * result.standardError, level, method),
  }
  return { ...computation, result: { ...result, simultaneous } }
}

/** All pairs of k arms, by the studentised range: P(Q > sqrt(2) |t|). */
export const allPairs = (method: string, arms: number, { degreesOfFreedom = Infinity }: ContrastEstimate): Joint => ({
  method,
  comparisons: (arms * (arms - 1)) / 2,
  upperTail: t => studentisedRangeUpperTail(Math.SQRT2 * t, arms, degreesOfFreedom),
  critical: p => studentisedRangeUpperQuantile(p, arms, degreesOfFreedom) / Math.SQRT2,
})
