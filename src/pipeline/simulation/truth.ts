import { sumOf } from '../../core/lists.ts'
import type { LevelId } from '../../model/ids.ts'
import { isInUnit, type Measure } from '../../model/method.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { armsOfSide, hasPooledSide, pairsOfSides } from '../../model/pooled-arms.ts'
import { daysWaited, type EvenPace, paidBy } from './even-pace.ts'
import { type ArmModel, casesIn, meanPerCase, payingShare, shareAfterStages, type TrialModel } from './trial-model.ts'

/** What an outcome is in an arm on average: a share, of a category that of a level, or pence per case. */
export function levelIn(model: TrialModel, outcome: string, arm: string, level?: LevelId): number {
  const own = model.arms.find(each => each.arm === arm) as ArmModel
  if (outcome === model.choice?.outcome) return own.choice[model.choice.levels.indexOf(level ?? '')] ?? 0
  if (outcome === model.amount) return meanPerCase(own)
  return outcome === model.afterStages ? shareAfterStages(own) : payingShare(own)
}

/** A level over all cases of the arms that a side of a contrast takes together. */
function levelOfSide(model: TrialModel, side: string, levelOf: (arm: string) => number): number {
  const arms = armsOfSide(side).map(arm => ({ level: levelOf(arm), cases: casesIn(model).get(arm) ?? 0 }))
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
  if (outcome === model.waiting?.outcome)
    return truthOfTimes(model, model.waiting, { arm, against }, measure, settings?.day)
  if (measure === 'difference_of_differences') {
    const [first, second] = differencesOfPairs({ arm, against }, each => levelIn(model, outcome, each, level))
    return first === undefined || second === undefined ? null : second - first
  }
  const levelOf = (each: string): number => levelIn(model, outcome, each, level)
  const [own, other] = [arm, against].map(side => levelOfSide(model, side, levelOf)) as [number, number]
  if (measure === 'difference') return own - other
  if (measure === 'ratio') return other === 0 ? null : own / other
  if (measure === 'odds_ratio') return other === 0 || own === 1 ? null : (own * (1 - other)) / ((1 - own) * other)
  return null
}

/** Of times: mean days, shares by a day, or hazards, which are in proportion where payments come at an even pace. */
function truthOfTimes(
  model: TrialModel,
  { days }: NonNullable<TrialModel['waiting']>,
  { arm, against }: { arm: string; against: string },
  measure: Measure,
  day = days,
): number | null {
  const share = (each: string): number => payingShare(model.arms.find(own => own.arm === each) as ArmModel)
  const difference = (of: (pace: EvenPace) => number): number => {
    const [own, other] = [arm, against].map(side =>
      levelOfSide(model, side, each => of({ share: share(each), days })),
    ) as [number, number]
    return own - other
  }
  if (measure === 'time_difference') return difference(pace => daysWaited(pace, day))
  if (measure === 'difference') return difference(pace => paidBy(pace, day))
  if (measure !== 'hazard_ratio' || hasPooledSide({ arm, against })) return null
  return Math.log1p(-share(arm)) / Math.log1p(-share(against))
}

const differencesOfPairs = (sides: { arm: string; against: string }, levelOf: (arm: string) => number): number[] =>
  pairsOfSides(sides).map(([arm, against]) => levelOf(arm) - levelOf(against))

/** How far an estimate is from no difference: a difference itself, a ratio by its logarithm. */
export const distance = (estimate: number, measure: Measure): number =>
  isInUnit(measure) || measure === 'time_difference' ? estimate : Math.log(estimate)
