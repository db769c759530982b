import { type ArmId, type StratumId, wholeSample } from '../../model/ids.ts'
import type { Summary, Unit } from '../../model/summary.ts'
import { alikeUnits } from './alike-units.ts'

/** Observed cases that a unit has in a stratum, and the total of their values. */
export interface UnitPart {
  stratum: StratumId
  size: number
  total: number
}

/** Allocation units that are alike in every stratum. */
export interface UnitsInStrata {
  parts: readonly UnitPart[]
  count: number
}

/** The units of an arm with their observed cases in every stratum; those without any are left out. */
export function unitsInStrata({ unitTypes = [] }: Summary<'units'>, arm: ArmId): UnitsInStrata[] {
  const ofTypes = unitTypes.flatMap(({ cases, arms }) => {
    const { zeroUnits, units } = arms[arm] ?? { zeroUnits: 0, units: [] }
    const zeros = { parts: partsOf(cases, { values: {} }), count: zeroUnits }
    return [zeros, ...units.map(unit => ({ parts: partsOf(cases, unit), count: 1 }))]
  })
  return ofTypes.filter(({ parts, count }) => count > 0 && parts.length > 0)
}

/** The same units with their strata added up. */
export const unitsOverStrata = (summary: Summary<'units'>, arm: ArmId): UnitsInStrata[] =>
  alikeUnits(summary, arm).map(({ size, total, count }) => ({ parts: [{ stratum: wholeSample, size, total }], count }))

function partsOf(cases: Readonly<Record<StratumId, number>>, { values, missing = {} }: Unit): UnitPart[] {
  const parts = Object.entries(cases).map(([stratum, allocated]) => ({
    stratum,
    size: allocated - (missing[stratum] ?? 0),
    total: (values[stratum] ?? []).reduce((sum, value) => sum + value, 0),
  }))
  return parts.filter(({ size }) => size > 0)
}
