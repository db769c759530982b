import { type Issue, refuseIfAny } from '../../core/errors.ts'
import type { ArmId, OutcomeId, StratumId } from '../../model/ids.ts'
import type { OutcomeUnit } from '../../model/summary.ts'
import { badValue, columnsDiffer, unknownIndex, valuesTooFarApart } from '../issues.ts'
import { sortByBits } from './radix-sort.ts'

/** A numeric outcome in typed arrays, an entry for each case. */
export interface ArrayColumn {
  outcome: OutcomeId
  unit: OutcomeUnit
  arms: readonly ArmId[]
  control: ArmId
  /** Cases in the largest allocation cluster; 1 where cases were allocated singly. */
  largestCluster: number
  /** Whole numbers in the outcome's unit. */
  values: Float64Array | Int32Array
  /** Index of each case's arm in `arms`. */
  arm: Uint8Array
  /** Where there are several strata: their ids, and the index in them of each case's stratum. */
  strata?: { ids: readonly StratumId[]; of: Uint8Array | Uint16Array | Uint32Array } | undefined
}

/** The cases of a column by cell (stratum by stratum, its arms in order): those with nothing, and the others by value. */
export interface SortedColumn {
  /** Cases of each cell. */
  sizes: Uint32Array
  /** How many of them have nothing. */
  zeros: Uint32Array
  /** Each other case in order of value, as (value - base) x width + cell. */
  keys: Float64Array
  /** A power of two above every cell's index. */
  width: number
  base: number
  /** How many of the keys are of values below zero. */
  negative: number
}

/** Sorts a column in one pass over its cases and some over those that have something. */
export function sortColumn(column: ArrayColumn): SortedColumn {
  const { outcome, values, arm, strata, arms } = column
  refuseIfAny(
    [
      { what: 'arms', received: arm.length },
      { what: 'strata', received: strata?.of.length ?? values.length },
    ]
      .filter(({ received }) => received !== values.length)
      .map(({ what, received }) => columnsDiffer(outcome, what, values.length, received)),
  )
  const cells = arms.length * (strata?.ids.length ?? 1)
  const width = 2 ** bitsOf(cells)
  const { sizes, zeros, keys, negative, least, most, sound } = readColumn(column, cells, width)
  if (!sound) refuseIfAny(faultsOf(column))
  if (most - least > Number.MAX_SAFE_INTEGER / width - 1) refuseIfAny([valuesTooFarApart(outcome, least, most, width)])
  for (let cell = 0; cell < cells; cell += 1) sizes[cell] = (sizes[cell] ?? 0) + (zeros[cell] ?? 0)
  const sorted = sortByBits(above(keys, least * width), Math.log2(width), bitsOf((most - least) * width))
  return { sizes, zeros, keys: sorted, width, base: least, negative }
}

/** The pass over all cases: counts by cell, keys of the values other than 0 (in `sizes`), and whether all is as it may be. */
function readColumn({ values, arm, arms, strata }: ArrayColumn, cells: number, width: number) {
  const [sizes, zeros, keys] = [new Uint32Array(cells), new Uint32Array(cells), new Float64Array(values.length)]
  let [found, negative, least, most, sound] = [0, 0, 0, 0, true]
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] ?? 0
    const index = arm[at] ?? 0
    const cell = strata === undefined ? index : (strata.of[at] ?? 0) * arms.length + index
    if (index >= arms.length || cell >= cells) sound = false
    else if (value === 0) zeros[cell] = (zeros[cell] ?? 0) + 1
    else {
      if (!Number.isSafeInteger(value)) sound = false
      if (value < 0) negative += 1
      if (value < least) least = value
      if (value > most) most = value
      sizes[cell] = (sizes[cell] ?? 0) + 1
      keys[found] = value * width + cell
      found += 1
    }
  }
  return { sizes, zeros, keys: keys.subarray(0, found), negative, least, most, sound }
}

/** The numbers over their least, which is 0 or below. */
const above = (numbers: Float64Array, least: number): Float64Array =>
  least === 0 ? numbers : numbers.map(number => number - least)

/** Bits of a whole number. */
function bitsOf(number: number): number {
  let bits = 0
  while (2 ** bits <= number) bits += 1
  return bits
}

/** Every row that has a value, an arm or a stratum that it cannot have. */
function faultsOf({ outcome, values, arm, arms, strata }: ArrayColumn): Issue[] {
  const issues: Issue[] = []
  for (const [at, value] of values.entries()) {
    const [index, stratum] = [arm[at] ?? 0, strata?.of[at] ?? 0]
    if (!Number.isSafeInteger(value)) issues.push(badValue(outcome, at + 1, 'money', value))
    if (index >= arms.length) issues.push(unknownIndex(outcome, at + 1, 'arm', arms.length, index))
    const known = strata?.ids.length ?? 1
    if (stratum >= known) issues.push(unknownIndex(outcome, at + 1, 'stratum', known, stratum))
  }
  return issues
}
