import type { NamedNumber, Unit } from '../../src/report/index.ts'

/** A number under an id that does not matter. */
export const numberOf = (value: number, unit: Unit, more: Partial<NamedNumber> = {}): NamedNumber => ({
  id: `some.${value}`,
  value,
  unit,
  ...more,
})
