import { describe, expect, it } from 'vitest'
import { factorise } from '../../src/numerics/householder.ts'

const rows = [
  [1, 10, 0],
  [2, -3, 5],
  [0, 4, 1],
  [-1, 0, 7],
  [3, 2, -2],
]
const columnsOf = (matrix: readonly (readonly number[])[]) =>
  Array.from({ length: matrix[0]?.length ?? 0 }, (_, j) => matrix.map(row => row[j] ?? 0))

/** Q R by columns. */
const product = ({ r, rotateBack }: ReturnType<typeof factorise>) => r.map(column => [...rotateBack(column)])

describe("Householder's factors", () => {
  it('multiply to the columns in their order, the longest remainder first', () => {
    const factors = factorise(rows, 3)
    expect(factors.order).toEqual([1, 2, 0])
    product(factors).forEach((column, at) => {
      const truth = columnsOf(rows)[factors.order[at] ?? 0] ?? []
      column.forEach((value, i) => {
        // a few units of the last place of columns of length 11
        expect(Math.abs(value - (truth[i] ?? 0))).toBeLessThan(4e-14)
      })
    })
  })

  it('are upper triangular, with a diagonal that falls', () => {
    const { r } = factorise(rows, 3)
    const diagonal = r.map((column, j) => Math.abs(column[j] ?? 0))
    expect(diagonal).toEqual([...diagonal].sort((a, b) => b - a))
    r.forEach((column, j) => {
      for (const below of column.subarray(j + 1)) expect(Math.abs(below)).toBeLessThan(1e-14)
    })
    // the length of the longest column, and of what the first leaves of the others
    expect(diagonal[0]).toBeCloseTo(Math.sqrt(129), 13)
  })

  it('rotate back what they rotate, and keep lengths', () => {
    const { rotate, rotateBack } = factorise(rows, 3)
    const v = Float64Array.from([3, -1, 4, 1, -5])
    const there = rotate(v)
    expect(Math.hypot(...there)).toBeCloseTo(Math.hypot(...v), 13)
    rotateBack(there).forEach((value, i) => {
      expect(value).toBeCloseTo(v[i] ?? 0, 13)
    })
    expect([...v]).toEqual([3, -1, 4, 1, -5])
  })

  it('keep all digits of a column that is nearly the first unit vector already', () => {
    // with the other sign the reflector would be a difference of two numbers that agree in all digits
    const nearly = [[1], [1e-9], [2e-9]]
    const [r] = factorise(nearly, 1).r
    expect(r?.[0]).toBeCloseTo(-1, 15)
    const [back] = product(factorise(nearly, 1))
    expect(Math.abs((back?.[1] ?? 0) / 1e-9 - 1)).toBeLessThan(1e-6)
  })

  it('take a column of zeros, and one that begins with zero', () => {
    const { r, order } = factorise(
      [
        [0, 0],
        [0, 3],
        [0, 4],
      ],
      2,
    )
    expect(order).toEqual([1, 0])
    expect(Math.abs(r[0]?.[0] ?? 0)).toBeCloseTo(5, 14)
    expect([...(r[1] ?? [])]).toEqual([0, 0, 0])
  })
})
