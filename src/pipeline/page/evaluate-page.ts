import type { Evaluation } from '../../model/comparison.ts'
import { type PrintedNumber, printedNumber } from '../../model/printed-number.ts'
import type { Figure } from '../../model/published.ts'
import { analysisOutcome } from '../../summaries/recover/page.ts'
import { shareOfFamily } from './evaluate-counts.ts'
import { costPerAdditional, moneyInput, percentOfTotal, sumOfFigures } from './evaluate-money.ts'
import { evaluateTest } from './evaluate-tests.ts'
import { nothing, type Of, unprinted } from './evaluation.ts'
import type { RecoveredPage } from './recovered-page.ts'

/** What the other printed figures say of a figure. */
export function evaluateOnPage(recovered: RecoveredPage, figure: Figure): Evaluation {
  const printed = printedNumber(figure.printed, figure.step)
  const { is } = figure
  if ('stated' in is) return { ...nothing, status: 'stated', why: is.stated }
  if ('cases' in is || 'cost' in is || 'total' in is) return { ...nothing, status: 'input' }
  if ('count' in is)
    return shareOfFamily(recovered, figure, printed, is.count) ?? unprinted('The counts are not printed.')
  if ('percent' in is) return percent(recovered, figure, printed, is)
  if ('halfWidth' in is) return halfWidth(recovered, figure, printed, is)
  if ('mean' in is) return moneyInput(recovered, is.mean.arm, is.mean.outcome)
  if ('test' in is) return evaluateTest(recovered, figure, printed, is)
  if ('sum' in is) return sumOfFigures(recovered, printed, is)
  if ('percentOfTotal' in is) return percentOfTotal(recovered, printed, is)
  return costPerAdditional(recovered, printed, is)
}

function percent(
  recovered: RecoveredPage,
  figure: Figure,
  printed: PrintedNumber,
  { percent: is }: Of<'percent'>,
): Evaluation {
  const found = shareOfFamily(recovered, figure, printed, is)
  if (found !== undefined) return found
  return unprinted(
    is.of === 'cases' ? 'The counts are not printed.' : 'It is a share of a number of cases that is not printed.',
  )
}

function halfWidth(
  recovered: RecoveredPage,
  figure: Figure,
  printed: PrintedNumber,
  { halfWidth: is }: Of<'halfWidth'>,
): Evaluation {
  const outcome = analysisOutcome(recovered.page, is.analysis) ?? ''
  return shareOfFamily(recovered, figure, printed, { arm: is.arm, outcome }) ?? moneyInput(recovered, is.arm, outcome)
}
