import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TieTerm } from '../../src/summaries/index.ts'

test('the tie term is exact, also past what doubles hold', () => {
  const groups = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 26 })), {
    maxLength: 20,
  })
  fc.assert(
    fc.property(groups, counts => {
      const term = new TieTerm()
      for (const count of counts) term.add(count)
      expect(term.value).toBe(counts.reduce((sum, t) => sum + BigInt(t) ** 3n - BigInt(t), 0n))
    }),
  )
  const term = new TieTerm()
  for (let group = 0; group < 5; group += 1) term.add(2 ** 17)
  expect(term.value).toBe(5n * (2n ** 51n - 2n ** 17n))
})
