import { InternalError } from '../core/errors.ts'
import type { Counts, Frequencies, Moments, Ranks, Summary, SummaryByKind, SummaryKind } from '../model/summary.ts'

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
  const { doubledRanks, tieTerm } = rankTable(frequencies)
  const ranks = mapCells(frequencies, 'ranks', ({ n, missing, values }): Ranks => {
    let doubledRankSum = 0n
    for (const [value, count] of values) doubledRankSum += BigInt(count) * BigInt(doubledRanks.get(value) ?? 0)
    return { n, missing, doubledRankSum }
  })
  return { ...ranks, tieTerm }
}

function rankTable(frequencies: Summary<'frequencies'>) {
  const counts = new Map<number, number>()
  for (const cell of frequencies.cells) {
    for (const [value, count] of cell.data.values) counts.set(value, (counts.get(value) ?? 0) + count)
  }
  const doubledRanks = new Map<number, number>()
  let below = 0
  let tieTerm = 0n
  for (const value of Float64Array.from(counts.keys()).sort()) {
    const tied = counts.get(value) ?? 0
    doubledRanks.set(value, 2 * below + tied + 1)
    below += tied
    tieTerm += BigInt(tied) ** 3n - BigInt(tied)
  }
  return { doubledRanks, tieTerm }
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
