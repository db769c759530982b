import { InternalError } from '../core/errors.ts'
import type { OutcomeId } from '../model/ids.ts'
import type { Uptake } from '../model/summary.ts'
import type { AnalysisRow } from '../summaries/index.ts'
import type { AnalysisRows } from './analysis-set.ts'
import type { OutcomeColumn, OutcomeValue } from './outcome-values.ts'

/** The rows of an outcome, for summaries: every case to which it applies, in byte order of id, with its uptake if asked for. */
export function* analysisRows(
  { cases, outcomes }: AnalysisRows,
  outcome: OutcomeId,
  uptake?: Uptake,
): Generator<AnalysisRow> {
  const column = columnOf(outcomes, outcome)
  const taken = uptake && columnOf(outcomes, uptake.outcome).values
  for (const [row, { arm, stratum, cluster, linked }] of cases.entries()) {
    const value = column.values[row]
    if (value === undefined) continue
    const own = { arm, stratum, cluster: linked ? cluster : null, value, place: row }
    yield taken === undefined ? own : { ...own, taken: takenUp(taken[row], uptake) }
  }
}

function columnOf(outcomes: AnalysisRows['outcomes'], outcome: OutcomeId): OutcomeColumn {
  const column = outcomes.get(outcome)
  if (column === undefined) throw new InternalError(`the analysis set has no outcome ${outcome}`)
  return column
}

/** What does not apply to a case it could not take up. */
function takenUp(value: OutcomeValue, uptake: Uptake | undefined): 0 | 1 | null {
  if (value === null) return null
  return value === (uptake?.level ?? 1) ? 1 : 0
}

/** Cases in the largest allocation cluster; 1 where all were allocated singly. */
export function largestCluster({ cases }: Pick<AnalysisRows, 'cases'>): number {
  const sizes = new Map<string, number>()
  for (const { cluster, linked } of cases) if (linked) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  let largest = 1
  for (const size of sizes.values()) largest = Math.max(largest, size)
  return largest
}
