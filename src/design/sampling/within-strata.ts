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
  const rows: number[] = []
  const reserve: number[] = []
  for (const [stratum, size] of sizes) {
    const order = shuffled(frame.rowsOf(stratum), streamFor('sample', stratum))
    order.forEach((row, position) => {
      if (position < size) rows.push(row)
      else reserve.push(row)
    })
  }
  return { rows, reserve }
}

/** `drawn` of `eligible`, and 0 where there is none. */
export const shareOf = (drawn: number, eligible: number): ExactProbability =>
  eligible === 0 ? { numerator: 0, denominator: 1 } : reducedProbability(BigInt(drawn), BigInt(eligible))
