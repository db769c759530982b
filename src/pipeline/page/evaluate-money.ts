import { sumOf } from '../../core/lists.ts'
import { additionalAmount, costPerAdditionalPound } from '../../economics/index.ts'
import type { Evaluation } from '../../model/comparison.ts'
import { type PrintedNumber, printedNumber } from '../../model/printed-number.ts'
import type { Moments, Summary } from '../../model/summary.ts'
import { printedCases } from '../../summaries/recover/page.ts'
import { determined, nothing, type Of, unprinted } from './evaluation.ts'
import { payersOf, type RecoveredPage } from './recovered-page.ts'

/**
 * A printed mean or half-width of money is an input, unless the payers could not have paid it: the sum of squares of
 * `k` amounts is at least the square of their sum divided by `k`.
 */
export function moneyInput({ page, counts, source }: RecoveredPage, arm: string, outcome: string): Evaluation {
  const payers = counts.family(arm, payersOf(page, outcome) ?? '')?.nearest()?.counts[0]
  const possible = source.corners(outcome, 'moments').some(summary => {
    const data = (summary as Summary<'moments'>).cells.find(cell => cell.arm === arm)?.data as Moments | undefined
    return data === undefined || payers === undefined || data.sumSquares * BigInt(payers) >= data.sum * data.sum
  })
  const judged = source.nearest(outcome, 'moments') === undefined || possible
  return judged ? { ...nothing, status: 'input' } : { ...nothing, status: 'determined', fits: 'none' }
}

/** A sum of printed figures, over the rounding of each. */
export function sumOfFigures({ page }: RecoveredPage, printed: PrintedNumber, { sum: ids }: Of<'sum'>): Evaluation {
  const parts = ids.flatMap(id => page.published.figures.find(figure => figure.id === id) ?? [])
  const numbers = parts.map(({ printed: text, step }) => printedNumber(text, step))
  const total = (select: (part: PrintedNumber) => number): number => sumOf(numbers.map(select))
  return determined(
    printed,
    total(part => part.value),
    [total(part => part.lower), total(part => part.upper)],
    ids,
  )
}

/** A share of a total that the page does not print: said with what that total would have to be. */
export function percentOfTotal(
  recovered: RecoveredPage,
  printed: PrintedNumber,
  { percentOfTotal: is }: Of<'percentOfTotal'>,
): Evaluation {
  const paid = recovered.source.nearest(is.outcome, 'moments') as Summary<'moments'> | undefined
  const sumPence = paid?.cells.find(cell => cell.arm === is.arm)?.data.sum
  const why = 'The total that it is a share of is not printed.'
  if (sumPence === undefined || printed.bound !== 'below') return unprinted(why)
  const least = Number(sumPence) / 100 / (printed.value / 100)
  const millions = (least / 1e6).toFixed(2)
  return unprinted(`${why} It holds if that total is above £${millions} million.`)
}

/** The cost per additional pound, over the rounding of cost and means. */
export function costPerAdditional(
  { page, source }: RecoveredPage,
  printed: PrintedNumber,
  { costPerAdditional: is }: Of<'costPerAdditional'>,
): Evaluation {
  const cost = page.published.figures.find(({ is: other }) => 'cost' in other && other.cost.arm === is.arm)
  const nearest = source.nearest(is.outcome, 'moments') as Summary<'moments'> | undefined
  if (cost === undefined || nearest === undefined) return unprinted('The cost or the means are not printed.')
  const spent = printedNumber(cost.printed, cost.step)
  const ratio = (pounds: number, summary: Summary<'moments'>): number | undefined => {
    const [arm, against] = [is.arm, is.against].map(id => summary.cells.find(cell => cell.arm === id)?.data)
    if (arm === undefined || against === undefined) return undefined
    const amount = additionalAmount(arm, against)
    if (amount.status === 'undefined') return undefined
    const cost = costPerAdditionalPound(amount.result, { total: 100 * pounds }, page.plan.confidenceLevel)
    return cost.status === 'undefined' ? undefined : cost.result.ratio
  }
  const corners = source.corners(is.outcome, 'moments') as readonly Summary<'moments'>[]
  const values = corners.flatMap(corner => [ratio(spent.lower, corner), ratio(spent.upper, corner)])
  const recomputed = ratio(spent.value, nearest)
  const known = values.filter(value => value !== undefined)
  if (recomputed === undefined || known.length < values.length) {
    return unprinted('Within their rounding the means leave open whether anything additional was paid.')
  }
  const means = page.published.figures.filter(
    ({ is: other }) =>
      'mean' in other && other.mean.outcome === is.outcome && [is.arm, is.against].includes(other.mean.arm),
  )
  const cases = printedCases(page, is.arm)
  const from = [cost.id, ...means.map(({ id }) => id), ...(cases === undefined ? [] : [cases.figure.id])]
  return determined(printed, recomputed, known, from)
}
