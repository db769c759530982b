import seedrandom from 'seedrandom'
import { InternalError } from './errors.ts'
import { hashJson } from './hash.ts'

/** Integers drawn evenly from `0 … below - 1`. */
export interface IntegerSource {
  below(limit: number): number
}

/** Version of the allocation stream; old versions stay runnable (docs/allocation-algorithm.md). */
export const streamVersion = 1

const words = 2 ** 32

/** What a stream is for. Streams of different keys are unrelated even when their seeds share text. */
export interface StreamKey {
  purpose: string
  stratum: string
  seed: string
}

/**
 * The allocation stream: 32-bit words of ARC4 keyed with the SHA-256 (hexadecimal) of the canonical JSON
 * `{purpose, seed, stratum, version}`. The hash removes the generator's repeated-key collisions
 * (raw seeds '1' and '11' would share a stream).
 */
export function allocationStream({ purpose, stratum, seed }: StreamKey): IntegerSource {
  if (seed === '') throw new InternalError('an empty seed reached the allocation stream')
  const generator = seedrandom(hashJson({ version: streamVersion, purpose, stratum, seed }))
  return integersFrom(() => generator.int32() >>> 0)
}

/** The stream of each purpose and stratum: what a draw is given, so that tests can put every possible choice in its place. */
export type StreamFor = (purpose: string, stratum: string) => IntegerSource

/** The allocation streams of one seed. */
export function streamsOf(seed: string): StreamFor {
  return (purpose, stratum) => allocationStream({ purpose, stratum, seed })
}

/** Even integers from even 32-bit words, by rejection under the largest multiple of the limit. */
export function integersFrom(word: () => number): IntegerSource {
  return {
    below(limit) {
      if (!Number.isInteger(limit) || limit < 1 || limit > words) throw new InternalError(`cannot draw below ${limit}`)
      const accepted = words - (words % limit)
      for (;;) {
        const drawn = word()
        if (drawn < accepted) return drawn % limit
      }
    },
  }
}

/** Fisher-Yates, from the last index down; returns a new array. */
export function shuffled(items: Int32Array, source: IntegerSource): Int32Array
export function shuffled<T>(items: readonly T[], source: IntegerSource): T[]
export function shuffled<T>(items: readonly T[] | Int32Array, source: IntegerSource): T[] | Int32Array {
  const result = items.slice() as T[]
  for (let last = result.length - 1; last > 0; last -= 1) {
    const chosen = source.below(last + 1)
    const held = result[last] as T
    result[last] = result[chosen] as T
    result[chosen] = held
  }
  return result
}
