import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TestResult } from '../../../src/model/method.ts'
import { gTest, pearsonChiSquared, yatesChiSquared } from '../../../src/statistics/index.ts'
import { agree, cautionsOf, reasonOf, resultOf, rResult } from '../../support/analysis.ts'
import { binarySummary, byR, fromArms, tableSummary } from './tables.ts'

const options = { level: 0.95, contrasts: [] }
const pearson = (table: number[][]) => resultOf(pearsonChiSquared.compute(tableSummary(table), options))
const g = (table: number[][]) => resultOf(gTest.compute(tableSummary(table), options))

/** Cells of an intermediate, row by row. */
const cellsOf = ({ intermediates }: TestResult, name: string): number[] =>
  Object.values(intermediates[name] as Record<string, Record<string, number>>).flatMap(row => Object.values(row))

describe.each(byR.tables)('R on $table', r => {
  test('Pearson: statistic, P, expected counts, both residuals and V', () => {
    const ours = pearson(r.table)
    // R sums in doubles: a few units in the last place.
    expect(agree(ours.statistic.value, r.X2, 1e-12)).toBe(true)
    expect(agree(ours.pValue, r.p, 1e-11)).toBe(true)
    expect(ours.degreesOfFreedom).toBe(r.df)
    for (const [name, theirs] of [
      ['expected', r.expected],
      ['residuals', r.residuals],
      ['standardisedResiduals', r.stdres],
    ] as const) {
      const cells = cellsOf(ours, name)
      expect(cells).toHaveLength(theirs.flat().length)
      for (const [index, value] of theirs.flat().entries()) expect(cells[index]).toBeCloseTo(value, 11)
    }
    expect(agree(ours.intermediates.cramersV as number, r.v, 1e-12)).toBe(true)
  })

  test('G', () => {
    const ours = g(r.table)
    // The sum of O log(O / E) in doubles loses what cancels: 1e-9 of a G near 1 among terms of hundreds.
    expect(ours.statistic.value).toBeCloseTo(r.g, 9)
    expect(ours.pValue).toBeCloseTo(r.g_p, 9)
    expect(ours.statistic.symbol).toBe('G')
  })

  test('Yates, of two by two only', () => {
    const computation = yatesChiSquared.compute(tableSummary(r.table), options)
    if (r.yates === null) expect(reasonOf(computation)).toBe('not_two_by_two')
    else {
      expect(agree(resultOf(computation).statistic.value, r.yates[0], 1e-12)).toBe(true)
      expect(agree(resultOf(computation).pValue, r.yates[1], 1e-11)).toBe(true)
    }
  })
})

test('G of real trials as R has it', () => {
  for (const id of ['tanf.ok', 'kl.arm', 'nsw']) {
    const { n, x } = rResult<{ n: Record<string, number>; x: Record<string, number> }>(`${id}.counts`)
    const r = rResult<{ G: number; G_p: number; cramer_v: number }>(`${id}.chisq`)
    const table = fromArms(...Object.keys(n).map(arm => [x[arm] ?? 0, n[arm] ?? 0] as const))
    expect(g(table).statistic.value).toBeCloseTo(r.G, 9)
    expect(g(table).pValue).toBeCloseTo(r.G_p, 9)
    expect(agree(pearson(table).intermediates.cramersV as number, r.cramer_v, 1e-12)).toBe(true)
  }
})

test.each(byR.pairs)('Yates on $counts', ({ counts: [x1, n1, x2, n2], yates }) => {
  const ours = resultOf(yatesChiSquared.compute(binarySummary(fromArms([x1, n1], [x2, n2])), options))
  expect(agree(ours.statistic.value, yates[0], 1e-12)).toBe(true)
  expect(agree(ours.pValue, yates[1], 1e-11)).toBe(true)
})

test('Yates: the correction takes no more than the distance, so equal shares give 0 and P 1', () => {
  const ours = resultOf(yatesChiSquared.compute(binarySummary(fromArms([5, 10], [6, 12])), options))
  expect([ours.statistic.value, ours.pValue]).toEqual([0, 1])
})

const anyRow = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 3, maxLength: 3 })

test('G keeps its digits where it is tiny: it nears X², and is never below 0', () => {
  fc.assert(
    fc.property(anyRow, fc.integer({ min: 2, max: 9 }), (row, factor) => {
      const big = row.map(x => x * factor * 10_000)
      const nearly = big.map((x, index) => (index === 0 ? x + 1 : x))
      const [ours, x2] = [g([big, nearly]).statistic.value, pearson([big, nearly]).statistic.value]
      expect(ours).toBeGreaterThan(0)
      // G / X² - 1 is of the order of the relative distance of a count from its expectation, here below 1e-3.
      expect(Math.abs(ours / x2 - 1)).toBeLessThan(1e-3)
    }),
  )
})

test('neither arms nor levels have an order, and both scale with the counts', () => {
  fc.assert(
    fc.property(anyRow, anyRow, anyRow, (a, b, c) => {
      for (const statistic of [pearson, g]) {
        const value = statistic([a, b, c]).statistic.value
        const reversed = [c, b, a].map(row => [...row].reverse())
        expect(agree(statistic(reversed).statistic.value, value, 1e-12)).toBe(true)
        const tripled = [a, b, c].map(row => row.map(x => 3 * x))
        expect(agree(statistic(tripled).statistic.value, 3 * value, 1e-11)).toBe(true)
      }
    }),
  )
})

test('reasons and cautions are those of Pearson', () => {
  for (const method of [pearsonChiSquared, gTest, yatesChiSquared]) {
    const on = (table: number[][]) => method.compute(tableSummary(table), options)
    expect(
      reasonOf(
        on([
          [0, 0],
          [1, 9],
        ]),
      ),
    ).toBe('no_cases_in_arm')
    expect(reasonOf(on([[3, 9]]))).toBe('too_few_arms')
    expect(
      reasonOf(
        on([
          [0, 9],
          [0, 9],
        ]),
      ),
    ).toBe('no_variation_in_outcome')
    expect(
      cautionsOf(
        on([
          [1, 9],
          [2, 8],
        ]),
      ),
    ).toEqual(['small_expected_count'])
  }
})
