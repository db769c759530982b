import { penceToPounds } from '../../../core/money.ts'
import { type Measure, noReading, reading } from '../measure.ts'
import { spendOf } from '../spend.ts'

/** What was spent of the budget. */
export const spentShare: Measure = {
  id: 'spent_share',
  title: 'Spend against budget',
  computes: 'What was spent so far, by the prices that the protocol declares for cases and events, over the budget.',
  unit: 'share',
  settings: [],
  per: [],
  read(state) {
    const spend = spendOf(state)
    if (spend === undefined)
      return noReading('Not known: the protocol declares no budget with prices of what is recorded.')
    if (spend.spentPence === null)
      return noReading('Not known while the arms are sealed: a price is of some arms only.')
    const words = `£${penceToPounds(spend.spentPence)} of £${penceToPounds(spend.budgetPence)}`
    return spend.budgetPence === 0
      ? noReading(`${words}: the budget is nothing.`)
      : reading(spend.spentPence / spend.budgetPence, words)
  },
}
