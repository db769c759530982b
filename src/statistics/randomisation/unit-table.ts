import { sumOf } from '../../core/lists.ts'
import type { Unit } from '../../model/summary.ts'
import type { DealtType } from './dealing.ts'
import { type Contribution, contributionOf, tellsArms, widthOf, zeroUnit } from './quantities.ts'
import type { Population } from './setting.ts'
import type { Quantity, Totals } from './statistic.ts'

/** Units of one type that add the same, and what one of them adds over a unit of nothing but zeros. */
export interface UnitClass {
  type: number
  unit: Unit
  /** Whether they were allocated to the first arm, where that matters. */
  shifted: boolean
  units: number
  /** Units of the class in each arm as allocated. */
  realised: readonly number[]
  added: Additions
}

/** Numbers to be added to totals: the number e for arm a belongs at `at[e * arms + a]`. */
export interface Additions {
  at: Int32Array
  values: Float64Array
}

/** The units that are dealt, flat, with the totals that a draw fills. */
export interface UnitTable {
  population: Population
  arms: number
  /** All totals, one after the other. */
  store: Float64Array
  totals: Totals
  classes: readonly UnitClass[]
  /** What each unit of nothing but zeros adds, by type; its cases only where units are drawn one by one, else the targets give those. */
  zeroUnits: readonly Additions[]
  /** Totals of `cases` were no outcome missing, as the targets give them. */
  start: Float64Array
}

/** What units of nothing but zeros add to, beside `cases`. */
const sizeQuantities: readonly Quantity[] = ['units', 'sizeSizes']

export function unitTableOf(population: Population, reads: readonly Quantity[]): UnitTable {
  const { dealing } = population
  const arms = dealing.arms.length
  const quantities = [...new Set(reads)]
  const ofZeros = dealing.unitByUnit === undefined ? sizeQuantities : (['cases', ...sizeQuantities] as const)
  const layout = layoutOf(population, quantities)
  const additions = (wanted: readonly Quantity[], contribution: Contribution, base?: Contribution) =>
    additionsOf(layout, arms, wanted, contribution, base)
  const zeros = dealing.types.map(type =>
    contributionOf({ ...population, setting: { ...population.setting, origin: 0 } }, type),
  )
  return {
    population,
    arms,
    store: layout.store,
    totals: layout.totals,
    classes: dealing.types.flatMap((type, index) =>
      classesOf(type, quantities.some(tellsArms)).map(({ unit, shifted, realised }) => ({
        type: index,
        unit,
        shifted,
        units: sumOf(realised),
        realised,
        added: additions(quantities, contributionOf(population, type, unit, shifted), zeros[index]),
      })),
    ),
    zeroUnits: zeros.map(zero =>
      additions(
        quantities.filter(quantity => ofZeros.includes(quantity)),
        zero,
      ),
    ),
    start: startOf(population, layout, !ofZeros.includes('cases') && quantities.includes('cases')),
  }
}

interface Layout {
  store: Float64Array
  totals: Totals
  place: ReadonlyMap<Quantity, { offset: number; width: number }>
}

function layoutOf(population: Population, quantities: readonly Quantity[]): Layout {
  const arms = population.dealing.arms.length
  const place = new Map<Quantity, { offset: number; width: number }>()
  let size = 0
  for (const quantity of quantities) {
    const width = widthOf(quantity, population)
    place.set(quantity, { offset: size, width })
    size += width * arms
  }
  const store = new Float64Array(size)
  const views = [...place].map(([quantity, { offset, width }]) => [
    quantity,
    store.subarray(offset, offset + width * arms),
  ])
  return { store, place, totals: Object.fromEntries(views) as Totals }
}

function additionsOf(
  { place }: Layout,
  arms: number,
  quantities: readonly Quantity[],
  contribution: Contribution,
  base?: Contribution,
): Additions {
  const entries = quantities.flatMap(quantity => {
    const { offset = 0, width = 0 } = place.get(quantity) ?? {}
    const zero = base?.(quantity)
    return contribution(quantity).flatMap((own, index) => {
      const value = own - (zero?.[index] ?? 0)
      return value === 0 ? [] : [{ value, at: Array.from({ length: arms }, (_, a) => offset + a * width + index) }]
    })
  })
  return {
    at: Int32Array.from(entries.flatMap(({ at }) => at)),
    values: Float64Array.from(entries, ({ value }) => value),
  }
}

/** Units of a type with the same key are alike. */
export const unitKey = (unit: Unit, shifted: boolean): string => `${JSON.stringify(unit)} ${shifted}`

interface AlikeUnits {
  unit: Unit
  /** Whether they were allocated to the first arm, where that matters. */
  shifted: boolean
  realised: number[]
}

/**
 * The units of a type that are alike, with their number in each arm. Where arms are told apart, they are alike only if
 * both or neither were allocated to the first arm, and its units of nothing but zeros are among them.
 */
function classesOf({ others, realised }: DealtType, armsMatter: boolean): AlikeUnits[] {
  const classes = new Map<string, AlikeUnits>()
  const place = (unit: Unit, arm: number, units: number): void => {
    const shifted = armsMatter && arm === 0
    const key = unitKey(unit, shifted)
    const alike = classes.get(key) ?? { unit, shifted, realised: others.map(() => 0) }
    alike.realised[arm] = (alike.realised[arm] ?? 0) + units
    classes.set(key, alike)
  }
  others.forEach((units, arm) => {
    for (const unit of units) place(unit, arm, 1)
  })
  const zeroUnits = (realised[0] ?? 0) - (others[0]?.length ?? 0)
  if (armsMatter && zeroUnits > 0) place(zeroUnit, 0, zeroUnits)
  return [...classes.values()]
}

function startOf({ dealing, place }: Population, layout: Layout, wanted: boolean): Float64Array {
  const start = new Float64Array(layout.store.length)
  const cases = layout.place.get('cases')
  if (!wanted || cases === undefined) return start
  const arms = dealing.arms.length
  dealing.targets.forEach((target, index) => {
    const [stratum, arm] = [Math.floor(index / arms), index % arms]
    const at = cases.offset + arm * cases.width + (place[stratum] ?? 0)
    start[at] = (start[at] ?? 0) + target
  })
  return start
}
