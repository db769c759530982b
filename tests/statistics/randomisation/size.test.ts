import { expect, test } from 'vitest'
import { type SimulationSource, simulationStream } from '../../../src/core/simulation-random.ts'
import { normalQuantile } from '../../../src/numerics/index.ts'
import { randomisationTest } from '../../../src/statistics/index.ts'
import { columnOf, resultOf, row, summaryOf } from '../../support/analysis.ts'

const trials = 250
const alpha = 0.05

/** A trial whose arms have one mean: 30 cases of spread 300, 60 of 200 and 120 of 100. */
function trialOf(source: SimulationSource) {
  const arms = { few: [30, 300], some: [60, 200], many: [120, 100] } as const
  const rows = Object.entries(arms).flatMap(([arm, [cases, spread]]) =>
    Array.from({ length: cases }, () => {
      const uniform = Math.max(source.uniform(), 2 ** -53)
      return row(arm, Math.round(1000 + spread * normalQuantile(uniform)))
    }),
  )
  return summaryOf(columnOf(rows), 'units')
}

test('with unequal spreads and sizes the studentised test keeps its size, and the plain difference does not', () => {
  const rejected = { 'welch-james': 0, 'difference-in-means': 0 }
  for (let trial = 0; trial < trials; trial += 1) {
    const units = trialOf(simulationStream({ purpose: 'size', seed: 'tests', replicate: trial }))
    for (const statistic of Object.keys(rejected) as (keyof typeof rejected)[]) {
      const options = { level: 0.95, contrasts: [], seed: `${trial}`, statistic, draws: 500 }
      if (resultOf(randomisationTest.compute(units, options)).pValue <= alpha) rejected[statistic] += 1
    }
  }
  // Four standard errors of 250 trials at 5 per cent are 5.5 points; with 1,500 trials of 500 draws the sizes were 5.5 and 21.
  const margin = 4 * Math.sqrt((alpha * (1 - alpha)) / trials)
  expect(Math.abs(rejected['welch-james'] / trials - alpha)).toBeLessThan(margin)
  expect(rejected['difference-in-means'] / trials).toBeGreaterThan(alpha + margin)
})
