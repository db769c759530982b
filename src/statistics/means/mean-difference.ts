import { type Computation, type ContrastSpec, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { type Mean, meanOrReason } from './mean.ts'

export const noVariation = (spec: ContrastSpec): Computation<never> =>
  undefinedBecause('zero_variance', `Neither ${spec.arm} nor ${spec.against} has any variation in the outcome.`)

/** The means of a contrast's two arms over all strata, or why there are none. */
export function bothMeans(
  summary: Summary<'moments'>,
  spec: ContrastSpec,
): { arm: Mean; against: Mean } | Computation<never> {
  const arm = meanOrReason(spec.arm, observedIn(summary, spec.arm))
  if ('reason' in arm) return undefinedBecause(arm.reason, arm.detail)
  const against = meanOrReason(spec.against, observedIn(summary, spec.against))
  if ('reason' in against) return undefinedBecause(against.reason, against.detail)
  if (arm.variance + against.variance === 0) return noVariation(spec)
  return { arm, against }
}

/** What a reviewer checks by hand: means and standard deviations of both arms. */
export const describeMeans = ({ arm, against }: { arm: Mean; against: Mean }) => ({
  means: { arm: arm.mean, against: against.mean },
  standardDeviations: { arm: Math.sqrt(arm.variance), against: Math.sqrt(against.variance) },
})
