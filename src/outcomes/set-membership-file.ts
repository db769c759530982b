import { csvLine } from '../core/csv-text.ts'
import type { AnalysisSet } from './analysis-set.ts'
import type { SetMembership } from './set-membership.ts'

/**
 * The text of 06-analysis-sets.csv: for each case whether it is in each of the plan's sets, and which part of the rule dropped
 * it; NA in an arm in which what defines the set is not observed.
 */
export function setMembershipText({ cases }: Pick<AnalysisSet, 'cases'>, sets: readonly SetMembership[]): string {
  const columns = sets.flatMap(({ set: { id } }) => [id, `${id}_dropped_by`])
  const lines = cases.map(({ id }, row) => csvLine([id, ...sets.flatMap(({ droppedBy }) => cellsOf(droppedBy[row]))]))
  return [csvLine(['case_id', ...columns]), ...lines].join('')
}

function cellsOf(droppedBy: string | null | undefined): [membership: string, because: string] {
  if (droppedBy === undefined) return ['NA', '']
  return droppedBy === null ? ['in', ''] : ['out', droppedBy]
}
