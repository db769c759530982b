import { sumOf } from '../core/lists.ts'
import type { ArmId } from '../model/ids.ts'
import { armsOfSide, poolingOf } from '../model/pooled-arms.ts'
import type { AmountSigns, Summary } from '../model/summary.ts'
import { poolArms } from '../summaries/index.ts'
import { observedIn } from './cells.ts'
import { binomialOf, enoughEvents, smallerSide } from './counts/proportion.ts'

/** Whether fewer than five cases of a side of a contrast have the event, or lack it. */
export function isRareIn(summary: Summary<'counts'>, side: ArmId): boolean {
  const counts = observedIn(poolArms(summary, poolingOf(summary.arms, [side])), side)
  return counts !== undefined && smallerSide(binomialOf(counts)) < enoughEvents
}

/** Whether fewer than five cases of a side of a contrast have an amount. */
export function fewAmountsIn(signs: readonly AmountSigns[], side: ArmId): boolean {
  const own = signs.filter(({ arm }) => armsOfSide(side).includes(arm))
  return own.some(({ n }) => n > 0) && sumOf(own.map(({ nonZero }) => nonZero)) < enoughEvents
}
