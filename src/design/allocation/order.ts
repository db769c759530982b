import { type IntegerSource, shuffled } from '../../core/random.ts'
import type { FieldValue } from '../../model/event.ts'
import type { AllocationUnit } from './method.ts'
import type { DealtUnit } from './units.ts'

/**
 * Units in the order of baseline fields of their first case, ties in the order given; in a random order without fields.
 * Missing values come first, then numbers by size, `false` before `true`, and texts (dates too) in byte order.
 */
export function orderOfArrival<U extends DealtUnit>(
  cases: readonly AllocationUnit[],
  units: readonly U[],
  fields: readonly string[] | undefined,
  source: IntegerSource,
): U[] {
  if (fields === undefined) return shuffled(units, source)
  const valueIn = ({ members }: DealtUnit, field: string): FieldValue => cases[members[0] ?? 0]?.baseline[field] ?? null
  return [...units].sort((a, b) => {
    for (const field of fields) {
      const order = compareValues(valueIn(a, field), valueIn(b, field))
      if (order !== 0) return order
    }
    return 0
  })
}

function compareValues(a: FieldValue, b: FieldValue): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}
