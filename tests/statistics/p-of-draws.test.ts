import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pOfDraws } from '../../src/statistics/p-of-draws.ts'

test('counts what was observed as one draw more: 2 of 99 draws give 3 in 100', () => {
  // by hand: 0.03 x 0.97 / 99 = 0.000293939..., whose root is 0.01714466...
  expect(pOfDraws(2, 99)).toEqual({
    pValue: 0.03,
    monteCarlo: { draws: 99, standardError: expect.closeTo(0.01714466, 8) },
  })
})

test('is never 0, and is 1 with no error where every draw was as extreme', () => {
  expect(pOfDraws(0, 9999).pValue).toBe(1e-4)
  expect(pOfDraws(500, 500)).toEqual({ pValue: 1, monteCarlo: { draws: 500, standardError: 0 } })
})

test('keeps the size of the test: under the null hypothesis P is at most a level in no more than its share of cases', () => {
  // The rank of what was observed among itself and m draws is uniform, so b is uniform on 0 to m.
  const level = fc.double({ min: 0.001, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), level, (draws, alpha) => {
      const all = Array.from({ length: draws + 1 }, (_, extreme) => pOfDraws(extreme, draws).pValue)
      expect(all.filter(p => p <= alpha).length / (draws + 1)).toBeLessThanOrEqual(alpha)
    }),
  )
})
