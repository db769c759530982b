import { describe, expect, test } from 'vitest'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import type { DesignRedraw, Redraw } from '../../../src/model/redraw.ts'
import { dealerOf } from '../../../src/statistics/randomisation/deal.ts'
import { dealingOf } from '../../../src/statistics/randomisation/dealing.ts'
import { dealingsAtMost } from '../../../src/statistics/randomisation/enumerate.ts'
import { drawReadings, enumerateReadings, type Readings } from '../../../src/statistics/randomisation/readings.ts'
import { populationOf } from '../../../src/statistics/randomisation/setting.ts'
import type { Quantity } from '../../../src/statistics/randomisation/statistic.ts'
import { unitTableOf } from '../../../src/statistics/randomisation/unit-table.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import { columnOf, row, summaryOf } from '../../support/analysis.ts'
import { enumerateDraws } from '../../support/enumerate.ts'

function tableOf(
  rows: readonly AnalysisRow[],
  redraw?: Redraw,
  reads: readonly Quantity[] = ['sum', 'cases', 'units'],
) {
  const units = summaryOf(columnOf(rows), 'units')
  const dealing = dealingOf(units, redraw)
  if ('status' in dealing) throw new Error(JSON.stringify(dealing))
  return unitTableOf(populationOf(units, dealing, false), reads)
}

/** Two linked pairs and four single cases, of which a pair and three singles have something. */
const rows: AnalysisRow[] = [
  row('a', 1, 'all', 'p'),
  row('a', 0, 'all', 'p'),
  row('b', 0, 'all', 'q'),
  row('b', 0, 'all', 'q'),
  row('a', 2),
  row('a', 0),
  row('b', 4),
  row('b', 4),
]
const design: DesignRedraw = {
  given: 'design',
  arms: ['a', 'b'],
  linked: [
    {
      cases: { all: 2 },
      units: 2,
      splits: [
        { units: [1, 1], weight: 3 },
        { units: [2, 0], weight: 1 },
      ],
    },
  ],
  targets: { all: { a: 4, b: 4 } },
}

const all: Readings = {
  sum: ({ sum }) => (sum[0] ?? 0) * 100 + (sum[1] ?? 0),
  cases: ({ cases }) => (cases[0] ?? 0) * 100 + (cases[1] ?? 0),
  units: ({ units }) => (units[0] ?? 0) * 100 + (units[1] ?? 0),
}
const keyOf = (read: (name: string) => number | undefined): string => Object.keys(all).map(read).join()

describe('the dealer', () => {
  test.each([
    ['given the realised counts', undefined],
    ['as the design drew', design],
  ])('%s, has the distribution that enumeration finds, over all its random choices', (_, redraw) => {
    const table = tableOf(rows, redraw)
    const { tally, probabilities } = enumerateReadings(table, all)
    const enumerated = new Map<string, number>()
    probabilities.forEach((probability, i) => {
      const key = keyOf(name => tally[name]?.[i])
      enumerated.set(key, (enumerated.get(key) ?? 0) + probability)
    })
    const dealer = dealerOf(table)
    const walked = new Map<string, number>()
    const draws = enumerateDraws(({ below }) => {
      dealer.begin()
      dealer.deal({ below, pick: below, uniform: () => 0 })
      return keyOf(name => all[name]?.(table.totals))
    })
    for (const { value, probability } of draws) {
      walked.set(value, (walked.get(value) ?? 0) + Number(probability.numerator) / Number(probability.denominator))
    }
    expect([...walked.keys()].sort()).toEqual([...enumerated.keys()].sort())
    for (const [key, share] of walked) expect(enumerated.get(key)).toBeCloseTo(share, 13)
  })

  test('draws blocks that do not depend on those before them', () => {
    const table = tableOf(rows, design)
    const streamOf = (block: number) => simulationStream({ purpose: 'deal', seed: 'x', replicate: block })
    const together = drawReadings(table, all, streamOf, 0, 3).sum ?? []
    const apart = [2, 0, 1].map(block => [...(drawReadings(table, all, streamOf, block, block + 1).sum ?? [])])
    expect([...together]).toEqual([...(apart[1] ?? []), ...(apart[2] ?? []), ...(apart[0] ?? [])])
  })

  test('keeps every total of the sample', () => {
    const table = tableOf(rows, design, ['sum', 'cases', 'units', 'sumSquares', 'doubledRanks', 'events'])
    const dealer = dealerOf(table)
    dealer.begin()
    const source = simulationStream({ purpose: 'deal', seed: 'y' })
    for (let i = 0; i < 200; i += 1) {
      dealer.deal(source)
      const { sum, cases, units, sumSquares, events } = table.totals
      const over = (values: Float64Array) => values.reduce((added, value) => added + value, 0)
      expect([sum, sumSquares, events, units].map(over)).toEqual([11, 37, 4, 6])
      expect([...cases]).toEqual([4, 4])
    }
  })
})

test('the bound on dealings is one: units that are alike are not told apart', () => {
  const table = tableOf(rows, design)
  expect(dealingsAtMost(table)).toBeGreaterThanOrEqual(enumerateReadings(table, all).probabilities.length)
  const payers = Array.from({ length: 100 }, (_, i) => row(i < 50 ? 'a' : 'b', i % 2))
  expect(dealingsAtMost(tableOf(payers))).toBe(51)
  expect(enumerateReadings(tableOf(payers), all).probabilities.length).toBe(51)
})
