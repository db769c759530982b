import {
  type AcceptabilityCurve,
  type Additional,
  type ArmCost,
  acceptabilityOfReplicates,
  type WillingnessRange,
} from '../economics/index.ts'
import type { Computation, Resampling, Result } from '../model/method.ts'
import type { Plan } from '../model/plan.ts'
import type { Summary, SummaryKind } from '../model/summary.ts'
import { blocksOf } from '../statistics/replicates.ts'
import { replicatesOfDifference } from '../statistics/resampling/bootstrap-difference.ts'
import { methodOf, optionsOf, type SummarySource } from './analyse-plan.ts'

/** An acceptability curve from the replicates of a bootstrap analysis of the plan. */
export interface BootstrapCurve {
  analysis: string
  draws: number
  curve: Computation<AcceptabilityCurve>
}

/** Replicates of the differences of a bootstrap analysis, by contrast id, drawn as the analysis draws them. */
export interface Replicates {
  analysis: string
  differences: ReadonlyMap<string, Float64Array>
}

/** Draws the replicates of an analysis of the plan. `undefined` where it draws none or its summary cannot be had. */
export function replicatesOf(plan: Plan, id: string | undefined, source: SummarySource): Replicates | undefined {
  const analysis = plan.analyses.find(candidate => candidate.id === id)
  if (analysis === undefined) return undefined
  const method = methodOf(analysis)
  const resampling = method.resampling as Resampling<SummaryKind, Result> | undefined
  const summary: Summary<SummaryKind> | undefined = source(analysis.outcome, method.requires)
  if (resampling === undefined || summary === undefined) return undefined
  const options = optionsOf(plan, analysis, source)
  const tally = resampling.chunk(summary, options, 0, blocksOf(resampling, options))
  if (tally.status === 'undefined') return undefined
  const differences = plan.contrasts.flatMap(contrast => {
    const estimates = replicatesOfDifference(tally.result, contrast)
    return estimates.length === 0 ? [] : [[contrast.id, estimates] as const]
  })
  return { analysis: analysis.id, differences: new Map(differences) }
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
