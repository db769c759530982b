import type {
  Caution,
  Computation,
  ContrastEstimate,
  ContrastEstimates,
  ContrastSpec,
  Interval,
  Measure,
  NotEstimated,
} from '../model/method.ts'
import { computed, undefinedBecause } from '../model/method.ts'
import { normalQuantile, normalUpperTail, studentTQuantile, studentTUpperTail } from '../numerics/index.ts'

/** Upper `(1 + level) / 2` point of the standard normal distribution. */
export const normalCritical = (level: number): number => -normalQuantile((1 - level) / 2)

/** Upper `(1 + level) / 2` point of Student's t. */
export const studentTCritical = (level: number, degreesOfFreedom: number): number =>
  -studentTQuantile((1 - level) / 2, degreesOfFreedom)

/** Estimate plus and minus a half-width. */
export const around = (estimate: number, halfWidth: number, level: number, method: string): Interval => ({
  lower: estimate - halfWidth,
  upper: estimate + halfWidth,
  level,
  method,
})

interface Estimated {
  spec: ContrastSpec
  estimate: number
  standardError: number
  level: number
  method: string
  intermediates: Readonly<Record<string, unknown>>
}

/** Test of no difference and interval by the normal distribution. */
export function byNormal({ spec, level, method, ...estimated }: Estimated): ContrastEstimate {
  const z = estimated.estimate / estimated.standardError
  return {
    id: spec.id,
    arm: spec.arm,
    against: spec.against,
    ...estimated,
    statistic: { symbol: 'z', value: z },
    degreesOfFreedom: undefined,
    pValue: 2 * normalUpperTail(Math.abs(z)),
    interval: around(estimated.estimate, normalCritical(level) * estimated.standardError, level, method),
  }
}

/** Test of no difference and interval by Student's t. */
export function byStudentT({
  spec,
  level,
  method,
  degreesOfFreedom,
  ...estimated
}: Estimated & { degreesOfFreedom: number }): ContrastEstimate {
  const t = estimated.estimate / estimated.standardError
  const halfWidth = studentTCritical(level, degreesOfFreedom) * estimated.standardError
  return {
    id: spec.id,
    arm: spec.arm,
    against: spec.against,
    ...estimated,
    statistic: { symbol: 't', value: t },
    degreesOfFreedom,
    pValue: 2 * studentTUpperTail(Math.abs(t), degreesOfFreedom),
    interval: around(estimated.estimate, halfWidth, level, method),
  }
}

/** Each contrast computed for itself. */
export function eachContrast(
  contrasts: readonly ContrastSpec[],
  compute: (spec: ContrastSpec) => Computation<ContrastEstimate>,
  measure: Measure = 'difference',
): Computation<ContrastEstimates> {
  const results = contrasts.map(({ id, arm, against }) => {
    const spec = { id, arm, against }
    return { ...spec, computation: compute(spec) }
  })
  return computed({ kind: 'contrasts', measure, contrasts: results })
}

/** The computation with further cautions, where it has a result. */
export function withCautions<R>(computation: Computation<R>, cautions: readonly Caution[]): Computation<R> {
  if (computation.status === 'undefined') return computation
  return { ...computation, cautions: [...computation.cautions, ...cautions] }
}

/** Why an arm has no estimate. */
export type Reason = Pick<NotEstimated, 'reason' | 'detail'>

export const noCases = (arm: string): Reason => ({
  reason: 'no_cases_in_arm',
  detail: `No case of ${arm} has a recorded outcome.`,
})

export const noCasesIn = (arm: string): Computation<never> => ({ status: 'undefined', ...noCases(arm) })

/** Why the strata of a contrast cannot be combined with the design's weights. */
export function stratumLacking({ arm, against }: ContrastSpec, lacking: readonly string[]): Computation<never> {
  if (lacking.length === 0) return undefinedBecause('too_few_cases', 'The sample has no case.')
  return { status: 'undefined', ...lackingIn(`${arm} or in ${against}`, lacking) }
}

/** Why the strata named cannot be combined with the design's weights: they have no observed case in an arm. */
export function lackingIn(arm: string, [first, ...others]: readonly string[]): Reason {
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  const detail = `Stratum ${first}${more} has no case with a recorded outcome in ${arm}.`
  return { reason: 'stratum_not_in_every_arm', detail }
}

/**
 * Satterthwaite's degrees of freedom of a sum of independent variance estimates:
 * (sum of v)^2 / sum of v^2 / f, for terms v with f degrees of freedom.
 */
export function satterthwaite(terms: readonly { variance: number; degreesOfFreedom: number }[]): number {
  const total = terms.reduce((sum, { variance }) => sum + variance, 0)
  const spread = terms.reduce((sum, { variance, degreesOfFreedom }) => {
    const share = variance / total
    return sum + (share * share) / degreesOfFreedom
  }, 0)
  return 1 / spread
}
