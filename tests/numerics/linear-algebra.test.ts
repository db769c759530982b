import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cholesky, independentRows, type Matrix, solveLower } from '../../src/numerics/index.ts'

/** M M' of a matrix. */
const gram = (rows: Matrix): number[][] =>
  rows.map(a => rows.map(b => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0)))
/** Rows of whole numbers, so that dependence is exact. */
const rows = fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }), {
  minLength: 2,
  maxLength: 4,
})

describe('independent rows', () => {
  test('of a matrix of which one row repeats another', () => {
    const matrix = [
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 4],
    ]
    expect(independentRows(matrix, 1e-9)).toEqual({ kept: [0, 2], factor: [[1], [0, 2]] })
  })

  test('are all where Cholesky’s factor exists, with that factor', () => {
    fc.assert(
      fc.property(rows, of => {
        const matrix = gram(of).map((row, i) => row.map((value, j) => value + Number(i === j)))
        const { kept, factor } = independentRows(matrix, 1e-9)
        expect(kept).toEqual([...matrix.keys()])
        // The two add up in another order.
        expect(factor).toEqual(cholesky(matrix)?.map(row => row.map(value => expect.closeTo(value, 11))))
      }),
    )
  })

  test('leave out what rows before determine, and their factor gives the matrix back', () => {
    fc.assert(
      fc.property(rows, fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })), (of, [a, b]) => {
        const [first = [], second = []] = of
        const combined = first.map((value, k) => a * value + b * (second[k] ?? 0))
        const { kept, factor } = independentRows(gram([...of, combined, [0, 0, 0, 0]]), 1e-9)
        expect(kept.every(row => row < of.length)).toBe(true)
        const back = gram(factor.map(row => [...row, ...new Array(kept.length - row.length).fill(0)]))
        const expected = gram(kept.map(row => of[row] ?? []))
        for (const [i, row] of expected.entries()) {
          for (const [j, value] of row.entries()) expect(back[i]?.[j]).toBeCloseTo(value, 9)
        }
      }),
    )
  })
})

test('solves a lower triangle from its first row on', () => {
  expect(solveLower([[2], [1, 4], [3, 0, 5]], [6, 11, 19])).toEqual([3, 2, 2])
})
