import fc from 'fast-check'
import { expect, it } from 'vitest'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import { drawAmounts, inWholePence, splitTotal } from '../../../src/pipeline/synthetic/amounts.ts'

const source = (seed: number) => simulationStream({ purpose: 'test of amounts', seed: String(seed) })
const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
const squares = (values: readonly number[]) => add(values.map(value => value ** 2))

it('meets the sum exactly and the sum of squares to one part in ten thousand', () => {
  const settled = [20_000, 31_000, 38_000]
  const target = { sum: 3_507_964, sumSquares: 4.78e11, settled, open: 76, atLeast: 100 }
  for (let seed = 0; seed < 200; seed += 1) {
    const amounts = drawAmounts(target, source(seed))
    if (amounts === undefined) continue
    expect(amounts.length).toBe(76)
    expect(amounts.every(amount => Number.isSafeInteger(amount) && amount >= 100)).toBe(true)
    expect(add(amounts) + add(settled)).toBe(target.sum)
    // Rounding moves an amount of some £400 by less than a penny: 1e-4 is far above that and below the print's 4e-3.
    expect(Math.abs((squares(amounts) + squares(settled)) / target.sumSquares - 1)).toBeLessThan(1e-4)
  }
  expect(drawAmounts(target, source(1))).toEqual(drawAmounts(target, source(1)))
})

it('gives no amounts where there are none', () => {
  const impossible = [
    { sum: 100, sumSquares: 4000, settled: [200], open: 2, atLeast: 1 }, // settled exceeds the sum
    { sum: 100, sumSquares: 4999, settled: [], open: 2, atLeast: 1 }, // 50 + 50 has the least sum of squares, 5000
    { sum: 100, sumSquares: 10_001, settled: [], open: 2, atLeast: 0 }, // 0 + 100 has the largest, 10000
    { sum: 100, sumSquares: 9000, settled: [], open: 2, atLeast: 30 }, // 95 + 5
  ]
  for (const target of impossible) expect(drawAmounts(target, source(1))).toBeUndefined()
})

it('splits totals without losing a penny', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 0, max: 1e9 }),
      (weights, sum) => {
        const parts = inWholePence(
          weights.map(weight => weight / add(weights)),
          sum,
        )
        expect(add(parts)).toBe(sum)
        for (const [index, part] of parts.entries()) {
          expect(Math.abs(part - ((weights[index] ?? 0) / add(weights)) * sum)).toBeLessThan(1 + 1e-6)
        }
      },
    ),
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 1e6 }), fc.nat(), (count, spare, seed) => {
      const parts = splitTotal(count * 5000 + spare, count, 5000, source(seed))
      expect(parts.length).toBe(count)
      expect(add(parts)).toBe(count * 5000 + spare)
      expect(Math.min(...parts)).toBeGreaterThanOrEqual(5000)
    }),
  )
})
