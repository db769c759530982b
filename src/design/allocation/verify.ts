import type { AllocatedCase } from '../../model/case.ts'
import type { CaseId } from '../../model/ids.ts'

/** What a recorded allocation says of a case, against what the case list, the protocol and the seed give. */
export interface AllocationDifference {
  case: CaseId
  /** `presence`: the case is in one of the two only, or twice in the record. `order`: the first case out of its row. */
  field: 'presence' | 'order' | 'arm' | 'stratum' | 'cluster' | 'probability' | 'position' | 'linked'
  recorded: string
  derived: string
}

/** Every difference between a recorded allocation and the one derived anew; none where they are the same, row for row. */
export function verifyAllocation(
  recorded: readonly AllocatedCase[],
  derived: readonly AllocatedCase[],
): AllocationDifference[] {
  const expected = new Map(derived.map(item => [item.id, item]))
  const seen = new Set<CaseId>()
  const differences: AllocationDifference[] = []
  for (const item of recorded) {
    const twin = expected.get(item.id)
    if (seen.has(item.id)) differences.push(presence(item.id, 'more than once', 'once'))
    else if (twin === undefined) differences.push(presence(item.id, 'allocated', 'not allocated'))
    else differences.push(...fieldDifferences(item, twin))
    seen.add(item.id)
  }
  for (const { id } of derived) if (!seen.has(id)) differences.push(presence(id, 'not allocated', 'allocated'))
  return differences.some(({ field }) => field === 'presence')
    ? differences
    : [...differences, ...orderDifference(recorded, derived)]
}

/** A difference as a sentence that names the case. */
export function describeDifference({ case: id, field, recorded, derived }: AllocationDifference): string {
  return `case ${id}: ${field} is recorded as ${recorded}, derived as ${derived}`
}

const presence = (id: CaseId, recorded: string, derived: string): AllocationDifference => ({
  case: id,
  field: 'presence',
  recorded,
  derived,
})

const fields = {
  arm: item => item.arm,
  stratum: item => item.stratum,
  cluster: item => item.cluster,
  probability: item => `${item.probability.numerator}/${item.probability.denominator}`,
  position: item => String(item.position),
  linked: item => String(item.linked),
} as const satisfies Partial<Record<AllocationDifference['field'], (item: AllocatedCase) => string>>

function fieldDifferences(recorded: AllocatedCase, derived: AllocatedCase): AllocationDifference[] {
  return (Object.keys(fields) as (keyof typeof fields)[])
    .map(field => ({ case: recorded.id, field, recorded: fields[field](recorded), derived: fields[field](derived) }))
    .filter(difference => difference.recorded !== difference.derived)
}

function orderDifference(
  recorded: readonly AllocatedCase[],
  derived: readonly AllocatedCase[],
): AllocationDifference[] {
  const row = recorded.findIndex((item, index) => item.id !== derived[index]?.id)
  const misplaced = recorded[row]
  if (misplaced === undefined) return []
  const ownRow = derived.findIndex(item => item.id === misplaced.id)
  return [{ case: misplaced.id, field: 'order', recorded: `row ${row + 1}`, derived: `row ${ownRow + 1}` }]
}
