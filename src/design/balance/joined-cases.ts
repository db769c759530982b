import { refuseIfAny } from '../../core/errors.ts'
import type { AllocatedCase, SampledCase } from '../../model/case.ts'
import { inIdOrder } from '../case-order.ts'
import { allocationOfOtherCases } from '../issues.ts'

/** A sampled case with its arm. */
export type JoinedCase = SampledCase & AllocatedCase

/** Sample and allocation put together, in byte order of id; refused where they are not about the same cases. */
export function joinCases(sample: readonly SampledCase[], allocated: readonly AllocatedCase[]): JoinedCase[] {
  const [left, right] = [inIdOrder(sample, ({ id }) => id), inIdOrder(allocated, ({ id }) => id)]
  const known = new Set(left.map(({ id }) => id))
  const placed = new Set(right.map(({ id }) => id))
  const lone = [...left.filter(({ id }) => !placed.has(id)), ...right.filter(({ id }) => !known.has(id))]
  refuseIfAny(lone.slice(0, 1).map(({ id }) => allocationOfOtherCases(lone.length, id)))
  return left.map((item, index) => ({ ...item, ...(right[index] as AllocatedCase) }))
}
