import { compareBytes } from '../core/byte-order.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { sumOf } from '../core/lists.ts'
import type { StratumId } from '../model/ids.ts'
import type { Unit, UnitType } from '../model/summary.ts'

/** The name of a type of units: types stand in byte order of it. */
export const typeKey = (cases: UnitType['cases']): string => canonicalJson(cases)

export const casesOf = (cases: UnitType['cases']): number => sumOf(Object.values(cases))

/** A table by stratum, strata in byte order. */
export const byStratum = <T>(map: ReadonlyMap<StratumId, T>): Record<StratumId, T> =>
  Object.fromEntries([...map].sort(([a], [b]) => compareBytes(a, b)))

/** Units of one type in an order that their values alone decide: single cases by value, a missing outcome last. */
export function orderedUnits(cases: UnitType['cases'], units: readonly Unit[]): Unit[] {
  const keys = Object.keys(cases)
  const [stratum] = keys
  if (stratum !== undefined && casesOf(cases) === 1) {
    const value = ({ values }: Unit): number => values[stratum]?.[0] ?? Number.POSITIVE_INFINITY
    return [...units].sort((a, b) => (value(a) === value(b) ? 0 : value(a) - value(b)))
  }
  const named = units.map(unit => [canonicalJson(unit), unit] as const)
  return named.sort(([a], [b]) => compareBytes(a, b)).map(([, unit]) => unit)
}
