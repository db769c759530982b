import { type SummarySource, signsIn } from '../analyse-plan.ts'

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
  const own = signsIn(source, outcome, set).find(each => each.arm === arm)
  return own && { withAmount: own.nonZero, without: own.n - own.nonZero }
}
