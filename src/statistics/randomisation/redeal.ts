import { addUnits, type Dealer, startTotals } from './deal.ts'
import type { UnitByUnit } from './dealing.ts'
import { zeroUnit } from './quantities.ts'
import { type Additions, type UnitClass, type UnitTable, unitKey } from './unit-table.ts'

/** Deals by the design's own draw of the whole sample: how many units of each type fall to an arm is part of the draw. */
export function redealerOf(table: UnitTable, { roster, deal, armAt }: UnitByUnit): Dealer {
  const { arms, population } = table
  const counts = new Int32Array(population.dealing.types.length * arms)
  const additions = additionsOf(table, roster)
  return {
    begin: () => undefined,
    deal(source) {
      const drawn = deal(source)
      const armOf = (unit: number): number => armAt[drawn[roster[unit]?.place as number] as number] as number
      counts.fill(0)
      for (let unit = 0; unit < roster.length; unit += 1) {
        const at = (roster[unit]?.type as number) * arms + armOf(unit)
        counts[at] = (counts[at] as number) + 1
      }
      startTotals(table, counts)
      for (const { unit, added } of additions) addUnits(table, added, armOf(unit), 1)
    },
  }
}

/** What every unit adds over one of nothing but zeros, of those that add anything. */
function additionsOf({ classes, population }: UnitTable, roster: UnitByUnit['roster']) {
  const keyOf = (type: number, unit: UnitClass['unit'], shifted: boolean) => `${type} ${unitKey(unit, shifted)}`
  const classOf = new Map(classes.map(each => [keyOf(each.type, each.unit, each.shifted), each]))
  const armsMatter = classes.some(({ shifted }) => shifted)
  const [first] = population.dealing.arms
  return roster.flatMap(({ type, arm, unit = zeroUnit }, index): { unit: number; added: Additions }[] => {
    const alike = classOf.get(keyOf(type, unit, armsMatter && arm === first))
    return alike === undefined ? [] : [{ unit: index, added: alike.added }]
  })
}
