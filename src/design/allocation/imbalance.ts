import type { AllocationBy } from '../../model/allocation.ts'
import type { FieldValue } from '../../model/event.ts'

type Factor = AllocationBy<'minimisation'>['factors'][number]
type Measure = AllocationBy<'minimisation'>['imbalance']
type Baseline = Readonly<Record<string, FieldValue>>

/** How many cases of every level of every factor each slot has, and what imbalance another unit would leave. */
export class Imbalance {
  readonly #slots: number
  readonly #factors: readonly Factor[]
  readonly #measure: (counts: readonly number[]) => number
  readonly #counts = new Map<string, number[]>()

  constructor(slots: number, factors: readonly Factor[], measure: Measure) {
    this.#slots = slots
    this.#factors = factors
    this.#measure = measure === 'range' ? range : scaledVariance
  }

  /** For each slot: the weighted sum, over the levels that the unit has, of the imbalance if the slot took the unit. */
  after(unit: readonly Baseline[]): number[] {
    const touched = this.#levelsOf(unit)
    return Array.from({ length: this.#slots }, (_, slot) => {
      let sum = 0
      for (const [level, { cases, weight }] of touched) {
        const counts = this.#countsOf(level)
        const before = counts[slot] as number
        counts[slot] = before + cases
        sum += weight * this.#measure(counts)
        counts[slot] = before
      }
      return sum
    })
  }

  add(unit: readonly Baseline[], slot: number): void {
    for (const [level, { cases }] of this.#levelsOf(unit)) {
      const counts = this.#countsOf(level)
      counts[slot] = (counts[slot] as number) + cases
    }
  }

  #countsOf(level: string): number[] {
    const known = this.#counts.get(level)
    if (known !== undefined) return known
    const counts = Array<number>(this.#slots).fill(0)
    this.#counts.set(level, counts)
    return counts
  }

  /** The levels that the cases of a unit have, with their number. A missing value is a level of its own. */
  #levelsOf(unit: readonly Baseline[]): Map<string, { cases: number; weight: number }> {
    const levels = new Map<string, { cases: number; weight: number }>()
    for (const baseline of unit) {
      for (const { field, weight } of this.#factors) {
        const value = baseline[field] ?? null
        const level = `${field}=${value === null ? '' : String(value)}`
        levels.set(level, { cases: (levels.get(level)?.cases ?? 0) + 1, weight })
      }
    }
    return levels
  }
}

const range = (counts: readonly number[]): number => Math.max(...counts) - Math.min(...counts)

/** Variance times the square of the number of slots: a whole number. */
function scaledVariance(counts: readonly number[]): number {
  let [sum, squares] = [0, 0]
  for (const count of counts) {
    sum += count
    squares += count * count
  }
  return counts.length * squares - sum * sum
}
