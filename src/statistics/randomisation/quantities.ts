import { sumOf } from '../../core/lists.ts'
import type { Unit } from '../../model/summary.ts'
import type { DealtType } from './dealing.ts'
import type { Population } from './setting.ts'
import type { Quantity } from './statistic.ts'

/** What a unit adds to an arm: for each quantity, a number for every stratum or pair of strata. */
export type Contribution = (quantity: Quantity) => readonly number[]

const products = ['totalTotals', 'sizeSizes', 'sizeTotals', 'totalSizes'] as const
const shiftedProducts = ['shiftedTotals', 'shiftedSizeSizes'] as const

/** Whether a quantity tells the arms apart to which units were allocated. */
export const tellsArms = (quantity: Quantity): boolean =>
  quantity === 'shiftedSizes' || (shiftedProducts as readonly Quantity[]).includes(quantity)

/** Number of strata, pairs of strata, or 1, that a quantity has for each arm. */
export function widthOf(quantity: Quantity, { setting }: Population): number {
  if (quantity === 'doubledRanks') return 1
  const ofPairs: readonly Quantity[] = [...products, ...shiftedProducts]
  return ofPairs.includes(quantity) ? setting.pairs.length : setting.weights.length
}

/** A unit of nothing but zeros. */
export const zeroUnit: Unit = { values: {} }

/** What is known of a unit, by position of the setting's strata. */
interface UnitFacts {
  population: Population
  values: readonly (readonly number[])[]
  sizes: readonly number[]
  /** Sums of values, each less the origin. */
  totals: readonly number[]
  shifted: boolean
}

const ofPairs = ({ population }: UnitFacts, first: readonly number[], second: readonly number[]): number[] =>
  population.setting.pairs.map(([i, j]) => (first[i] ?? 0) * (second[j] ?? 0))

const ifShifted = ({ shifted }: UnitFacts, numbers: readonly number[]): number[] =>
  numbers.map(number => (shifted ? number : 0))

const formulas: Readonly<Record<Quantity, (unit: UnitFacts) => readonly number[]>> = {
  cases: ({ sizes }) => sizes,
  events: ({ values }) => values.map(list => list.length),
  sum: ({ values }) => values.map(sumOf),
  sumSquares: ({ values }) => values.map(list => sumOf(list.map(value => value * value))),
  doubledRanks: ({ values, population }) => [
    sumOf(values.flatMap(list => list.map(value => population.rankOf.get(value) ?? 0))),
  ],
  units: ({ sizes }) => sizes.map(size => (size > 0 ? 1 : 0)),
  totals: ({ totals }) => totals,
  totalTotals: unit => ofPairs(unit, unit.totals, unit.totals),
  sizeSizes: unit => ofPairs(unit, unit.sizes, unit.sizes),
  sizeTotals: unit => ofPairs(unit, unit.sizes, unit.totals),
  totalSizes: unit => ofPairs(unit, unit.totals, unit.sizes),
  shiftedSizes: unit => ifShifted(unit, unit.sizes),
  shiftedTotals: unit => ifShifted(unit, ofPairs(unit, unit.sizes, unit.totals)),
  shiftedSizeSizes: unit => ifShifted(unit, ofPairs(unit, unit.sizes, unit.sizes)),
}

/** What a unit of a type adds; `shifted` says that it was allocated to the first arm. */
export function contributionOf(
  population: Population,
  type: DealtType,
  unit: Unit = zeroUnit,
  shifted = false,
): Contribution {
  const { setting, dealing, place } = population
  const values = setting.weights.map((): number[] => [])
  const sizes = setting.weights.map(() => 0)
  dealing.strata.forEach((stratum, s) => {
    const slot = place[s] ?? 0
    const own = unit.values[stratum]
    if (own !== undefined) values[slot]?.push(...own)
    sizes[slot] = (sizes[slot] ?? 0) + (type.cases[s] ?? 0) - (unit.missing?.[stratum] ?? 0)
  })
  const totals = values.map((list, slot) => sumOf(list) - setting.origin * (sizes[slot] ?? 0))
  const facts = { population, values, sizes, totals, shifted }
  return quantity => formulas[quantity](facts)
}
