import { type CivilDate, dateBefore } from '../core/civil-date.ts'
import { InternalError } from '../core/errors.ts'
import type { Comparison } from './condition.ts'
import { type ConditionField, type StoredValue, storedLiteral } from './condition-field.ts'

/** One side of an interval. Dates are ISO text, whose order is the order of days. */
export interface Bound {
  operator: '>=' | '<=' | '>' | '<'
  value: string | number
}

/** What a comparison asks of a stored value: the common ground of the predicate and of SQL. */
export type FieldTest =
  | { kind: 'missing' }
  | { kind: 'among'; values: readonly StoredValue[] }
  | { kind: 'within'; bounds: readonly Bound[] }

/** A comparison with its literals as the field stores them. `withinLast` runs from the date that far before `asOf` to `asOf`, both included. */
export function fieldTest(
  comparison: Comparison,
  fields: readonly ConditionField[],
  asOf: CivilDate | undefined,
): FieldTest {
  const field = fields.find(({ id }) => id === comparison.field)
  if (field === undefined) throw unchecked(comparison)
  const stored = (literal: unknown): StoredValue => {
    const value = storedLiteral(field, literal)
    if (value === undefined) throw unchecked(comparison)
    return value
  }
  const bound = (operator: Bound['operator'], literal: unknown): FieldTest => {
    const value = stored(literal)
    if (typeof value === 'boolean') throw unchecked(comparison)
    return { kind: 'within', bounds: [{ operator, value }] }
  }
  if ('is' in comparison) {
    return comparison.is === null ? { kind: 'missing' } : { kind: 'among', values: [stored(comparison.is)] }
  }
  if ('oneOf' in comparison) return { kind: 'among', values: comparison.oneOf.map(stored) }
  if ('atLeast' in comparison) return bound('>=', comparison.atLeast)
  if ('atMost' in comparison) return bound('<=', comparison.atMost)
  if ('before' in comparison) return bound('<', comparison.before)
  if ('after' in comparison) return bound('>', comparison.after)
  if (asOf === undefined || field.type !== 'date') throw unchecked(comparison)
  const first = dateBefore(asOf, comparison.withinLast)
  return {
    kind: 'within',
    bounds: [
      { operator: '>=', value: first },
      { operator: '<=', value: asOf },
    ],
  }
}

const unchecked = (comparison: Comparison) =>
  new InternalError(`a rule about "${comparison.field}" was compiled that conditionProblems does not pass`)
