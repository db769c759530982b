import { describe, expect, it } from 'vitest'
import { simulationStream } from '../../src/core/simulation-random.ts'

const first = (key: Parameters<typeof simulationStream>[0], draws = 4): number[] => {
  const source = simulationStream(key)
  return Array.from({ length: draws }, () => source.uniform())
}

describe('simulation streams', () => {
  it('repeat for a key and differ between keys', () => {
    const keys = ['1', '11', '111'].flatMap(seed => [
      { purpose: 'a', seed },
      { purpose: 'b', seed },
      { purpose: 'a', seed, replicate: 1 },
      { purpose: 'a', seed, replicate: 2 },
    ])
    const texts = keys.map(key => first(key).join())
    expect(new Set(texts).size).toBe(keys.length)
    expect(keys.map(key => first(key).join())).toEqual(texts)
  })

  it('fill the unit interval evenly over neighbouring seeds', () => {
    // 20,000 first draws in 16 cells: chi-squared on 15 d.f. exceeds 62 with probability 1e-7.
    const cells = new Array<number>(16).fill(0)
    for (let seed = 0; seed < 20_000; seed += 1) {
      const [draw = 0] = first({ purpose: 'test', seed: String(seed) }, 1)
      expect(draw).toBeGreaterThanOrEqual(0)
      expect(draw).toBeLessThan(1)
      const cell = Math.floor(draw * 16)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    expect(cells.reduce((sum, count) => sum + (count - 1250) ** 2 / 1250, 0)).toBeLessThan(62)
  })

  it('pick evenly below a limit, at limits with and without a remainder', () => {
    for (const limit of [1, 2, 6, 1000, 2 ** 21 - 1, 2 ** 21, 3 * 2 ** 30]) {
      const source = simulationStream({ purpose: 'pick', seed: 'x' })
      const cells = new Array<number>(8).fill(0)
      const draws = 16_000
      for (let i = 0; i < draws; i += 1) {
        const drawn = source.pick(limit)
        expect(Number.isInteger(drawn) && drawn >= 0 && drawn < limit).toBe(true)
        const cell = Math.floor((drawn / limit) * Math.min(limit, 8))
        cells[cell] = (cells[cell] ?? 0) + 1
      }
      // Shares of the cells: as many limits fall into each, to within one. Chi-squared on 7 d.f. exceeds 45 with P 1e-7.
      const used = Math.min(limit, 8)
      const shares = cells.map((_, cell) => Math.ceil(((cell + 1) * limit) / used) - Math.ceil((cell * limit) / used))
      const expected = shares.map((share, cell) => (cell < used ? (draws * share) / limit : 0))
      const distance = cells.reduce((sum, count, cell) => {
        const mean = expected[cell] ?? 0
        return sum + (mean === 0 ? count : (count - mean) ** 2 / mean)
      }, 0)
      expect(distance).toBeLessThan(45)
    }
  })
})
