import { InternalError } from '../core/errors.ts'
import type { AllocatedCase } from '../model/case.ts'
import type { Outcome } from '../model/protocol.ts'
import type { DerivedValue, OutcomeColumn, OutcomeValue } from './outcome-values.ts'

/**
 * Marks with `undefined` the cases to which an outcome does not apply: those outside its arms, and those at which the
 * deciding outcome has another level, is missing or does not apply itself.
 */
export function markNotApplicable(
  { id, observed }: Outcome,
  values: readonly DerivedValue[],
  cases: readonly AllocatedCase[],
  earlier: ReadonlyMap<string, OutcomeColumn>,
): readonly OutcomeValue[] {
  if (observed === undefined) return values
  const { arms, outcome, levels } = observed
  const deciding = outcome === undefined ? undefined : earlier.get(outcome)?.values
  if (outcome !== undefined && deciding === undefined) throw new InternalError(`outcome ${id} comes before ${outcome}`)
  return values.map((value, row) => {
    const inArm = arms === undefined || arms.includes(cases[row]?.arm ?? '')
    return inArm && (deciding === undefined || decides(deciding[row], levels)) ? value : undefined
  })
}

/** Without levels, any level of the deciding outcome will do. */
function decides(value: OutcomeValue, levels: readonly string[] | undefined): boolean {
  if (value === null || value === undefined) return false
  return levels === undefined || levels.includes(String(value))
}
