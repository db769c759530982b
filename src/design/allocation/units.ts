import { compareBytes, numbersBelow } from '../../core/byte-order.ts'
import type { CodedColumn } from '../../core/coded-column.ts'
import { refuseIfAny } from '../../core/errors.ts'
import { FirstTexts } from '../../core/first-rows.ts'
import { rowsByGroup } from '../../core/lists.ts'
import type { Texts } from '../../core/text-column.ts'
import type { StratumId } from '../../model/ids.ts'
import { clusterInSeveralStrata } from '../issues.ts'

/**
 * What is dealt as one: a case, or the cases of a cluster. The units of a sample in byte order of id are numbered in the
 * order of their first cases. Names of clusters decide only who is linked, never an order.
 */
export class Units {
  readonly length: number
  /** The rows of all units, one unit after the other; absent where every case is a unit by itself. */
  readonly #rows: Int32Array | undefined
  /** Where each unit starts among them. */
  readonly #starts: Int32Array = new Int32Array()
  /** Rows of cases without a cluster whose own id is the name of one. */
  readonly namesakes: readonly number[]

  constructor({ ids, clusters }: { ids: Texts<''>; clusters: Texts<null> }) {
    const { unitOf, units, namesakes } = unitNumbers(ids, clusters)
    this.length = units
    this.namesakes = namesakes
    if (unitOf === undefined || units === ids.length) return
    ;[this.#rows, this.#starts] = inTurn(unitOf, units)
  }

  /** Cases of a unit. */
  sizeOf(unit: number): number {
    return this.#rows === undefined ? 1 : this.#endOf(unit) - this.#starts[unit]!
  }

  /** The row of a unit's first case. */
  firstOf(unit: number): number {
    return this.#rows === undefined ? unit : this.#rows[this.#starts[unit]!]!
  }

  /** The row of one of its cases, by their order from 0. */
  rowOf(unit: number, member: number): number {
    return this.#rows === undefined ? unit : this.#rows[this.#starts[unit]! + member]!
  }

  /** The rows of a unit's cases, ascending. */
  membersOf(unit: number): Int32Array {
    if (this.#rows === undefined) return Int32Array.of(unit)
    return this.#rows.subarray(this.#starts[unit], this.#endOf(unit))
  }

  /** The numbers of all units. */
  all(): Int32Array {
    return numbersBelow(this.length)
  }

  #endOf(unit: number): number {
    return this.#starts[unit + 1] ?? this.#rows?.length ?? 0
  }
}

/** The number of every case's unit; none where no case has a cluster, so that every case is a unit. */
function unitNumbers(ids: Texts<''>, clusters: Texts<null>) {
  const heads = headRows(ids, clusters)
  if (heads === undefined) return { units: ids.length, namesakes: [] }
  const namesakes: number[] = []
  const unitOfHead = new Int32Array(ids.length).fill(-1)
  let units = 0
  for (let row = 0; row < heads.length; row += 1) {
    const head = heads[row]!
    if (head !== row && clusters.sizeAt(row) === 0) namesakes.push(row)
    if (unitOfHead[head] === -1) unitOfHead[head] = units++
    heads[row] = unitOfHead[head]!
  }
  return { unitOf: heads, units, namesakes }
}

/** For every case one that stands for its unit: the first with the name of its cluster, or itself. */
function headRows(ids: Texts<''>, clusters: Texts<null>): Int32Array | undefined {
  let first = 0
  while (first < ids.length && clusters.sizeAt(first) === 0) first += 1
  if (first === ids.length) return undefined
  const named = new FirstTexts(clusters)
  const heads = new Int32Array(ids.length).fill(-1)
  for (let row = first; row < ids.length; row += 1) if (clusters.sizeAt(row) > 0) heads[row] = named.add(row)
  for (let row = 0; row < ids.length; row += 1) {
    if (heads[row] === -1) heads[row] = named.findOther(ids, row) ?? row
  }
  return heads
}

/** Rows unit by unit, and where each unit starts. */
function inTurn(unitOf: Int32Array, units: number): [rows: Int32Array, starts: Int32Array] {
  const starts = new Int32Array(units)
  for (const unit of unitOf) if (unit + 1 < units) starts[unit + 1]! += 1
  for (let unit = 1; unit < units; unit += 1) starts[unit]! += starts[unit - 1]!
  const rows = new Int32Array(unitOf.length)
  for (let row = 0; row < unitOf.length; row += 1) rows[starts[unitOf[row]!]!++] = row
  // Every start is at the end of its unit now, where the next begins.
  starts.copyWithin(1, 0)
  starts[0] = 0
  return [rows, starts]
}

/** Units of one stratum, by their numbers. */
export interface StratumUnits {
  stratum: StratumId
  units: Int32Array
}

/** Cases of a sample with their strata and units. */
interface CasesInUnits {
  strata: CodedColumn<StratumId>
  units: Units
  clusterAt(row: number): string
}

/** The units of every stratum of the sample, strata in byte order. Refuses clusters that lie in several strata. */
export function unitsByStratum(cases: CasesInUnits): StratumUnits[] {
  const { strata, units } = cases
  const torn: string[] = []
  for (let unit = 0; unit < units.length; unit += 1) {
    const first = units.firstOf(unit)
    const code = strata.codeAt(first)
    for (let member = 1; member < units.sizeOf(unit); member += 1) {
      if (strata.codeAt(units.rowOf(unit, member)) === code) continue
      torn.push(cases.clusterAt(first))
      break
    }
  }
  refuseIfAny(torn.length === 0 ? [] : [clusterInSeveralStrata(torn)])
  const lists = rowsByGroup(units.length, unit => strata.codeAt(units.firstOf(unit)), strata.values.length)
  return strata.values
    .map((stratum, code): StratumUnits => ({ stratum, units: lists[code]! }))
    .filter(list => list.units.length > 0)
    .sort((a, b) => compareBytes(a.stratum, b.stratum))
}
