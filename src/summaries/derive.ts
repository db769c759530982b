import { InternalError } from '../core/errors.ts'
import type { Counts, Frequencies, Moments, Ranks, Summary, SummaryByKind, SummaryKind } from '../model/summary.ts'
import { TieTerm } from './tie-term.ts'

/** Kinds that frequencies determine. */
export type DerivedKind = 'counts' | 'moments' | 'ranks'

/** Replaces the data of every cell. */
function mapCells<K extends SummaryKind>(
  summary: Summary<'frequencies'>,
  kind: K,
  make: (data: Frequencies) => SummaryByKind[K],
): Summary<K> {
  return { ...summary, kind, cells: summary.cells.map(cell => ({ ...cell, data: make(cell.data) })) }
}

/** Counts of a binary outcome: how many values are 1. */
export function deriveCounts(frequencies: Summary<'frequencies'>): Summary<'counts'> {
  return mapCells(frequencies, 'counts', ({ n, missing, values }): Counts => {
    if (values.some(([value]) => value !== 0 && value !== 1)) {
      throw new InternalError(`${frequencies.outcome} is not binary and has no counts`)
    }
    return { n, missing, events: { yes: values.find(([value]) => value === 1)?.[1] ?? 0 } }
  })
}

/** Exact sums of the values and of their squares. */
export function deriveMoments(frequencies: Summary<'frequencies'>): Summary<'moments'> {
  return mapCells(frequencies, 'moments', ({ n, missing, values }): Moments => {
    let sum = 0n
    let sumSquares = 0n
    for (const [value, count] of values) {
      const product = BigInt(value) * BigInt(count)
      sum += product
      sumSquares += product * BigInt(value)
    }
    return { n, missing, sum, sumSquares }
  })
}

/** Doubled mid-rank sums over all cells together, and the tie term: sum of t^3 - t over values that t cases share. */
export function deriveRanks(frequencies: Summary<'frequencies'>): Summary<'ranks'> {
  const table = rankTable(frequencies)
  const ranks = mapCells(
    frequencies,
    'ranks',
    ({ n, missing, values }): Ranks => ({ n, missing, doubledRankSum: rankSum(values, table) }),
  )
  return { ...ranks, tieTerm: table.tieTerm }
}

/** The distinct values of all cells together, ascending. */
export interface RankTable {
  values: Float64Array
  /** Cases at each value. */
  counts: Float64Array
  /** Twice the mid-rank of each value. */
  doubledRanks: Float64Array
  /** Sum of t^3 - t over values that t cases share. */
  tieTerm: bigint
}

/** Ranks the values of all cells together. */
export function rankTable({ cells }: Summary<'frequencies'>): RankTable {
  const values = distinctValues(cells.map(({ data }) => data.values))
  const counts = new Float64Array(values.length)
  for (const { data } of cells) {
    let at = 0
    for (const [value, count] of data.values) {
      at = placeOf(value, values, at)
      counts[at] = (counts[at] ?? 0) + count
    }
  }
  return { values, counts, ...rankCounts(counts) }
}

function distinctValues(lists: readonly Frequencies['values'][]): Float64Array {
  const all = new Float64Array(lists.reduce((length, list) => length + list.length, 0))
  let size = 0
  for (const list of lists) for (const [value] of list) all[size++] = value
  return all.sort().filter((value, index) => index === 0 || value !== all[index - 1])
}

/** Twice the mid-ranks of ascending values that so many cases share, and the tie term. */
function rankCounts(counts: ArrayLike<number>): Pick<RankTable, 'doubledRanks' | 'tieTerm'> {
  const doubledRanks = new Float64Array(counts.length)
  const tieTerm = new TieTerm()
  let below = 0
  for (let at = 0; at < counts.length; at += 1) {
    const tied = counts[at] ?? 0
    doubledRanks[at] = 2 * below + tied + 1
    below += tied
    tieTerm.add(tied)
  }
  return { doubledRanks, tieTerm: tieTerm.value }
}

function rankSum(list: Frequencies['values'], { values, doubledRanks }: RankTable): bigint {
  let sum = 0n
  let at = 0
  for (const [value, count] of list) {
    at = placeOf(value, values, at)
    sum += BigInt(count) * BigInt(doubledRanks[at] ?? 0)
  }
  return sum
}

/** Index of a value among ascending values that hold it, looked for from `at`. */
function placeOf(value: number, values: Float64Array, at: number): number {
  let place = at
  while ((values[place] ?? value) < value) place += 1
  return place
}

const derivers: { readonly [K in DerivedKind]: (frequencies: Summary<'frequencies'>) => Summary<K> } = {
  counts: deriveCounts,
  moments: deriveMoments,
  ranks: deriveRanks,
}

/** The summary of another kind that frequencies determine. Ranks are made from frequencies merged over all parts. */
export function derive<K extends DerivedKind>(frequencies: Summary<'frequencies'>, kind: K): Summary<K> {
  return derivers[kind](frequencies)
}
