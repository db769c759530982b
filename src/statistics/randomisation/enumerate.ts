import { hypergeometricPmf } from '../../numerics/index.ts'
import { addUnits, placesOf, startTotals } from './deal.ts'
import type { UnitTable } from './unit-table.ts'

/** Dealings up to which a distribution is enumerated in place of drawn. */
export const mostEnumerated = 200_000

/** At least as many as there are dealings that differ in their totals: units that are alike are not told apart. */
export function dealingsAtMost(table: UnitTable): number {
  const { arms, classes, population } = table
  // Nobody counts the draws of a design that goes case by case.
  if (population.dealing.unitByUnit !== undefined) return Number.POSITIVE_INFINITY
  let most = 1
  for (const { splits } of population.dealing.types) most *= splits?.length ?? 1
  for (const { units } of classes) most *= choose(units + arms - 1, arms - 1)
  return most
}

function choose(n: number, k: number): number {
  let product = 1
  for (let i = 1; i <= k; i += 1) product *= (n - k + i) / i
  return product
}

/** Goes through every dealing, with its totals in the table and its probability. */
export function eachDealing(table: UnitTable, visit: (probability: number) => void): void {
  const places = placesOf(table)
  eachSplit(table, (splits, probability) => {
    places.choose(splits)
    startTotals(table, places.counts)
    divideFrom(table, Int32Array.from(places.counts), 0, probability, visit)
  })
}

function eachSplit({ population }: UnitTable, visit: (splits: Int32Array, probability: number) => void): void {
  const { types } = population.dealing
  const splits = new Int32Array(types.length)
  const from = (t: number, probability: number): void => {
    if (t === types.length) {
      visit(splits, probability)
      return
    }
    const choices = types[t]?.splits ?? [{ weight: 1 }]
    const total = choices.reduce((sum, { weight }) => sum + weight, 0)
    choices.forEach(({ weight }, index) => {
      splits[t] = index
      from(t + 1, probability * (weight / total))
    })
  }
  from(0, 1)
}

/** Divides the units of each class from `index` on over the places that are free: multivariate hypergeometric. */
function divideFrom(
  table: UnitTable,
  free: Int32Array,
  index: number,
  probability: number,
  visit: (probability: number) => void,
): void {
  const alike = table.classes[index]
  if (alike === undefined) {
    visit(probability)
    return
  }
  const { arms } = table
  const base = alike.type * arms
  const toArm = (arm: number, units: number, sofar: number): void => {
    const own = free[base + arm] as number
    let beyond = 0
    for (let a = arm + 1; a < arms; a += 1) beyond += free[base + a] as number
    if (beyond === 0 && units > own) return
    for (let given = Math.max(0, units - beyond); given <= Math.min(units, own); given += 1) {
      const share = beyond === 0 ? 1 : hypergeometricPmf(given, own + beyond, own, units)
      free[base + arm] = own - given
      addUnits(table, alike.added, arm, given)
      if (arm === arms - 1) divideFrom(table, free, index + 1, sofar * share, visit)
      else toArm(arm + 1, units - given, sofar * share)
      addUnits(table, alike.added, arm, -given)
    }
    free[base + arm] = own
  }
  toArm(0, alike.units, probability)
}
