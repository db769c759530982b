import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attainableYates } from '../../../src/statistics/bounds/index.ts'

/** The corrected statistic from its definition. */
function yates(a: number, n: number, c: number, m: number): number {
  const columns = [a + c, n + m - a - c]
  if (columns.includes(0)) return 0
  const distance = Math.max(0, Math.abs(a * (m - c) - (n - a) * c) - (n + m) / 2)
  return ((n + m) * distance ** 2) / (n * m * (a + c) * (n + m - a - c))
}

describe('attainableYates', () => {
  it('of one table is the corrected statistic', () => {
    const one = (count: number, total: number) => ({ total, cells: [{ least: count, most: count }] })
    const found = attainableYates([one(8, 20), one(15, 20)])
    expect(found?.tried).toBe('every')
    // R: chisq.test(rbind(c(8, 12), c(15, 5)))
    expect(found?.values[0]).toBeCloseTo(3.68286445012788, 12)
  })

  it('of tables too many to list has the ends of all of them, at corners', () => {
    const row = fc
      .tuple(fc.integer({ min: 320, max: 600 }), fc.integer({ min: 0, max: 599 }), fc.integer({ min: 317, max: 599 }))
      .map(([total, from, width]) => {
        const least = Math.min(from, Math.max(0, total - width))
        return { total, cells: [{ least, most: Math.min(total, least + width) }] }
      })
    fc.assert(
      fc.property(row, row, (first, second) => {
        const found = attainableYates([first, second])
        const [x, y] = [first.cells[0], second.cells[0]]
        if (x === undefined || y === undefined || found === undefined) throw new Error('no table')
        let [lower, upper] = [Number.POSITIVE_INFINITY, 0]
        for (let a = x.least; a <= x.most; a += 1) {
          for (let c = y.least; c <= y.most; c += 1) {
            const value = yates(a, first.total, c, second.total)
            if (value < lower) lower = value
            if (value > upper) upper = value
          }
        }
        expect(found.bounds.lower).toBeCloseTo(lower, 8)
        expect(found.bounds.upper).toBeCloseTo(upper, 8)
        for (const value of found.values) expect(value).toBeLessThanOrEqual(upper + 1e-8)
      }),
      { numRuns: 10 },
    )
  })

  it('is undefined where the counts exceed their total, and has trivial bounds where totals are not fixed', () => {
    expect(attainableYates([{ total: 3, cells: [{ least: 4, most: 5 }] }])).toBeUndefined()
    const wide = {
      cells: [
        { least: 0, most: 400 },
        { least: 0, most: 400 },
      ],
    }
    expect(attainableYates([wide, wide])).toEqual({ tried: 'some', values: [], bounds: { lower: 0, upper: 1600 } })
  })
})
