import type { ChartKind } from './chart.ts'
import { drawGroupedShares, type GroupedShares } from './grouped-shares.ts'

/** What became of the cases of each arm: how many stand at each outcome. */
export type TrialOutcomes = GroupedShares

/** What became of the cases, as bars by outcome and arm. */
export const trialOutcomes: ChartKind<'trial-outcomes', TrialOutcomes> = {
  id: 'trial-outcomes',
  title: 'What became of the cases',
  draw: (data, theme) => drawGroupedShares(data, 'Outcome', 'Bar chart of cases by what became of them.', theme),
}
