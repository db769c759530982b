import type { ArmId } from '../model/ids.ts'
import type { AmountSigns, Summary } from '../model/summary.ts'
import { observedIn } from './cells.ts'
import { binomialOf, enoughEvents, smallerSide } from './counts/proportion.ts'

/** Whether fewer than five cases of an arm have the event, or lack it. */
export function isRareIn(summary: Summary<'counts'>, arm: ArmId): boolean {
  const counts = observedIn(summary, arm)
  return counts !== undefined && smallerSide(binomialOf(counts)) < enoughEvents
}

/** Whether fewer than five cases of an arm have an amount. */
export function fewAmountsIn(signs: readonly AmountSigns[], arm: ArmId): boolean {
  const own = signs.find(each => each.arm === arm)
  return own !== undefined && own.n > 0 && own.nonZero < enoughEvents
}
