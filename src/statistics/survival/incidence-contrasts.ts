import {
  type Computation,
  type ContrastEstimate,
  type ContrastEstimates,
  type ContrastSpec,
  computed,
  type Measure,
  type MethodOptions,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { byNormal, eachContrast, type Reason } from '../inference.ts'
import { type FollowedArm, followArms, followedIntermediates } from './followed-arm.ts'
import type { IncidenceEstimate } from './incidence.ts'

/** Contrasts of an estimate of two arms that are looked at up to one day, by the normal distribution. */
export function incidenceContrasts(
  summary: Summary<'eventTimes'>,
  { contrasts, level, day }: MethodOptions,
  measure: Extract<Measure, 'difference' | 'time_difference'>,
  estimateOf: (table: FollowedArm['table'], day: number) => IncidenceEstimate,
): Computation<ContrastEstimates> {
  return eachContrast(
    contrasts,
    spec => {
      const [arm, against] = followArms(summary, [spec.arm, spec.against], day) as [Followed, Followed]
      if ('reason' in arm) return undefinedBecause(arm.reason, arm.detail)
      if ('reason' in against) return undefinedBecause(against.reason, against.detail)
      return difference(
        spec,
        level,
        { ...arm, ...estimateOf(arm.table, arm.day) },
        {
          ...against,
          ...estimateOf(against.table, against.day),
        },
      )
    },
    measure,
  )
}

type Followed = FollowedArm | Reason
type Estimated = FollowedArm & IncidenceEstimate

function difference(
  spec: ContrastSpec,
  level: number,
  arm: Estimated,
  against: Estimated,
): Computation<ContrastEstimate> {
  const standardError = Math.sqrt(arm.variance + against.variance)
  if (standardError === 0) {
    const detail = `By day ${arm.day} all cases of ${spec.arm} are alike, and all of ${spec.against}.`
    return undefinedBecause('zero_variance', detail)
  }
  const described = (of: Estimated) => ({ ...followedIntermediates(of), estimate: of.estimate, variance: of.variance })
  return computed(
    byNormal({
      spec,
      estimate: arm.estimate - against.estimate,
      standardError,
      level,
      method: 'normal',
      intermediates: { day: arm.day, arm: described(arm), against: described(against) },
    }),
  )
}
