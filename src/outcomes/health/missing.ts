import type { OutcomeId } from '../../model/ids.ts'
import type { TrialState, WatchedCase } from './state.ts'

/** The cases to which an outcome applies (or any of the primary ones), and those of them of which it is missing. */
export function missingCases(
  { cases, outcomes, primary }: TrialState,
  outcome: OutcomeId | undefined,
): { applying: readonly WatchedCase[]; missing: ReadonlySet<string> } | undefined {
  const asked = outcome === undefined ? primary : [outcome]
  if (asked.length === 0) return undefined
  const columns = asked.map(id => outcomes.get(id) ?? [])
  const applying = cases.filter(({ row }) => columns.some(values => values[row] !== undefined))
  const missing = applying.filter(({ row }) => columns.some(values => values[row] === null))
  return { applying, missing: new Set(missing.map(({ id }) => id)) }
}
