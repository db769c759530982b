import { declaredCases } from '../model/allocation.ts'
import type { Plan } from '../model/plan.ts'
import type { PlanAmendments } from '../model/plan-amendments.ts'
import { sideTitle } from '../model/pooled-arms.ts'
import { controlArm, type Protocol } from '../model/protocol.ts'
import type { Counts } from '../model/summary.ts'
import type { HarmsAndDepartures } from '../outcomes/index.ts'
import type { SummarySource } from './analyse-plan.ts'
import type { AnalysisResult } from './analysis-result.ts'
import type { DrawAssurance } from './commit/assurance.ts'
import type { Economics } from './economics.ts'
import type { ExplorationResult } from './explorations.ts'

/** What a printed page or a run gave: what charts and reports draw on. */
export interface Findings {
  protocol: Protocol
  plan: Plan
  basis: 'page' | 'run'
  /** Set where outcomes were summarised in an engine: there are no rows and no log. */
  outcomesElsewhere?: true
  /** Set where the data are a reconstruction or otherwise not real. */
  notice: string | null
  /** What can be said against the suspicion that the draw was chosen; absent where no draw is known. */
  assurance?: DrawAssurance
  analyses: readonly AnalysisResult[]
  /** What was tried beside the plan; none where absent. */
  explorations?: readonly ExplorationResult[]
  /** How the plan differs from the one at allocation; absent where that is not known. */
  amendments?: PlanAmendments | null
  summaries: SummarySource
  /** Counts of an outcome in an arm as they may be shown; absent where all may be. */
  shownCounts?: ((outcome: string, arm: string) => ShownCounts | undefined) | undefined
  economics: Economics | null
  /** Harms and departures from the process by arm; absent where no log is known. */
  harmsAndDepartures?: HarmsAndDepartures | undefined
}

export const armTitle = ({ protocol }: Pick<Findings, 'protocol'>, arm: string): string => sideTitle(protocol, arm)

/** The economics of each arm beside the control arm. */
export function controlComparisons({ economics, protocol }: Pick<Findings, 'economics' | 'protocol'>) {
  return (economics?.comparisons ?? []).filter(({ against }) => against === controlArm(protocol))
}

/** Counts of which some are held back: null. */
export interface ShownCounts {
  n: number | null
  missing: number
  events: Readonly<Record<string, number | null>>
}

/** Counts of an outcome in one arm over all strata, as they may be shown. */
export const countsIn = (findings: Findings, outcome: string, arm: string): ShownCounts | undefined =>
  findings.shownCounts === undefined ? allCountsIn(findings, outcome, arm) : findings.shownCounts(outcome, arm)

/** Counts of an outcome in one arm over all strata. */
export function allCountsIn(
  { summaries }: Pick<Findings, 'summaries'>,
  outcome: string,
  arm: string,
): Counts | undefined {
  const summary = summaries(outcome, 'counts')
  if (summary?.kind !== 'counts') return undefined
  const cells = summary.cells.filter(cell => cell.arm === arm).map(({ data }) => data)
  if (cells.length === 0) return undefined
  const events: Record<string, number> = {}
  for (const { events: more } of cells) {
    for (const [level, count] of Object.entries(more)) events[level] = (events[level] ?? 0) + count
  }
  const total = (select: (cell: Counts) => number): number => cells.reduce((sum, cell) => sum + select(cell), 0)
  return { n: total(cell => cell.n), missing: total(cell => cell.missing), events }
}

/** Cases allocated to an arm: as the protocol fixes them, else as an outcome that was observed in the arm has them. */
export function casesIn(findings: Findings, arm: string): number | undefined {
  const declared = declaredCases(findings.protocol.allocation, arm)
  if (declared !== undefined) return declared
  for (const { id } of findings.protocol.outcomes) {
    const counts = countsIn(findings, id, arm)
    if (counts !== undefined && counts.n !== null) return counts.n + counts.missing
  }
  return undefined
}
