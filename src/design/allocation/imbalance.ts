import type { AllocationBy } from '../../model/allocation.ts'
import type { AllocationUnit } from './method.ts'

type Factor = AllocationBy<'minimisation'>['factors'][number]
type Measure = AllocationBy<'minimisation'>['imbalance']

/** A level of a factor that a unit has. */
export interface TouchedLevel {
  level: number
  /** Cases of the unit at it. */
  cases: number
  /** How much its imbalance counts. */
  weight: number
}

/** Numbers the levels of factors as they come. A missing value is a level of its own. */
export class LevelNumbers {
  readonly #factors: readonly Factor[]
  readonly #numbers = new Map<string, number>()

  constructor(factors: readonly Factor[]) {
    this.#factors = factors
  }

  /** The levels that the cases of a unit have. */
  of(unit: readonly AllocationUnit['baseline'][]): TouchedLevel[] {
    const levels = new Map<number, TouchedLevel>()
    for (const baseline of unit) {
      for (const { field, weight } of this.#factors) {
        const level = this.#numberOf(`${field}=${baseline[field] ?? ''}`)
        levels.set(level, { level, weight, cases: (levels.get(level)?.cases ?? 0) + 1 })
      }
    }
    return [...levels.values()]
  }

  #numberOf(name: string): number {
    const level = this.#numbers.get(name) ?? this.#numbers.size
    this.#numbers.set(name, level)
    return level
  }
}

/** How many cases of every level each slot has, and what imbalance another unit would leave. */
export class Imbalance {
  readonly #slots: number
  readonly #measure: (counts: Int32Array) => number
  readonly #counts: Int32Array[] = []

  constructor(slots: number, measure: Measure) {
    this.#slots = slots
    this.#measure = measure === 'range' ? range : scaledVariance
  }

  /** For each slot: the weighted sum, over the levels that the unit has, of the imbalance if the slot took the unit. */
  after(levels: readonly TouchedLevel[]): Float64Array {
    const sums = new Float64Array(this.#slots)
    for (const { level, cases, weight } of levels) {
      const counts = this.#countsOf(level)
      for (let slot = 0; slot < this.#slots; slot += 1) {
        const before = counts[slot] as number
        counts[slot] = before + cases
        sums[slot] = (sums[slot] as number) + weight * this.#measure(counts)
        counts[slot] = before
      }
    }
    return sums
  }

  /** Counts a unit in the slot that took it. */
  add(levels: readonly TouchedLevel[], slot: number): void {
    for (const { level, cases } of levels) {
      const counts = this.#countsOf(level)
      counts[slot] = (counts[slot] as number) + cases
    }
  }

  #countsOf(level: number): Int32Array {
    const counts = this.#counts[level] ?? new Int32Array(this.#slots)
    this.#counts[level] = counts
    return counts
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
