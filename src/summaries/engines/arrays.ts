import { compareBytes } from '../../core/byte-order.ts'
import { refuseIfAny } from '../../core/errors.ts'
import { wholeSample } from '../../model/ids.ts'
import type { Summary, SummaryByKind, SummaryKind } from '../../model/summary.ts'
import { tooManyCases } from '../issues.ts'
import { TieTerm } from '../tie-term.ts'
import { type ArrayColumn, type SortedColumn, sortColumn } from './sorted-column.ts'

/**
 * The frequencies of an outcome from typed arrays, as the rows of an analysis set give them: each distinct value with its
 * number of cases, by stratum and arm.
 *
 * Every case has a value, a whole number within 2^53 (-0 counts as 0); one whose outcome is missing is to be left out.
 * Throws one `TrialError` with every other value and every index that points at no arm or stratum, or for arrays of
 * different lengths, or values that lie further apart than 2^53 over a power of two above the number of cells.
 *
 * @example
 * frequenciesFromArrays({
 *   outcome: 'amount', unit: { kind: 'pence' }, arms: ['called', 'control'], control: 'control', largestCluster: 1,
 *   values: Float64Array.of(0, 500, 0), arm: Uint8Array.of(0, 0, 1),
 * })
 */
export function frequenciesFromArrays(column: ArrayColumn): Summary<'frequencies'> {
  const sorted = sortColumn(column)
  const lists = Array.from(sorted.zeros, (): [number, number][] => [])
  const addBetween = (from: number, to: number): void => {
    const { keys, width, base } = sorted
    for (let at = from; at < to; at += 1) {
      const key = keys[at] ?? 0
      const list = lists[key & (width - 1)] ?? []
      const value = Math.floor(key / width) + base
      const last = list[list.length - 1]
      if (last?.[0] === value) last[1] += 1
      else list.push([value, 1])
    }
  }
  addBetween(0, sorted.negative)
  for (const [cell, count] of sorted.zeros.entries()) if (count > 0) lists[cell]?.push([0, count])
  addBetween(sorted.negative, sorted.keys.length)
  return summaryOf(column, 'frequencies', sorted, (n, cell) => ({ n, missing: 0, values: lists[cell] ?? [] }))
}

/** Doubled rank sums add up to N (N + 1), which is exact in doubles up to so many cases. */
const mostRanked = 94_906_265

/**
 * The doubled mid-rank sums of an outcome from typed arrays, over all cells together: what a test of ranks reads, in less
 * time than by way of the frequencies.
 *
 * Takes and throws what `frequenciesFromArrays` does, and throws `TrialError` for more than 94,906,265 cases.
 *
 * @example kruskalWallis.compute(ranksFromArrays(column), { level: 0.95, contrasts: [] })
 */
export function ranksFromArrays(column: ArrayColumn): Summary<'ranks'> {
  const { length } = column.values
  refuseIfAny(length > mostRanked ? [tooManyCases(column.outcome, mostRanked, length)] : [])
  const sorted = sortColumn(column)
  const { zeros, keys, width, negative } = sorted
  const sums = new Float64Array(width)
  const tieTerm = new TieTerm()
  let below = 0
  const doubledRankOf = (tied: number): number => {
    const doubledRank = 2 * below + tied + 1
    below += tied
    tieTerm.add(tied)
    return doubledRank
  }
  const rankBetween = (from: number, to: number): void => {
    const [shift, mask] = [1 / width, width - 1]
    for (let at = from; at < to; ) {
      const offset = Math.floor((keys[at] ?? 0) * shift)
      let end = at + 1
      while (end < to && Math.floor((keys[end] ?? 0) * shift) === offset) end += 1
      const doubledRank = doubledRankOf(end - at)
      for (; at < end; at += 1) {
        const cell = (keys[at] ?? 0) & mask
        sums[cell] = (sums[cell] ?? 0) + doubledRank
      }
    }
  }
  rankBetween(0, negative)
  const doubledRank = doubledRankOf(length - keys.length)
  for (const [cell, count] of zeros.entries()) sums[cell] = (sums[cell] ?? 0) + count * doubledRank
  rankBetween(negative, keys.length)
  const ranks = summaryOf(column, 'ranks', sorted, (n, cell) => ({
    n,
    missing: 0,
    doubledRankSum: BigInt(sums[cell] ?? 0),
  }))
  return { ...ranks, tieTerm: tieTerm.value }
}

/** The summary with a cell for every arm in every stratum that has a case, strata in byte order. */
function summaryOf<K extends SummaryKind>(
  { outcome, unit, arms, control, largestCluster, strata }: ArrayColumn,
  kind: K,
  { sizes }: SortedColumn,
  dataOf: (n: number, cell: number) => SummaryByKind[K],
): Summary<K> {
  const found = (strata?.ids ?? [wholeSample])
    .map((stratum, at) => ({ stratum, first: at * arms.length }))
    .filter(({ first }) => arms.some((_, index) => (sizes[first + index] ?? 0) > 0))
    .sort((a, b) => compareBytes(a.stratum, b.stratum))
  return {
    kind,
    outcome,
    unit,
    arms,
    control,
    largestCluster,
    cells: found.flatMap(({ stratum, first }) =>
      arms.map((arm, index) => ({ arm, stratum, data: dataOf(sizes[first + index] ?? 0, first + index) })),
    ),
  }
}
