import { combinationsOf } from '../../core/lists.ts'
import type { Cost } from '../../economics/index.ts'
import type { Range } from '../../model/comparison.ts'
import type { PlannedAnalysis } from '../../model/plan.ts'
import { printedNumber } from '../../model/printed-number.ts'
import type { AnySummary, SummaryKind } from '../../model/summary.ts'
import type { Page } from '../../summaries/recover/page.ts'
import { type AnalysisResult, analyse, analysePlan, methodOf, type SummarySource } from '../analyse-plan.ts'
import { evaluateEconomics } from '../economics.ts'
import type { Findings } from '../findings.ts'
import { payersOf, type RecoveredPage } from './recovered-page.ts'

/** What a contrast could be within the rounding of the print. */
export interface OverRounding {
  estimate: Range
  /** From the least lower limit to the greatest upper limit. */
  interval: Range
}

/** Findings from a printed page, with what its rounding leaves open of each contrast. */
export interface PageFindings extends Findings {
  /** By analysis and contrast id. */
  overRounding: ReadonlyMap<string, ReadonlyMap<string, OverRounding>>
}

/** Runs the plan on the summaries that the page gives. */
export function pageFindings({ page, source }: RecoveredPage): PageFindings {
  const { protocol, plan } = page
  const summaries = withPayers(page, source.nearest)
  const analyses = analysePlan(plan, summaries)
  const costs = printedCosts(page)
  const economics = evaluateEconomics({ protocol, plan, notice: null, costs, source: summaries, analyses })
  return {
    protocol,
    plan,
    basis: 'page',
    notice: null,
    analyses,
    summaries,
    economics,
    overRounding: new Map(analyses.map(result => [result.id, contrastRanges({ page, source }, result)])),
  }
}

const withPayers = (
  page: Page,
  summaries: (outcome: string, kind: SummaryKind) => AnySummary | undefined,
): SummarySource =>
  Object.assign((outcome: string, kind: SummaryKind) => summaries(outcome, kind), {
    payersOf: (outcome: string) => payersOf(page, outcome),
  })

/** Printed cost of each arm. A page does not say whether a part of it is a transfer. */
function printedCosts({ published }: RecoveredPage['page']): Cost[] {
  return published.figures.flatMap(({ id, is, printed, step }): Cost[] => {
    if (!('cost' in is)) return []
    const amount = 100 * printedNumber(printed, step).value
    return [{ id, nature: 'resource', kind: 'fixed', arms: [is.cost.arm], amount, split: 'equally' }]
  })
}

function contrastRanges(
  { page, source }: Pick<RecoveredPage, 'page' | 'source'>,
  { id, computation }: AnalysisResult,
): Map<string, OverRounding> {
  const ranges = new Map<string, OverRounding>()
  const planned = page.plan.analyses.find(analysis => analysis.id === id)
  if (planned === undefined || computation.status === 'undefined' || computation.result.kind !== 'contrasts')
    return ranges
  const computations = cornersOf({ page, source }, planned).map(
    corner => analyse(page.plan, planned, corner).computation,
  )
  for (const each of [computation, ...computations]) widen(ranges, each)
  return ranges
}

/** Every corner of the summaries that an analysis is made from. */
function cornersOf(
  { page, source }: Pick<RecoveredPage, 'page' | 'source'>,
  planned: PlannedAnalysis,
): SummarySource[] {
  const { outcome } = planned
  const { requires, fromMomentsAndCounts } = methodOf(planned)
  const own = source.corners(outcome, requires)
  if (own.length > 0 || fromMomentsAndCounts === undefined) return own.map(corner => () => corner)
  const parts = [source.corners(outcome, 'moments'), source.corners(payersOf(page, outcome) ?? '', 'counts')]
  return combinationsOf(parts).map(corner =>
    withPayers(page, (_, kind) => corner.find(summary => summary.kind === kind)),
  )
}

function widen(ranges: Map<string, OverRounding>, computation: AnalysisResult['computation']): void {
  if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') return
  for (const { id, computation: contrast } of computation.result.contrasts) {
    if (contrast.status === 'undefined') continue
    const { estimate, interval } = contrast.result
    const known = ranges.get(id)
    ranges.set(id, {
      estimate: hull(known?.estimate, estimate, estimate),
      interval: hull(known?.interval, interval.lower, interval.upper),
    })
  }
}

const hull = (known: Range | undefined, lower: number, upper: number): Range => ({
  lower: Math.min(known?.lower ?? lower, lower),
  upper: Math.max(known?.upper ?? upper, upper),
})
