import type { Measure } from '../../model/method.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { type ArmModel, meanPerCase, payingShare, shareAfterStages, type TrialModel } from './trial-model.ts'

/** What an outcome is in an arm on average: a share, or pence per case. */
export function levelIn(model: TrialModel, outcome: string, arm: string): number {
  const own = model.arms.find(each => each.arm === arm) as ArmModel
  if (outcome === model.amount) return meanPerCase(own)
  return outcome === model.afterStages ? shareAfterStages(own) : payingShare(own)
}

/** What a contrast is in truth; null where the model does not say it in closed form. */
export function truthOfContrast(
  model: TrialModel,
  { outcome, settings }: Pick<PlannedAnalysis, 'outcome' | 'settings'>,
  { arm, against }: { arm: string; against: string },
  measure: Measure,
): number | null {
  if (settings?.cap !== undefined || settings?.winsorise !== undefined) return null
  const [own, other] = [arm, against].map(id => levelIn(model, outcome, id)) as [number, number]
  if (measure === 'difference') return own - other
  if (measure === 'ratio') return other === 0 ? null : own / other
  if (measure === 'odds_ratio') return other === 0 || own === 1 ? null : (own * (1 - other)) / ((1 - own) * other)
  return null
}

/** How far an estimate is from no difference: a difference itself, a ratio by its logarithm. */
export const distance = (estimate: number, measure: Measure): number =>
  measure === 'difference' ? estimate : Math.log(estimate)
