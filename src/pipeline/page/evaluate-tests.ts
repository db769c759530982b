import type { Evaluation } from '../../model/comparison.ts'
import { type PrintedNumber, printedNumber } from '../../model/printed-number.ts'
import type { Figure } from '../../model/published.ts'
import type { AnySummary, Summary } from '../../model/summary.ts'
import { chiSquaredUpperTail } from '../../numerics/index.ts'
import { analyse, methodOf } from '../analyse-plan.ts'
import { determined, nothing, type Of, unprinted } from './evaluation.ts'
import { figuresOf, payersOf, type RecoveredPage } from './recovered-page.ts'

/** A value of a test: computed on the recovered summaries, or from other printed figures, or bounded by the counts. */
export function evaluateTest(
  recovered: RecoveredPage,
  figure: Figure,
  printed: PrintedNumber,
  { test: is }: Of<'test'>,
): Evaluation {
  const { page, source } = recovered
  const analysis = page.plan.analyses.find(({ id }) => id === is.analysis)
  if (analysis === undefined) return unprinted('The plan has no such analysis.')
  const kind = methodOf(analysis).requires
  const value = (summary: AnySummary | undefined): number | undefined => {
    const { computation } = analyse(page.plan, analysis, () => summary)
    if (computation.status === 'undefined' || computation.result.kind !== 'test') return undefined
    const { statistic, degreesOfFreedom, pValue } = computation.result
    return { statistic: statistic.value, degreesOfFreedom, pValue }[is.value]
  }
  const nearest = value(source.nearest(analysis.outcome, kind))
  if (nearest !== undefined) {
    const values = source.corners(analysis.outcome, kind).flatMap(corner => value(corner) ?? [])
    return determined(printed, nearest, values, figuresOf(recovered, analysis.outcome))
  }
  return (
    fromPrinted(recovered, figure, printed) ??
    attainable(recovered, printed, analysis.outcome, analysis.method, is.value)
  )
}

/** The tail of a printed statistic, over its rounding range. */
function fromPrinted({ page }: RecoveredPage, figure: Figure, printed: PrintedNumber): Evaluation | undefined {
  if (figure.fromPrinted === undefined) return undefined
  const { upperTail } = figure.fromPrinted
  const find = (id: string): PrintedNumber | undefined => {
    const found = page.published.figures.find(candidate => candidate.id === id)
    return found && printedNumber(found.printed, found.step)
  }
  const statistic = find(upperTail.statistic)
  const degreesOfFreedom = find(upperTail.degreesOfFreedom)?.value
  if (statistic === undefined || degreesOfFreedom === undefined) return undefined
  const tail = (x: number): number => chiSquaredUpperTail(Math.max(0, x), degreesOfFreedom)
  return determined(
    printed,
    tail(statistic.value),
    [tail(statistic.lower), tail(statistic.upper)],
    [upperTail.statistic, upperTail.degreesOfFreedom],
  )
}

/** A test that needs every amount: what it could be, given the counts of those who paid anything. */
function attainable(
  recovered: RecoveredPage,
  printed: PrintedNumber,
  outcome: string,
  methodId: string,
  wanted: 'statistic' | 'degreesOfFreedom' | 'pValue',
): Evaluation {
  const { page, source } = recovered
  const why = 'It needs the amount of every case, which is not printed.'
  const payers = payersOf(page, outcome)
  const counts = payers === undefined ? undefined : source.nearest(payers, 'counts')
  const analysis = page.plan.analyses.find(({ method, outcome: of }) => method === methodId && of === outcome)
  const method = analysis && methodOf(analysis)
  if (counts === undefined || payers === undefined || method?.boundsFromCounts === undefined) return unprinted(why)
  const bounds = method.boundsFromCounts(counts as Summary<'counts'>)
  if (bounds.status === 'undefined') return unprinted(why)
  const derivedFrom = figuresOf(recovered, payers)
  const { degreesOfFreedom } = bounds.result
  if (wanted === 'degreesOfFreedom') return determined(printed, degreesOfFreedom, [], derivedFrom)
  return { ...nothing, status: 'needs_data', why, range: bounds.result[wanted], derivedFrom }
}
