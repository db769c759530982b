import {
  type AcceptabilityCurve,
  type Additional,
  type ArmCost,
  acceptabilityOfReplicates,
  type WillingnessRange,
} from '../economics/index.ts'
import type { Computation } from '../model/method.ts'
import type { Plan } from '../model/plan.ts'
import { replicatesOfDifference } from '../statistics/resampling/bootstrap-difference.ts'
import type { DrawnAnalyses } from './drawing-job.ts'

/** An acceptability curve from the replicates of a bootstrap analysis of the plan. */
export interface BootstrapCurve {
  analysis: string
  draws: number
  curve: Computation<AcceptabilityCurve>
}

/** Replicates of the differences of a bootstrap analysis, by contrast id. */
export interface Replicates {
  analysis: string
  differences: ReadonlyMap<string, Float64Array>
}

/** The replicates that an analysis of the plan drew. `undefined` where it drew none. */
export function replicatesOf(
  { contrasts }: Plan,
  id: string | undefined,
  drawn: DrawnAnalyses | undefined,
): Replicates | undefined {
  const tally = id === undefined ? undefined : drawn?.get(id)?.tally
  if (id === undefined || tally === undefined) return undefined
  const differences = contrasts.flatMap(contrast => {
    const estimates = replicatesOfDifference(tally, contrast)
    return estimates.length === 0 ? [] : [[contrast.id, estimates] as const]
  })
  return { analysis: id, differences: new Map(differences) }
}

/** The curve of one comparison. Null without replicates of it, and where the cost varies, since no case's cost is known. */
export function bootstrapCurve(
  replicates: Replicates | undefined,
  contrast: string | undefined,
  {
    gain,
    cost,
    range,
  }: { gain: Computation<Additional>; cost: Computation<ArmCost>; range: WillingnessRange | undefined },
): BootstrapCurve | null {
  const differences = contrast === undefined ? undefined : replicates?.differences.get(contrast)
  if (replicates === undefined || differences === undefined || range === undefined) return null
  if (gain.status === 'undefined' || cost.status === 'undefined' || cost.result.standardError !== 0) return null
  const curve = acceptabilityOfReplicates(differences, gain.result, cost.result, range)
  return { analysis: replicates.analysis, draws: differences.length, curve }
}
