import { compareBytes } from '../core/byte-order.ts'
import { sumOf } from '../core/lists.ts'
import type { ArmId } from '../model/ids.ts'
import type { Summary, SummaryKind, UnitType } from '../model/summary.ts'
import { orderedUnits, typeKey } from './unit-order.ts'

/** The units of all parts by type; parts share no unit. */
export function mergeUnits(arms: readonly ArmId[], parts: readonly Summary<SummaryKind>[]): UnitType[] {
  const types = new Map<string, UnitType[]>()
  for (const type of parts.flatMap(part => part.unitTypes ?? [])) {
    const key = typeKey(type.cases)
    types.set(key, [...(types.get(key) ?? []), type])
  }
  return [...types].sort(([a], [b]) => compareBytes(a, b)).map(([, same]) => joined(arms, same))
}

function joined(arms: readonly ArmId[], types: readonly UnitType[]): UnitType {
  const cases = types[0]?.cases ?? {}
  const ofArm = (arm: ArmId) => {
    const parts = types.flatMap(type => type.arms[arm] ?? [])
    return {
      zeroUnits: sumOf(parts.map(({ zeroUnits }) => zeroUnits)),
      units: orderedUnits(
        cases,
        parts.flatMap(({ units }) => units),
      ),
    }
  }
  return { cases, arms: Object.fromEntries(arms.map(arm => [arm, ofArm(arm)])) }
}
