import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/core/canonical-json.ts'
import { InternalError } from '../../src/core/errors.ts'
import { hashJson } from '../../src/core/hash.ts'
import { allocationStream, integersFrom, shuffled, streamsOf, streamVersion } from '../../src/core/random.ts'
import { enumerateDraws } from '../support/enumerate.ts'
import { type Fraction, fraction, plus, show } from '../support/fraction.ts'
import type { AllocationVectors } from '../support/golden-design.ts'

const golden = JSON.parse(
  readFileSync(new URL('../golden/allocation-v1.json', import.meta.url), 'utf8'),
) as AllocationVectors

describe('the allocation stream', () => {
  it('keys and draws the golden words', () => {
    const { key, canonical, sha256, first } = golden.words
    expect(key.version).toBe(streamVersion)
    expect(canonicalJson(key)).toBe(canonical)
    expect(hashJson(key)).toBe(sha256)
    const stream = allocationStream(key)
    expect(first.map(() => stream.below(2 ** 32))).toEqual(first)
  })

  it.each(golden.below)('draws the golden integers below $limit', ({ key, limit, drawn }) => {
    const stream = allocationStream(key)
    expect(drawn.map(() => stream.below(limit))).toEqual(drawn)
  })

  it('shuffles as the golden list', () => {
    const { key, items, shuffled: expected } = golden.shuffle
    expect(shuffled(items, streamsOf(key.seed)(key.purpose, key.stratum))).toEqual(expected)
  })

  it('differs for seeds that seedrandom alone would confuse, and for every part of the key', () => {
    const keys = ['1', '11', '111', '2024', '20242024', 'a', 'aa'].flatMap(seed =>
      ['sample', 'single'].flatMap(purpose => ['1', '11', 'all'].map(stratum => ({ purpose, stratum, seed }))),
    )
    const starts = keys.map(key => [0, 0].map(() => allocationStream(key).below(2 ** 32)).join())
    expect(new Set(starts).size).toBe(keys.length)
  })

  it('refuses an empty seed', () => {
    expect(() => streamsOf('')('sample', 'all')).toThrow(InternalError)
  })
})

describe('integers by rejection', () => {
  it('takes the words below the largest multiple of the limit and no others', () => {
    const words = [0, 2 ** 32 - 1, 2 ** 32 - 2, 6]
    const source = integersFrom(() => words.shift() ?? 0)
    // 2^32 = 7 x 613,566,756 + 4: the last four words are rejected.
    expect([source.below(7), source.below(7), words.length]).toEqual([0, 6, 0])
  })

  it('rejects every word from the limit on where only one multiple fits', () => {
    const limit = 2 ** 31 + 1
    const edges = [0, limit - 1, limit, 2 ** 32 - 1]
    const source = integersFrom(() => edges.shift() ?? 5)
    expect([source.below(limit), source.below(limit), source.below(limit)]).toEqual([0, limit - 1, 5])
  })

  it.each([0, -1, 1.5, 2 ** 32 + 1, Number.NaN])('refuses the limit %s', limit => {
    expect(() => integersFrom(() => 0).below(limit)).toThrow(InternalError)
  })
})

describe('shuffled', () => {
  it('gives every order of four exactly 1/24', () => {
    const orders = new Map<string, Fraction>()
    for (const { value, probability } of enumerateDraws(source => shuffled(['a', 'b', 'c', 'd'], source).join(''))) {
      orders.set(value, plus(orders.get(value) ?? fraction(0n), probability))
    }
    expect(orders.size).toBe(24)
    expect(new Set([...orders.values()].map(show))).toEqual(new Set(['1/24']))
  })

  it('keeps the items and leaves its argument alone', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.string({ minLength: 1 }), (items, seed) => {
        const before = [...items]
        const result = shuffled(items, streamsOf(seed)('single', 'all'))
        expect(items).toEqual(before)
        expect([...result].sort((a, b) => a - b)).toEqual(before.sort((a, b) => a - b))
      }),
    )
  })

  it('is even over real streams: no order of four strays from 1/24 by more than chance', () => {
    // Hoeffding: one frequency strays by d with probability at most 2 exp(-2 n d^2); with n = 24,000 and d = 0.0195
    // that is 2.4e-8 for one order and, over the 24, less than 6e-7: the false-alarm rate of this test for a fair stream.
    const runs = 24_000
    const seen = new Map<string, number>()
    for (let run = 0; run < runs; run += 1) {
      const order = shuffled(['a', 'b', 'c', 'd'], streamsOf(`seed ${run}`)('single', 'all')).join('')
      seen.set(order, (seen.get(order) ?? 0) + 1)
    }
    expect(seen.size).toBe(24)
    for (const count of seen.values()) expect(Math.abs(count / runs - 1 / 24)).toBeLessThan(0.0195)
  })
})
