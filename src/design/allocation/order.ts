import { type IntegerSource, shuffled } from '../../core/random.ts'
import type { FieldValue } from '../../model/event.ts'
import type { SampleTable } from '../sample-table.ts'

/**
 * Units in the order of baseline fields of their first case, ties in the order given; in a random order without fields.
 * Missing values come first, then numbers by size, `false` before `true`, and texts (dates too) in byte order.
 */
export function orderOfArrival(
  { units: all, baseline }: SampleTable,
  units: Int32Array,
  fields: readonly string[] | undefined,
  source: IntegerSource,
): Int32Array {
  if (fields === undefined) return shuffled(units, source)
  const columns = fields.map(field => baseline.get(field) ?? [])
  return units.toSorted((a, b) => {
    const [first, second] = [all.firstOf(a), all.firstOf(b)]
    for (const column of columns) {
      const order = compareValues(column.at(first) ?? null, column.at(second) ?? null)
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
