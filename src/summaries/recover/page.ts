import type { ArmId, OutcomeId } from '../../model/ids.ts'
import type { Plan } from '../../model/plan.ts'
import type { Outcome, Protocol } from '../../model/protocol.ts'
import type { Figure, Published } from '../../model/published.ts'
import type { Counts, Moments } from '../../model/summary.ts'

/** What is known beforehand of a printed page: what the trial is, what was planned, what was printed. */
export interface Page {
  protocol: Protocol
  plan: Plan
  published: Published
  /** Half-width (in the outcome's own units) that an analysis gives for one arm; undefined where it gives none. */
  halfWidth(analysis: string, data: Counts | Moments): number | undefined
}

export const outcomeOf = (page: Page, id: OutcomeId): Outcome | undefined =>
  page.protocol.outcomes.find(outcome => outcome.id === id)

export const analysisOutcome = (page: Page, analysis: string): OutcomeId | undefined =>
  page.plan.analyses.find(({ id }) => id === analysis)?.outcome

/** The printed number of cases of an arm. */
export function printedCases(page: Page, arm: ArmId): { n: number; figure: Figure } | undefined {
  const figure = page.published.figures.find(({ is }) => 'cases' in is && is.cases.arm === arm)
  return figure === undefined ? undefined : { n: Number(figure.printed), figure }
}

export const asList = (levels: string | readonly string[] | undefined): readonly string[] =>
  levels === undefined ? ['yes'] : typeof levels === 'string' ? [levels] : levels
