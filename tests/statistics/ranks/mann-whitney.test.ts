import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kruskalWallis, mannWhitney } from '../../../src/statistics/index.ts'
import { exactTwoSided } from '../../../src/statistics/ranks/rank-sum-distribution.ts'
import {
  agree,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../../support/analysis.ts'
import { r } from './oracle.ts'

const options = { level: 0.95, contrasts: [contrast('x', 'y')] }
const compute = (x: readonly number[], y: readonly number[]) =>
  firstContrast(mannWhitney.compute(summaryOf(columnOf(rowsOf({ x, y })), 'frequencies'), options))

describe('Mann-Whitney', () => {
  test.each(r.pairs)('R wilcox.test with its continuity correction, %#', ({ x, y, result }) => {
    const ours = resultOf(compute(x, y))
    expect(ours.statistic).toEqual({ symbol: 'U', value: result.W })
    expect(ours.estimate).toBe(result.W / (x.length * y.length))
    expect(ours.intermediates.distribution).toBe(result.exact ? 'exact' : 'normal with continuity correction')
    // One tail of the normal distribution, or one ratio of whole numbers, against R's doubles.
    expect(agree(ours.pValue ?? 0, result.p, 1e-13)).toBe(true)
  })

  test.each(r.counted)('R pwilcox for $n and $m cases', ({ n, m, u, p }) => {
    expect(agree(exactTwoSided(u, n, m), p, 1e-13)).toBe(true)
    expect(exactTwoSided(n * m - u, m, n)).toBe(exactTwoSided(u, n, m))
  })

  test('by hand: four of the twenty ways to choose three of six ranks have U of at most 2', () => {
    // Rank sums 6, 7, 8, 8 have U 0, 1, 2, 2.
    expect(resultOf(compute([1, 2, 5], [3, 4, 6])).pValue).toBe((2 * 4) / 20)
    expect(resultOf(compute([1, 2, 3], [4, 5, 6])).pValue).toBe(0.1)
    expect(resultOf(compute([1, 4], [2, 3])).pValue).toBe(1)
  })

  test('ties by hand: 0 0 1 against 0 2 2', () => {
    // Pairs: 0-0 tie twice, 1 beats 0 once: U = 2 of 9. Ties of three and two: 30 of 210.
    const ours = resultOf(compute([0, 0, 1], [0, 2, 2]))
    expect(ours.statistic?.value).toBe(2)
    expect(ours.intermediates).toMatchObject({ n: { arm: 3, against: 3 }, expected: 4.5, tieTerm: 30 })
    const deviation = Math.sqrt((9 * (210 - 30)) / (12 * 6 * 5))
    expect(ours.intermediates.standardDeviation).toBeCloseTo(deviation, 14)
    expect(ours.intermediates.z).toBeCloseTo(-2 / deviation, 14)
    // Placements of 0 0 1: 1/2 1/2 1 with variance 1/12; of 0 2 2: 1 3 3 with variance 4/3.
    expect(ours.standardError).toBeCloseTo(Math.sqrt((1 / 12 + 4 / 3) / 27), 14)
    expect(ours.interval.lower).toBeCloseTo(2 / 9 - 1.959963984540054 * ours.standardError, 14)
  })

  test('one case of an arm, or no overlap, takes the standard error of the null hypothesis', () => {
    for (const [x, y] of [
      [[5], [1, 2, 9]],
      [
        [1, 2],
        [3, 4, 5],
      ],
    ] as const) {
      const [n, m] = [x.length, y.length]
      expect(resultOf(compute(x, y)).standardError).toBeCloseTo(Math.sqrt((n + m + 1) / (12 * n * m)), 14)
    }
  })

  const values = fc.array(fc.integer({ min: -3, max: 12 }), { minLength: 2, maxLength: 12 })

  test('swapping the arms mirrors it, scaling and shifting leave it, and z without correction squares to H', () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        fc.pre(new Set([...x, ...y]).size > 1)
        const [ours, swapped] = [resultOf(compute(x, y)), resultOf(compute(y, x))]
        expect(swapped.pValue).toBe(ours.pValue)
        expect(swapped.estimate).toBeCloseTo(1 - ours.estimate, 14)
        expect(swapped.standardError).toBeCloseTo(ours.standardError, 14)
        expect(swapped.interval.upper).toBeCloseTo(1 - ours.interval.lower, 14)
        const scaled = (each: readonly number[]) => each.map(value => 7 * value - 40)
        expect(resultOf(compute(scaled(x), scaled(y)))).toEqual(ours)
        const pairs = x.flatMap(a => y.map(b => (a > b ? 1 : a === b ? 0.5 : 0)))
        expect(ours.statistic?.value).toBe(pairs.reduce<number>((sum, each) => sum + each, 0))
        const h = resultOf(kruskalWallis.compute(summaryOf(columnOf(rowsOf({ x, y })), 'ranks'), options)).statistic
        const { expected, standardDeviation } = ours.intermediates as { expected: number; standardDeviation: number }
        const z = ((ours.statistic?.value ?? 0) - expected) / standardDeviation
        expect(agree(z * z, h.value, 1e-13)).toBe(true)
      }),
    )
  })

  test('adds strata up, ranks only its two arms, and says why it cannot', () => {
    const rows = [row('x', 3, 'a'), row('x', 5, 'b'), row('y', 4, 'a'), row('y', 1, 'b'), row('z', 2, 'a')]
    const whole = firstContrast(mannWhitney.compute(summaryOf(columnOf(rows), 'frequencies'), options))
    expect(whole).toEqual(compute([3, 5], [4, 1]))
    expect(reasonOf(compute([1, 1], [1]))).toBe('all_values_tied')
    const missing = columnOf([row('x', 1), row('y', null)])
    expect(reasonOf(firstContrast(mannWhitney.compute(summaryOf(missing, 'frequencies'), options)))).toBe(
      'no_cases_in_arm',
    )
    expect(cautionsOf(compute([...Array<number>(60).fill(0), 4], Array<number>(50).fill(0)))).toEqual([
      'nearly_all_tied',
    ])
  })
})
