import { describe, expect, it } from 'vitest'
import { spendingIds } from '../../../src/model/interim.ts'
import { sequentialNormal } from '../../../src/numerics/index.ts'
import { lookBoundaries, spendingFunctions } from '../../../src/statistics/index.ts'

const spending = (id: string) => {
  const found = spendingFunctions.find(each => each.id === id)
  if (found === undefined) throw new Error(`no spending function ${id}`)
  return found
}
const zs = (shares: readonly number[], id: string, alpha = 0.05): number[] =>
  lookBoundaries(shares, alpha, spending(id)).map(({ z }) => z)

describe('lookBoundaries', () => {
  it('gives the published boundaries at equally spaced looks', () => {
    // Lan and DeMets' functions, two-sided 0.05: the values of the usual tables, to their three decimals.
    const published: [string, number[], number[]][] = [
      ['obrien-fleming', [0.5, 1], [2.963, 1.969]],
      ['obrien-fleming', [1 / 3, 2 / 3, 1], [3.71, 2.511, 1.993]],
      ['obrien-fleming', [0.2, 0.4, 0.6, 0.8, 1], [4.877, 3.357, 2.68, 2.29, 2.031]],
      ['pocock', [0.2, 0.4, 0.6, 0.8, 1], [2.438, 2.427, 2.41, 2.397, 2.386]],
    ]
    for (const [id, shares, expected] of published) {
      zs(shares, id).forEach((z, look) => {
        expect(Math.abs(z - (expected[look] ?? 0))).toBeLessThan(0.0011)
      })
    }
  })

  it.each(spendingIds)('spends alpha over all looks by %s, as the exact chances of crossing say', id => {
    const shares = [0.15, 0.4, 0.75, 1]
    for (const alpha of [0.01, 0.05, 0.2]) {
      const boundaries = lookBoundaries(shares, alpha, spending(id))
      const looks = boundaries.map(({ share, z }) => ({ information: share, lower: -z, upper: z }))
      const { above, below } = sequentialNormal(looks)
      let spent = 0
      boundaries.forEach((boundary, look) => {
        spent += (above[look] ?? 0) + (below[look] ?? 0)
        // A boundary that is not looked for beyond 9 standard deviations spends less than 1e-18.
        expect(Math.abs(spent - boundary.spent)).toBeLessThan(1e-11)
      })
      expect(spent).toBeCloseTo(alpha, 10)
    }
  })

  it('is the fixed test at one look, and spends nothing where there is nothing to spend', () => {
    expect(zs([1], 'pocock')[0]).toBeCloseTo(1.959963984540054, 9)
    expect(zs([0.01, 1], 'obrien-fleming')[0]).toBe(Number.POSITIVE_INFINITY)
    expect(() => zs([0.5, 0.5], 'pocock')).toThrow(RangeError)
  })

  it('knows the functions that a plan can name, which spend from nothing to all of alpha', () => {
    expect(spendingFunctions.map(({ id }) => id)).toEqual([...spendingIds])
    for (const { spent } of spendingFunctions) {
      expect(spent(0, 0.05)).toBe(0)
      expect(spent(1, 0.05)).toBeCloseTo(0.05, 14)
      expect(spent(0.3, 0.05)).toBeLessThan(spent(0.6, 0.05))
    }
  })
})
