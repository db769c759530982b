import fc from 'fast-check'
import { expect, test } from 'vitest'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import { hypergeometricPmf } from '../../../src/numerics/index.ts'
import { tableOf } from '../../../src/statistics/counts/contingency-table.ts'
import { drawHypergeometric, hypergeometricLine } from '../../../src/statistics/counts/hypergeometric-line.ts'
import { pearsonOrdering } from '../../../src/statistics/counts/pearson-ordering.ts'
import { probabilityOrdering } from '../../../src/statistics/counts/probability-ordering.ts'
import { drawTable } from '../../../src/statistics/counts/random-table.ts'
import { orderTables } from '../../../src/statistics/counts/table-ordering.ts'
import { probabilityOfExtreme } from '../../../src/statistics/counts/table-walk.ts'
import { agree } from '../../support/analysis.ts'
import { tableSummary } from './tables.ts'

const anyMargins = fc
  .integer({ min: 1, max: 5000 })
  .chain(population => fc.tuple(fc.constant(population), fc.nat(population), fc.nat(population)))

test('a line holds the hypergeometric probabilities, and its tails add up', () => {
  fc.assert(
    fc.property(anyMargins, ([population, successes, draws]) => {
      const { from, probabilities, below, above } = hypergeometricLine(population, successes, draws)
      for (const at of [0, probabilities.length >> 1, probabilities.length - 1]) {
        const exact = hypergeometricPmf(from + at, population, successes, draws)
        // One rounding for each ratio from the mode on.
        expect(agree(probabilities[at] ?? 0, exact, 1e-11) || exact < 1e-300).toBe(true)
        expect((below[at] ?? 0) + (above[at] ?? 0) - (probabilities[at] ?? 0)).toBeCloseTo(1, 11)
      }
    }),
  )
})

test('every count takes as much of the unit interval as its probability', () => {
  const [population, successes, draws] = [30, 11, 9]
  const steps = 20_000
  const seen = new Map<number, number>()
  for (let i = 0; i < steps; i++) {
    const count = drawHypergeometric((i + 0.5) / steps, population, successes, draws)
    seen.set(count, (seen.get(count) ?? 0) + 1 / steps)
  }
  for (let count = 0; count <= 9; count++) {
    const exact = hypergeometricPmf(count, population, successes, draws)
    // The midpoints of equal steps miss an interval's length by less than one step.
    expect(Math.abs((seen.get(count) ?? 0) - exact)).toBeLessThan(1 / steps)
  }
})

test('a uniform number next to 1 still gives a possible count', () => {
  fc.assert(
    fc.property(anyMargins, ([population, successes, draws]) => {
      const count = drawHypergeometric(1 - 2 ** -53, population, successes, draws)
      expect(count).toBeGreaterThanOrEqual(Math.max(0, draws + successes - population))
      expect(count).toBeLessThanOrEqual(Math.min(draws, successes))
    }),
  )
})

test('random tables keep the margins, and are extreme as often as enumeration says', () => {
  const table = tableOf(
    tableSummary([
      [3, 1, 4],
      [1, 5, 9],
      [2, 6, 5],
    ]),
  )
  const source = simulationStream({ purpose: 'random-table', seed: 'margins' })
  const draws = 10_000
  for (const ordering of [pearsonOrdering, probabilityOrdering]) {
    const { isExtreme } = orderTables([table], ordering)
    let extreme = 0
    for (let i = 0; i < draws; i++) {
      const drawn = drawTable(table, source)
      expect(drawn.map(row => row.reduce((sum, count) => sum + count, 0))).toEqual(table.rows)
      if (isExtreme([drawn])) extreme += 1
    }
    const p = probabilityOfExtreme([table], ordering)
    // Four standard errors.
    expect(Math.abs(extreme / draws - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / draws))
  }
})
