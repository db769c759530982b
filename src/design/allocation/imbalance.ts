import type { AllocationBy } from '../../model/allocation.ts'
import type { AllocationUnit } from './method.ts'
import type { DealtUnit } from './units.ts'

type Factor = AllocationBy<'minimisation'>['factors'][number]
type Measure = AllocationBy<'minimisation'>['imbalance']

/** A unit with the levels of factors that its cases have, by number. */
export interface LevelledUnit extends DealtUnit {
  levels: readonly TouchedLevel[]
}

interface TouchedLevel {
  level: number
  /** Cases of the unit at it. */
  cases: number
  /** How much its imbalance counts. */
  weight: number
}

/** Numbers the levels that cases have. A missing value is a level of its own. */
export function levelsOf(
  cases: readonly AllocationUnit[],
  units: readonly DealtUnit[],
  factors: readonly Factor[],
): { units: LevelledUnit[]; levels: number } {
  const numbers = new Map<string, number>()
  const numberOf = (name: string): number => {
    const level = numbers.get(name) ?? numbers.size
    numbers.set(name, level)
    return level
  }
  const touched = ({ members }: DealtUnit): TouchedLevel[] => {
    const levels = new Map<number, TouchedLevel>()
    for (const index of members) {
      for (const { field, weight } of factors) {
        const level = numberOf(`${field}=${cases[index]?.baseline[field] ?? ''}`)
        levels.set(level, { level, weight, cases: (levels.get(level)?.cases ?? 0) + 1 })
      }
    }
    return [...levels.values()]
  }
  const levelled = units.map(unit => ({ ...unit, levels: touched(unit) }))
  return { units: levelled, levels: numbers.size }
}

/** How many cases of every level each slot has, and what imbalance another unit would leave. */
export class Imbalance {
  readonly #slots: number
  readonly #measure: (counts: Int32Array) => number
  readonly #counts: readonly Int32Array[]

  constructor(slots: number, levels: number, measure: Measure) {
    this.#slots = slots
    this.#measure = measure === 'range' ? range : scaledVariance
    this.#counts = Array.from({ length: levels }, () => new Int32Array(slots))
  }

  /** For each slot: the weighted sum, over the levels that the unit has, of the imbalance if the slot took the unit. */
  after({ levels }: LevelledUnit): Float64Array {
    const sums = new Float64Array(this.#slots)
    for (const { level, cases, weight } of levels) {
      const counts = this.#counts[level] as Int32Array
      for (let slot = 0; slot < this.#slots; slot += 1) {
        const before = counts[slot] as number
        counts[slot] = before + cases
        sums[slot] = (sums[slot] as number) + weight * this.#measure(counts)
        counts[slot] = before
      }
    }
    return sums
  }

  add({ levels }: LevelledUnit, slot: number): void {
    for (const { level, cases } of levels) {
      const counts = this.#counts[level] as Int32Array
      counts[slot] = (counts[slot] as number) + cases
    }
  }
}

function range(counts: Int32Array): number {
  let [least, most] = [counts[0] as number, counts[0] as number]
  for (const count of counts) {
    if (count < least) least = count
    if (count > most) most = count
  }
  return most - least
}

/** Variance times the square of the number of slots: a whole number. */
function scaledVariance(counts: Int32Array): number {
  let [sum, squares] = [0, 0]
  for (const count of counts) {
    sum += count
    squares += count * count
  }
  return counts.length * squares - sum * sum
}
