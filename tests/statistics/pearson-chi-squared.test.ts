import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chiSquaredUpperTail } from '../../src/numerics/index.ts'
import { pearsonChiSquared } from '../../src/statistics/index.ts'
import {
  agree,
  cautionsOf,
  columnOf,
  countsOf,
  publishedPayers,
  reasonOf,
  resultOf,
  row,
  rResult,
  summaryOf,
} from '../support/analysis.ts'
import { fraction, plus } from '../support/fraction.ts'

const options = { level: 0.95, contrasts: [] }
const test2 = (arms: Parameters<typeof countsOf>[0]) => pearsonChiSquared.compute(countsOf(arms), options)

describe('Pearson chi-squared', () => {
  test('the published trial: 2.71461002 on 2 degrees of freedom, P 0.25735341', () => {
    const result = resultOf(pearsonChiSquared.compute(publishedPayers, options))
    const r = rResult<{ X2: number; p: number }>('dwp.chisq.79-87-62')
    expect(result.statistic.value).toBeCloseTo(2.71461002, 8)
    expect(result.pValue).toBeCloseTo(0.25735341, 8)
    expect(result.degreesOfFreedom).toBe(2)
    // R sums in doubles: a few units in the last place.
    expect(agree(result.statistic.value, r.X2, 1e-12)).toBe(true)
    expect(agree(result.pValue, r.p, 1e-12)).toBe(true)
  })

  test.each(['tanf.ok', 'kl.arm', 'nsw'])('R chisq.test on the counts of %s', id => {
    const { n, x } = rResult<{ n: Record<string, number>; x: Record<string, number> }>(`${id}.counts`)
    const r = rResult<{ X2: number; df: number; p: number; min_expected: number }>(`${id}.chisq`)
    const result = resultOf(test2(Object.fromEntries(Object.keys(n).map(arm => [arm, [x[arm] ?? 0, n[arm] ?? 0]]))))
    expect(agree(result.statistic.value, r.X2, 1e-12)).toBe(true)
    expect(agree(result.pValue, r.p, 1e-11)).toBe(true)
    expect(result.degreesOfFreedom).toBe(r.df)
    const expected = Object.values(result.intermediates.expected as Record<string, Record<string, number>>)
    expect(Math.min(...expected.flatMap(cells => Object.values(cells)))).toBeCloseTo(r.min_expected, 9)
  })

  test('a 2 x 3 table by hand, with the cases at no level as a third column', () => {
    // Expected 4, 3, 3 in both arms of ten; (O - E)^2 / E = 4/4 + 1/3 + 1/3, twice: 10/3.
    const rows = [
      ...['a', 'a', 'b', 'b', 'b', 'b', 'c', 'c', 'c', 'c'].map(level => row('called', level)),
      ...['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b', 'c', 'c'].map(level => row('control', level)),
    ]
    const column = columnOf(rows, { kind: 'category', levels: ['a', 'b', 'c'] })
    const whole = summaryOf(column, 'counts')
    const result = resultOf(pearsonChiSquared.compute(whole, options))
    expect(result.statistic.value).toBeCloseTo(10 / 3, 12)
    expect(result.degreesOfFreedom).toBe(2)
    // P is exp(-X^2 / 2) on 2 degrees of freedom.
    expect(result.pValue).toBeCloseTo(Math.exp(-5 / 3), 12)
    expect(result.intermediates.residuals).toMatchObject({ called: { a: -1, b: Math.sqrt(1 / 3) } })

    const unlabelled = {
      ...whole,
      cells: whole.cells.map(cell => {
        const { c: _, ...events } = cell.data.events
        return { ...cell, data: { ...cell.data, events } }
      }),
    }
    expect(resultOf(pearsonChiSquared.compute(unlabelled, options)).statistic.value).toBe(result.statistic.value)
  })

  const anyArm = fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 400 })).map(([x, rest]) => [x, x + rest] as const)

  test('is the exact rational sum, does not depend on the order of arms, and scales with the counts', () => {
    fc.assert(
      fc.property(anyArm, anyArm, anyArm, (a, b, c) => {
        fc.pre(a[0] + b[0] + c[0] > 0)
        const [events, total] = [a[0] + b[0] + c[0], a[1] + b[1] + c[1]]
        let exact = fraction(0)
        for (const [x, n] of [a, b, c]) {
          const square = (x * total - n * events) ** 2
          exact = plus(exact, fraction(square, total * n * events))
          exact = plus(exact, fraction(square, total * n * (total - events)))
        }
        const value = resultOf(test2({ a, b, c })).statistic.value
        // Six terms formed exactly and added: a handful of roundings.
        expect(agree(value, Number(exact.numerator) / Number(exact.denominator), 1e-14)).toBe(true)
        expect(agree(resultOf(test2({ c, a, b })).statistic.value, value, 1e-14)).toBe(true)
        const triple = ([x, n]: readonly [number, number]) => [3 * x, 3 * n] as const
        const tripled = resultOf(test2({ a: triple(a), b: triple(b), c: triple(c) })).statistic.value
        expect(agree(tripled, 3 * value, 1e-13)).toBe(true)
      }),
    )
  })

  test('strata are added up', () => {
    const stratified = {
      ...publishedPayers,
      cells: publishedPayers.cells.flatMap(cell => [
        { ...cell, stratum: '1993', data: { n: 2000, missing: 0, events: { yes: 30 } } },
        {
          ...cell,
          stratum: '2003',
          data: { n: cell.data.n - 2000, missing: 0, events: { yes: (cell.data.events.yes ?? 0) - 30 } },
        },
      ]),
    }
    expect(pearsonChiSquared.compute(stratified, options)).toEqual(pearsonChiSquared.compute(publishedPayers, options))
  })

  test('reasons and cautions', () => {
    expect(reasonOf(test2({ called: [0, 0], control: [1, 10] }))).toBe('no_cases_in_arm')
    expect(reasonOf(test2({ called: [1, 10] }))).toBe('too_few_arms')
    expect(reasonOf(test2({ called: [0, 10], control: [0, 10] }))).toBe('no_variation_in_outcome')
    expect(reasonOf(test2({ called: [10, 10], control: [10, 10] }))).toBe('no_variation_in_outcome')
    expect(cautionsOf(test2({ called: [1, 10], control: [2, 10] }))).toEqual(['small_expected_count'])
    expect(cautionsOf(pearsonChiSquared.compute({ ...publishedPayers, largestCluster: 3 }, options))).toEqual([
      'independence_assumed_with_clusters',
    ])
    const missing = {
      ...publishedPayers,
      cells: publishedPayers.cells.map(cell => ({ ...cell, data: { ...cell.data, missing: 2 } })),
    }
    expect(cautionsOf(pearsonChiSquared.compute(missing, options))).toEqual(['missing_outcomes'])
  })

  test('a huge difference keeps its P in the far tail', () => {
    const { statistic, pValue } = resultOf(test2({ called: [900, 1000], control: [300, 1000] }))
    expect(pValue).toBe(chiSquaredUpperTail(statistic.value, 1))
    expect(pValue).toBeGreaterThan(0)
    expect(pValue).toBeLessThan(1e-160)
  })
})
