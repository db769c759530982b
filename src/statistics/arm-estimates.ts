import type { ArmId } from '../model/ids.ts'
import {
  type ArmEstimate,
  type ArmEstimates,
  type Computation,
  computed,
  type NotEstimated,
  undefinedBecause,
} from '../model/method.ts'
import type { Summary, SummaryByKind, SummaryKind } from '../model/summary.ts'
import { type ArmStratum, armStrata, observedIn } from './cells.ts'
import { around, lackingIn, noCases, type Reason, studentTCritical } from './inference.ts'

/** An estimate of an arm, to which its id is added. */
export type EstimatedArm = Omit<ArmEstimate, 'arm'>

/** Each arm estimated for itself from its observed cases, strata added up. */
export function eachArm<K extends SummaryKind>(
  summary: Summary<K>,
  estimate: (arm: ArmId, data: SummaryByKind[K]) => EstimatedArm | Reason,
): Computation<ArmEstimates> {
  return estimateArms(summary.arms, arm => {
    const data = observedIn(summary, arm)
    return data === undefined ? noCases(arm) : estimate(arm, data)
  })
}

/** Each arm estimated for itself from its strata, of which every one of the sample must have an observed case of it. */
export function eachArmWithinStrata<K extends SummaryKind>(
  summary: Summary<K>,
  estimate: (arm: ArmId, strata: readonly ArmStratum<K>[]) => EstimatedArm | Reason,
): Computation<ArmEstimates> {
  return estimateArms(summary.arms, arm => {
    const { strata, lacking } = armStrata(summary, arm)
    if (strata.length === 0) return noCases(arm)
    return lacking.length > 0 ? lackingIn(arm, lacking) : estimate(arm, strata)
  })
}

/** An arm's estimate with its interval by Student's t. */
export function armByStudentT({
  variance,
  degreesOfFreedom,
  level,
  method,
  intermediates,
  ...estimated
}: Pick<EstimatedArm, 'n' | 'estimate' | 'intermediates'> & {
  variance: number
  degreesOfFreedom: number
  level: number
  method: string
}): EstimatedArm {
  const standardError = Math.sqrt(variance)
  const halfWidth = studentTCritical(level, degreesOfFreedom) * standardError
  return {
    ...estimated,
    standardError,
    interval: around(estimated.estimate, halfWidth, level, method),
    intermediates: { degreesOfFreedom, ...intermediates },
  }
}

/** Each arm estimated for itself; the first reason where no arm can be. */
export function estimateArms(
  arms: readonly ArmId[],
  estimate: (arm: ArmId) => EstimatedArm | Reason,
): Computation<ArmEstimates> {
  const estimates: ArmEstimate[] = []
  const notEstimated: NotEstimated[] = []
  for (const arm of arms) {
    const given = estimate(arm)
    if ('reason' in given) notEstimated.push({ arm, ...given })
    else estimates.push({ arm, ...given })
  }
  const [first] = notEstimated
  if (estimates.length === 0) {
    return undefinedBecause(first?.reason ?? 'too_few_arms', first?.detail ?? 'The summary has no arm.')
  }
  return computed({ kind: 'arms', estimates, notEstimated })
}
