import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../../src/core/random.ts'
import { allocate, allocationMethod, dealerOf } from '../../../src/design/index.ts'
import { protocolOf, sampleOf } from '../../support/designs.ts'

/** Two strata of single and linked cases, three arms, with room for the linked ones. */
const designs = fc.record({
  linked: fc.array(fc.constantFrom('n', 'ns', 's', 'nns'), { maxLength: 4 }),
  seed: fc.string({ minLength: 1, maxLength: 8 }),
  north: fc.integer({ min: 30, max: 40 }),
})

describe('a dealer, and the chances of arms', () => {
  it('are those that allocate gives and records, draw after draw', () => {
    fc.assert(
      fc.property(designs, ({ linked, seed, north }) => {
        const of = (letter: string) =>
          linked.flatMap((word, at) => new Array(word.split(letter).length - 1).fill(`x${at}`))
        const inSouth = of('s')
        const sample = sampleOf({
          north: [...of('n'), ...new Array(north).fill('')],
          south: [...inSouth, ...new Array(30).fill('')],
        })
        const sizes = { north: of('n').length + north, south: inSouth.length + 30 }
        const targetsOf = (n: number) => ({ control: n - 20, letter: 11, call: 9 })
        const protocol = protocolOf({ north: targetsOf(sizes.north), south: targetsOf(sizes.south) })
        const deal = dealerOf([...sample].reverse(), protocol)
        for (const draw of [1, 2]) {
          const streams = streamsOf(`${seed}-${draw}`)
          const arms = allocate(sample, protocol, streams).map(({ arm }) =>
            protocol.arms.findIndex(({ id }) => id === arm),
          )
          const chances = allocationMethod(protocol).chances?.(sample, protocol)
          const recorded = allocate(sample, protocol, streams).map(({ probability: p }) => p.numerator / p.denominator)
          expect(arms.map((arm, at) => chances?.[at]?.[arm])).toEqual(recorded)
          expect([...(deal(streams) as Int32Array)]).toEqual(arms)
          expect(new Set(arms).size).toBe(3)
        }
      }),
    )
  })
})
