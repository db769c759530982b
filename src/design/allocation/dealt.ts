import type { AllocatedCase, Rows } from '../../model/case.ts'
import type { ArmId } from '../../model/ids.ts'
import { gathered, SampleTable } from '../sample-table.ts'

/** An arm and the mechanism's probability of it for a case. */
export type ArmProbability = Pick<AllocatedCase, 'arm' | 'probability'>

/** Deals a shuffled list: its first `counts[0]` items to arm 0, the next `counts[1]` to arm 1, and so on; positions from 1. */
export function deal(
  order: Int32Array,
  counts: readonly number[],
  place: (item: number, arm: number, position: number) => void,
): void {
  let position = 0
  for (let arm = 0; arm < counts.length; arm += 1) {
    for (const end = position + counts[arm]!; position < end; position += 1) place(order[position]!, arm, position + 1)
  }
}

const mostShortCodes = 1 << 16

/**
 * The record of an allocation, filled unit by unit: the cases in byte order of id, as columns. Read like an array: the
 * object of a case is made when it is asked for.
 */
export class AllocationRecord implements Rows<AllocatedCase> {
  readonly cases: SampleTable
  readonly #chosen: ArmProbability[] = []
  readonly #codes = new Map<ArmProbability, number>()
  #codeOf: Uint16Array | Int32Array
  readonly #positions: Int32Array
  readonly #linked: Uint8Array

  /** `cases` in byte order of id. */
  constructor(cases: SampleTable) {
    this.cases = cases
    this.#codeOf = new Uint16Array(cases.length)
    this.#positions = new Int32Array(cases.length)
    this.#linked = new Uint8Array(cases.length)
  }

  /** The record that cases are of. */
  static of(allocated: Rows<AllocatedCase>): AllocationRecord {
    if (allocated instanceof AllocationRecord) return allocated
    const record = new AllocationRecord(new SampleTable(gathered(allocated, [])))
    let row = 0
    for (const { arm, probability, position, linked } of allocated) {
      record.#set(row, record.#codeOfChosen({ arm, probability }), position, linked)
      row += 1
    }
    return record
  }

  get length(): number {
    return this.cases.length
  }

  /** Puts the cases of a unit into an arm. */
  place(unit: number, chosen: ArmProbability, position: number): void {
    const { units } = this.cases
    const [code, size] = [this.#codeOfChosen(chosen), units.sizeOf(unit)]
    for (let member = 0; member < size; member += 1) {
      this.#set(units.rowOf(unit, member), code, position, size > 1)
    }
  }

  /** Deals a shuffled list of units by counts. */
  deal(order: Int32Array, counts: readonly number[], arms: readonly ArmProbability[]): void {
    deal(order, counts, (unit, arm, position) => this.place(unit, arms[arm]!, position))
  }

  /** The arms with their probabilities, by the number that `codeAt` gives for a case. */
  get values(): readonly ArmProbability[] {
    return this.#chosen
  }

  codeAt(row: number): number {
    return this.#codeOf[row]!
  }

  armAt(row: number): ArmId {
    return this.#chosen[this.#codeOf[row]!]!.arm
  }

  positionAt(row: number): number {
    return this.#positions[row]!
  }

  get linkedCases(): number {
    return this.#linked.reduce((sum, linked) => sum + linked, 0)
  }

  isLinkedAt(row: number): boolean {
    return this.#linked[row] === 1
  }

  at(row: number): AllocatedCase | undefined {
    const { ids, strata } = this.cases
    const id = ids.at(row)
    if (id === undefined) return undefined
    return {
      id,
      stratum: strata.at(row) ?? '',
      cluster: this.cases.clusterAt(row),
      ...this.#chosen[this.#codeOf[row]!]!,
      position: this.positionAt(row),
      linked: this.isLinkedAt(row),
    }
  }

  *[Symbol.iterator](): Generator<AllocatedCase> {
    for (let row = 0; row < this.length; row += 1) yield this.at(row) as AllocatedCase
  }

  /** Every case's stratum and arm. */
  *strataAndArms(): Generator<Pick<AllocatedCase, 'stratum' | 'arm'>> {
    const { strata } = this.cases
    for (let row = 0; row < this.length; row += 1) yield { stratum: strata.at(row) ?? '', arm: this.armAt(row) }
  }

  #set(row: number, code: number, position: number, linked: boolean): void {
    this.#codeOf[row] = code
    this.#positions[row] = position
    this.#linked[row] = Number(linked)
  }

  #codeOfChosen(chosen: ArmProbability): number {
    const known = this.#codes.get(chosen)
    if (known !== undefined) return known
    if (this.#chosen.length === mostShortCodes) this.#codeOf = Int32Array.from(this.#codeOf)
    this.#codes.set(chosen, this.#chosen.length)
    return this.#chosen.push(chosen) - 1
  }
}
