import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attainableKruskalWallis, kruskalWallis } from '../../src/statistics/index.ts'
import { columnOf, countsOf, publishedPayers, reasonOf, resultOf, rowsOf, summaryOf } from '../support/analysis.ts'

/** Every way to share an arm's payers over amounts 1 to `amounts`: non-decreasing lists. */
function payments(payers: number, amounts: number, least = 1): number[][] {
  if (payers === 0) return [[]]
  const lists: number[][] = []
  for (let amount = least; amount <= amounts; amount += 1) {
    for (const rest of payments(payers - 1, amounts, amount)) lists.push([amount, ...rest])
  }
  return lists
}

/** H of every possible outcome, by the test itself. */
function everyH(arms: Record<string, readonly [number, number]>): number[] {
  const amounts = Object.values(arms).reduce((sum, [payers]) => sum + payers, 0)
  const outcomes = Object.entries(arms).reduce<Record<string, number[]>[]>(
    (sofar, [arm, [payers, n]]) =>
      sofar.flatMap(groups =>
        payments(payers, amounts).map(paid => ({ ...groups, [arm]: [...Array<number>(n - payers).fill(0), ...paid] })),
      ),
    [{}],
  )
  return outcomes.flatMap(groups => {
    const computation = kruskalWallis.compute(summaryOf(columnOf(rowsOf(groups)), 'ranks'), {
      level: 0.95,
      contrasts: [],
    })
    return computation.status === 'computed' ? [computation.result.statistic.value] : []
  })
}

describe('what H could have been', () => {
  test('the published trial: H 2.44 to 3.01, P 0.22 to 0.30; 2.7145 if all payers tie', () => {
    const range = resultOf(attainableKruskalWallis(publishedPayers))
    expect([range.statistic.lower.toFixed(2), range.statistic.upper.toFixed(2)]).toEqual(['2.44', '3.01'])
    expect([range.pValue.lower.toFixed(2), range.pValue.upper.toFixed(2)]).toEqual(['0.22', '0.30'])
    expect(range.payersTied?.statistic).toBeCloseTo((2.714610024239775 * 18_623) / 18_624, 10)
    expect(range.payersTied?.statistic.toFixed(4)).toBe('2.7145')
  })

  test.each<Record<string, readonly [number, number]>>([
    { a: [2, 3], b: [2, 4] },
    { a: [3, 3], b: [1, 9], c: [1, 2] },
    { a: [2, 21], b: [1, 3], c: [1, 21] },
    { a: [1, 2], b: [1, 2], c: [1, 1] },
    { a: [0, 4], b: [3, 5], c: [2, 2] },
    { a: [2, 2], b: [2, 2] },
    { a: [1, 7], b: [1, 1], c: [2, 3], d: [0, 2] },
    { a: [4, 30], b: [1, 20] },
  ])('every outcome of a tiny design lies inside, and the upper end is reached: %o', arms => {
    const { statistic } = resultOf(attainableKruskalWallis(countsOf(arms)))
    const all = everyH(arms)
    expect(Math.max(...all)).toBeCloseTo(statistic.upper, 12)
    expect(Math.min(...all)).toBeGreaterThanOrEqual(statistic.lower - 1e-12)
  })

  test('the lower end is reached but for whole ranks', () => {
    // Two arms: the rank sum of the larger share can be anything between its ends, in steps of one rank.
    const arms = { a: [5, 40], b: [2, 40] } as const
    const { statistic } = resultOf(attainableKruskalWallis(countsOf(arms)))
    const least = Math.min(...everyH(arms))
    expect(least).toBeCloseTo(statistic.lower, 2)
    expect(least).toBeGreaterThanOrEqual(statistic.lower - 1e-12)
  })

  test('random amounts never leave the range', () => {
    const arm = fc.tuple(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 }), fc.integer({ min: 1, max: 20 }))
    fc.assert(
      fc.property(fc.array(arm, { minLength: 2, maxLength: 4 }), drawn => {
        const groups = Object.fromEntries(
          drawn.map(([paid, zeros], index) => [`arm${index}`, [...paid, ...Array<number>(zeros).fill(0)]]),
        )
        fc.pre(drawn.some(([paid]) => paid.length > 0))
        const counts = countsOf(
          Object.fromEntries(drawn.map(([paid, zeros], index) => [`arm${index}`, [paid.length, paid.length + zeros]])),
        )
        const { statistic, payersTied } = resultOf(attainableKruskalWallis(counts))
        const ranks = summaryOf(columnOf(rowsOf(groups)), 'ranks')
        const h = resultOf(kruskalWallis.compute(ranks, { level: 0.95, contrasts: [] })).statistic.value
        for (const value of [h, payersTied?.statistic ?? h]) {
          expect(value).toBeGreaterThanOrEqual(statistic.lower - 1e-12)
          expect(value).toBeLessThanOrEqual(statistic.upper + 1e-12)
        }
      }),
    )
  })

  test('reasons', () => {
    expect(reasonOf(attainableKruskalWallis(countsOf({ a: [0, 3], b: [0, 2] })))).toBe('all_values_tied')
    expect(reasonOf(attainableKruskalWallis(countsOf({ a: [0, 0], b: [1, 2] })))).toBe('no_cases_in_arm')
    expect(reasonOf(attainableKruskalWallis(countsOf({ a: [1, 2] })))).toBe('too_few_arms')
  })
})
