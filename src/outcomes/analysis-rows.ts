import { InternalError } from '../core/errors.ts'
import type { OutcomeId } from '../model/ids.ts'
import type { AnalysisRow } from '../summaries/index.ts'
import type { AnalysisRows } from './analysis-set.ts'

/** The rows of an outcome, for summaries: every case to which it applies, in byte order of id. */
export function* analysisRows({ cases, outcomes }: AnalysisRows, outcome: OutcomeId): Generator<AnalysisRow> {
  const column = outcomes.get(outcome)
  if (column === undefined) throw new InternalError(`the analysis set has no outcome ${outcome}`)
  for (const [row, { arm, stratum, cluster, linked }] of cases.entries()) {
    const value = column.values[row]
    if (value !== undefined) yield { arm, stratum, cluster: linked ? cluster : null, value, place: row }
  }
}

/** Cases in the largest allocation cluster; 1 where all were allocated singly. */
export function largestCluster({ cases }: Pick<AnalysisRows, 'cases'>): number {
  const sizes = new Map<string, number>()
  for (const { cluster, linked } of cases) if (linked) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  let largest = 1
  for (const size of sizes.values()) largest = Math.max(largest, size)
  return largest
}
