import type { ArmId } from '../model/ids.ts'
import type { Summary } from '../model/summary.ts'
import { observedIn } from './cells.ts'
import { binomialOf, enoughEvents, smallerSide } from './counts/proportion.ts'

/** Whether fewer than five cases of an arm have the event, or lack it; of amounts, whether fewer than five have one. */
export function isRareIn(summary: Summary<'counts'> | Summary<'frequencies'>, arm: ArmId): boolean {
  if (summary.kind === 'counts') {
    const counts = observedIn(summary, arm)
    return counts !== undefined && smallerSide(binomialOf(counts)) < enoughEvents
  }
  const amounts = observedIn(summary, arm)
  if (amounts === undefined) return false
  const other = amounts.values.reduce((sum, [value, count]) => (value === 0 ? sum : sum + count), 0)
  return other < enoughEvents
}
