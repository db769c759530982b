import type { Frequencies, Summary } from '../../model/summary.ts'
import { collapseStrata } from '../../summaries/index.ts'
import type { SummarySource } from '../analyse-plan.ts'

/** Observed cases of an arm that have an amount, and those that have none. */
export interface AmountParts {
  withAmount: number
  without: number
}

/** How many cases of an arm have an amount; undefined where single amounts are not at hand. */
export function amountParts(
  source: SummarySource,
  outcome: string,
  arm: string,
  set?: string,
): AmountParts | undefined {
  const summary = source(outcome, 'frequencies', { set }) as Summary<'frequencies'> | undefined
  const cell = summary && collapseStrata(summary).cells.find(each => each.arm === arm)?.data
  return cell && partsOf(cell)
}

function partsOf({ n, values }: Frequencies): AmountParts {
  const withAmount = values.reduce((sum, [value, count]) => (value === 0 ? sum : sum + count), 0)
  return { withAmount, without: n - withAmount }
}
