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

type Estimated = Omit<ArmEstimate, 'arm'>

/** Each arm estimated for itself from its observed cases, strata added up. */
export function eachArm<K extends SummaryKind>(
  summary: Summary<K>,
  estimate: (arm: ArmId, data: SummaryByKind[K]) => Estimated | Reason,
): Computation<ArmEstimates> {
  return collect(summary.arms, arm => {
    const data = observedIn(summary, arm)
    return data === undefined ? noCases(arm) : estimate(arm, data)
  })
}

/** Each arm estimated for itself from its strata, of which every one of the sample must have an observed case of it. */
export function eachArmWithinStrata<K extends SummaryKind>(
  summary: Summary<K>,
  estimate: (arm: ArmId, strata: readonly ArmStratum<K>[]) => Estimated | Reason,
): Computation<ArmEstimates> {
  return collect(summary.arms, arm => {
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
}: Pick<Estimated, 'n' | 'estimate' | 'intermediates'> & {
  variance: number
  degreesOfFreedom: number
  level: number
  method: string
}): Estimated {
  const standardError = Math.sqrt(variance)
  const halfWidth = studentTCritical(level, degreesOfFreedom) * standardError
  return {
    ...estimated,
    standardError,
    interval: around(estimated.estimate, halfWidth, level, method),
    intermediates: { degreesOfFreedom, ...intermediates },
  }
}

/** The estimates, or the first reason where no arm has one. */
function collect(arms: readonly ArmId[], estimate: (arm: ArmId) => Estimated | Reason): Computation<ArmEstimates> {
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
