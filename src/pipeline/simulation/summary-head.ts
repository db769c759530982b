import type { ArmId } from '../../model/ids.ts'
import type { Summary, SummaryKind } from '../../model/summary.ts'
import type { TrialModel } from './trial-model.ts'

/** What every summary of an outcome says before its cells. */
export type HeadOf = Pick<Summary<SummaryKind>, 'outcome' | 'unit' | 'arms' | 'control' | 'largestCluster'>

/** The arms in which an outcome is observed. */
export function observedArms(
  { afterStages, observedAfter, choice, arms }: TrialModel,
  outcome: string,
): readonly ArmId[] {
  if (outcome === afterStages) return observedAfter
  return outcome === choice?.outcome ? choice.arms : arms.map(({ arm }) => arm)
}

export const headOf = (model: TrialModel, outcome: string): HeadOf => ({
  outcome,
  unit: { kind: outcome === model.amount ? 'pence' : outcome === model.waiting?.outcome ? 'days' : 'case' },
  arms: observedArms(model, outcome),
  control: model.control,
  largestCluster: model.clusters?.sizes.length ?? 1,
})
