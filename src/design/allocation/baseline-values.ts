import { daysOf } from '../../core/civil-date.ts'
import { InternalError } from '../../core/errors.ts'
import type { AllocationUnit } from './method.ts'

/** A baseline value as a whole number: pence, an integer, 1 for true, days of a date. The protocol's checks allow no other. */
export function numericBaseline(unit: AllocationUnit | undefined, field: string): number {
  const value = unit?.baseline[field] ?? null
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return daysOf(value)
  throw new InternalError(`case ${unit?.id} has no value of ${field} to allocate by`)
}
