import type { AllocatedCase } from '../../model/case.ts'
import type { AllocationUnit } from './method.ts'
import type { ArmProbability } from './probability.ts'
import type { DealtUnit } from './units.ts'

/** Deals a shuffled list: its first `counts[0]` items to arm 0, the next `counts[1]` to arm 1, and so on; positions from 1. */
export function* dealt<T, A>(
  order: readonly T[],
  counts: readonly number[],
  arms: readonly A[],
): Generator<[item: T, chosen: A, position: number]> {
  let position = 0
  for (const [a, arm] of arms.entries()) {
    for (const end = position + (counts[a] ?? 0); position < end; position += 1) {
      yield [order[position] as T, arm, position + 1]
    }
  }
}

/** The record of an allocation, filled unit by unit. */
export class AllocationRecord {
  readonly #cases: readonly AllocationUnit[]
  readonly #allocated: AllocatedCase[]

  /** `cases` in byte order of id. */
  constructor(cases: readonly AllocationUnit[]) {
    this.#cases = cases
    this.#allocated = new Array<AllocatedCase>(cases.length)
  }

  /** Puts the cases of a unit into an arm. */
  place({ members }: DealtUnit, { arm, probability }: ArmProbability, position: number): void {
    const linked = members.length > 1
    for (const index of members) {
      const { id, stratum, cluster } = this.#cases[index] as AllocationUnit
      this.#allocated[index] = { id, stratum, cluster, arm, probability, position, linked }
    }
  }

  /** Deals a shuffled list of units by counts. */
  deal(order: readonly DealtUnit[], counts: readonly number[], arms: readonly ArmProbability[]): void {
    for (const [unit, chosen, position] of dealt(order, counts, arms)) this.place(unit, chosen, position)
  }

  /** The cases in byte order of id. */
  finish(): AllocatedCase[] {
    return this.#allocated
  }
}
