import { sumOf } from '../../core/lists.ts'
import { type StreamFor, shuffled } from '../../core/random.ts'
import type { ExactProbability } from '../../model/case.ts'
import type { StratumId } from '../../model/ids.ts'
import { reducedProbability } from '../allocation/probability.ts'
import type { SamplingFrame } from './frame.ts'
import type { Draw } from './method.ts'

/** Shuffles the eligible cases of every stratum and takes as many as its size from the front; the others are the reserve. */
export function drawWithinStrata(
  frame: SamplingFrame,
  sizes: ReadonlyMap<StratumId, number>,
  streamFor: StreamFor,
): Required<Pick<Draw, 'rows' | 'reserve'>> {
  const orders = [...sizes].map(([stratum, size]) => {
    return { size, order: shuffled(frame.rowsOf(stratum), streamFor('sample', stratum)) }
  })
  return {
    rows: inTurn(orders.map(({ size, order }) => order.subarray(0, size))),
    reserve: inTurn(orders.map(({ size, order }) => order.subarray(size))),
  }
}

/** The rows of one list after those of another. */
function inTurn(lists: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(sumOf(lists.map(({ length }) => length)))
  let start = 0
  for (const list of lists) {
    joined.set(list, start)
    start += list.length
  }
  return joined
}

/** `drawn` of `eligible`, and 0 where there is none. */
export const shareOf = (drawn: number, eligible: number): ExactProbability =>
  eligible === 0 ? { numerator: 0, denominator: 1 } : reducedProbability(BigInt(drawn), BigInt(eligible))
