import { sumOf } from '../../core/lists.ts'
import type { LevelId } from '../../model/ids.ts'
import { isInUnit, type Measure } from '../../model/method.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { armsOfSide, pairsOfSides } from '../../model/pooled-arms.ts'
import { type ArmModel, casesIn, meanPerCase, payingShare, shareAfterStages, type TrialModel } from './trial-model.ts'

/** What an outcome is in an arm on average: a share, of a category that of a level, or pence per case. */
export function levelIn(model: TrialModel, outcome: string, arm: string, level?: LevelId): number {
  const own = model.arms.find(each => each.arm === arm) as ArmModel
  if (outcome === model.choice?.outcome) return own.choice[model.choice.levels.indexOf(level ?? '')] ?? 0
  if (outcome === model.amount) return meanPerCase(own)
  return outcome === model.afterStages ? shareAfterStages(own) : payingShare(own)
}

/** The same over all cases of the arms that a side of a contrast takes together. */
function levelOfSide(model: TrialModel, outcome: string, side: string, counted?: LevelId): number {
  const arms = armsOfSide(side).map(arm => ({
    level: levelIn(model, outcome, arm, counted),
    cases: casesIn(model).get(arm) ?? 0,
  }))
  const [first, ...others] = arms
  if (first !== undefined && others.length === 0) return first.level
  return sumOf(arms.map(({ level, cases }) => level * cases)) / sumOf(arms.map(({ cases }) => cases))
}

/** What a contrast is in truth; null where the model does not say it in closed form. */
export function truthOfContrast(
  model: TrialModel,
  { outcome, level, settings }: Pick<PlannedAnalysis, 'outcome' | 'level' | 'settings'>,
  { arm, against }: { arm: string; against: string },
  measure: Measure,
): number | null {
  if (settings?.cap !== undefined || settings?.winsorise !== undefined) return null
  if (measure === 'difference_of_differences') {
    const [first, second] = differencesOfPairs({ arm, against }, each => levelIn(model, outcome, each, level))
    return first === undefined || second === undefined ? null : second - first
  }
  const [own, other] = [arm, against].map(side => levelOfSide(model, outcome, side, level)) as [number, number]
  if (measure === 'difference') return own - other
  if (measure === 'ratio') return other === 0 ? null : own / other
  if (measure === 'odds_ratio') return other === 0 || own === 1 ? null : (own * (1 - other)) / ((1 - own) * other)
  return null
}

const differencesOfPairs = (sides: { arm: string; against: string }, levelOf: (arm: string) => number): number[] =>
  pairsOfSides(sides).map(([arm, against]) => levelOf(arm) - levelOf(against))

/** How far an estimate is from no difference: a difference itself, a ratio by its logarithm. */
export const distance = (estimate: number, measure: Measure): number =>
  isInUnit(measure) ? estimate : Math.log(estimate)
