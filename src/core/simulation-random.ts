import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { hashJson } from './hash.ts'
import { type IntegerSource, integersFrom } from './random.ts'

/** Fast random numbers for simulation and synthetic data; never for a real allocation. */
export interface SimulationSource extends IntegerSource {
  /** Evenly from 0 to limit - 1 as `below` is, at a third of its cost and with other numbers. `limit` is a whole number from 1 to 2^32. */
  pick(limit: number): number
  /** Evenly from 0 (included) to 1 (excluded), in steps of 2^-53. */
  uniform(): number
}

/**
 * A simulation stream (xoroshiro128+) whose state is the hash of its key, so that streams of different keys,
 * or of different replicates of one key, are unrelated whatever their order of use.
 */
export function simulationStream(key: { purpose: string; seed: string; replicate?: number }): SimulationSource {
  const hash = hashJson(key)
  const state = [0, 8, 16, 24].map(from => Number.parseInt(hash.slice(from, from + 8), 16) | 0)
  const generator = xoroshiro128plusFromState(state)
  const integers = integersFrom(() => generator.next() >>> 0)
  return {
    below: limit => integers.below(limit),
    pick: limit => (limit > mostExact ? integers.below(limit) : pick(generator, limit)),
    uniform: () => uniformFloat64(generator),
  }
}

const words = 2 ** 32
const perWord = 2 ** -32
/** The product of a word and a limit up to here is an exact double. */
const mostExact = 2 ** 21

/**
 * Lemire (2019), Fast random integer generation in an interval: the high part of word x limit, drawn again where the low
 * part shows a word too many.
 */
function pick(generator: { next(): number }, limit: number): number {
  for (;;) {
    const product = (generator.next() >>> 0) * limit
    const high = Math.floor(product * perWord)
    const low = product - high * words
    if (low >= limit || low >= words % limit) return high
  }
}
