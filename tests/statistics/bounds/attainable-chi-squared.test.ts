import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attainableChiSquared, pearson } from '../../../src/statistics/bounds/attainable-chi-squared.ts'
import { chiSquaredFloor } from '../../../src/statistics/bounds/chi-squared-floor.ts'
import { type RowRange, vertices } from '../../../src/statistics/bounds/count-tables.ts'

/** Every table of three columns whose first two counts are in the ranges, by plain loops. */
function everyValue(rows: readonly RowRange[]): number[] {
  const values: number[] = []
  const fill = (row: number, table: number[][]): void => {
    if (row === rows.length) {
      values.push(pearson(table))
      return
    }
    const { total = 0, cells } = rows[row] as RowRange
    const [a, b] = cells as [{ least: number; most: number }, { least: number; most: number }]
    for (let x = a.least; x <= a.most; x += 1)
      for (let y = b.least; y <= b.most; y += 1) if (x + y <= total) fill(row + 1, [...table, [x, y, total - x - y]])
  }
  fill(0, [])
  return values
}

const range = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 4 })).map(([least, width]) => ({
  least,
  most: least + width,
}))
const row = fc
  .tuple(range, range, fc.integer({ min: 1, max: 10 }))
  .map(([a, b, rest]): RowRange => ({ total: a.least + b.least + rest, cells: [a, b] }))
const rows = fc.array(row, { minLength: 2, maxLength: 3 })

describe('attainable chi-squared', () => {
  it('lists the value of every table within the ranges', () => {
    fc.assert(
      fc.property(rows, given => {
        const found = attainableChiSquared(given)
        expect(found?.tried).toBe('every')
        const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
        expect(sorted(found?.values ?? [])).toEqual(sorted(everyValue(given)))
      }),
      { numRuns: 100 },
    )
  })

  it('is never below its floor nor above its value at the vertices', () => {
    fc.assert(
      fc.property(rows, given => {
        const values = everyValue(given)
        const { lowest } = chiSquaredFloor(given)
        const corners = given.map(vertices)
        let highest = 0
        for (const a of corners[0] ?? [])
          for (const b of corners[1] ?? [])
            for (const c of corners[2] ?? [undefined]) highest = Math.max(highest, pearson(c ? [a, b, c] : [a, b]))
        expect(Math.min(...values)).toBeGreaterThanOrEqual(lowest - 1e-9)
        expect(Math.max(...values)).toBeLessThanOrEqual(highest + 1e-9)
      }),
      { numRuns: 40 },
    )
  })

  it('has a floor that is tight where the ranges keep the rows apart', () => {
    const apart = [
      { total: 50_000, cells: [{ least: 1_000, most: 2_000 }] },
      { total: 50_000, cells: [{ least: 10_000, most: 11_000 }] },
    ]
    const found = attainableChiSquared(apart)
    const nearest = pearson([
      [2_000, 48_000],
      [10_000, 40_000],
    ])
    const farthest = pearson([
      [1_000, 49_000],
      [11_000, 39_000],
    ])
    expect(found?.tried).toBe('some')
    expect(found?.bounds.lower).toBeGreaterThan(0.999 * nearest)
    expect(found?.bounds.lower).toBeLessThanOrEqual(nearest)
    expect(found?.bounds.upper).toBeCloseTo(farthest, 6)
    expect(found?.values).toContain(farthest)
  })

  it('is undefined where the counts exceed a row', () => {
    const full = { total: 3, cells: [{ least: 4, most: 5 }] }
    expect(attainableChiSquared([full, { total: 3, cells: [{ least: 0, most: 1 }] }])).toBeUndefined()
  })

  it('has trivial bounds where rows have no total and tables are too many', () => {
    const open = {
      cells: [
        { least: 0, most: 999 },
        { least: 0, most: 999 },
      ],
    }
    expect(attainableChiSquared([open, open])).toEqual({ tried: 'some', values: [], bounds: { lower: 0, upper: 3996 } })
  })
})
