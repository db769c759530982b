import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import type { Summary, Unit, UnitType } from '../../model/summary.ts'

/**
 * Allocation units of an arm that are alike: the observed cases of one, the total of their values, and how many units.
 */
export interface AlikeUnits {
  size: number
  total: number
  count: number
}

/** The cases of an arm as units of one case, one for each distinct value; none where no case was observed. */
export const alikeCases = (summary: Summary<'frequencies'>, arm: ArmId): AlikeUnits[] =>
  gathered(
    summary.cells
      .filter(cell => cell.arm === arm)
      .flatMap(({ data }) => data.values.map(([total, count]) => ({ size: 1, total, count }))),
  )

/** The allocation units of an arm that have an observed case, strata added up. */
export const alikeUnits = ({ unitTypes = [] }: Summary<'units'>, arm: ArmId): AlikeUnits[] =>
  gathered(unitTypes.flatMap(type => alikeUnitsOfType(type, arm)).filter(({ size }) => size > 0))

/** The units of one type in an arm, those without an observed case included. */
export function alikeUnitsOfType({ cases, arms }: UnitType, arm: ArmId): AlikeUnits[] {
  const { zeroUnits, units } = arms[arm] ?? { zeroUnits: 0, units: [] }
  const size = sumOf(Object.values(cases))
  const zeros = zeroUnits === 0 ? [] : [{ size, total: 0, count: zeroUnits }]
  return [...zeros, ...units.map(unit => ({ size: size - missingIn(unit), total: totalOf(unit), count: 1 }))]
}

const missingIn = ({ missing = {} }: Unit): number => sumOf(Object.values(missing))
const totalOf = ({ values }: Unit): number => sumOf(Object.values(values).flat())

/** Each kind of unit once, the commonest first. */
function gathered(units: readonly AlikeUnits[]): AlikeUnits[] {
  const kinds = new Map<string, AlikeUnits>()
  for (const { size, total, count } of units) {
    const key = `${size} ${total}`
    kinds.set(key, { size, total, count: (kinds.get(key)?.count ?? 0) + count })
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count || a.size - b.size || a.total - b.total)
}
