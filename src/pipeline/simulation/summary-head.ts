import type { Summary, SummaryKind } from '../../model/summary.ts'
import type { TrialModel } from './trial-model.ts'

/** What every summary of an outcome says before its cells. */
export type HeadOf = Pick<Summary<SummaryKind>, 'outcome' | 'unit' | 'arms' | 'control' | 'largestCluster'>

export const headOf = (model: TrialModel, outcome: string): HeadOf => ({
  outcome,
  unit: { kind: outcome === model.amount ? 'pence' : 'case' },
  arms: outcome === model.afterStages ? model.observedAfter : model.arms.map(({ arm }) => arm),
  control: model.control,
  largestCluster: model.clusters?.sizes.length ?? 1,
})
