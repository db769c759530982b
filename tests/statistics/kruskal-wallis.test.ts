import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kruskalWallis, pearsonChiSquared } from '../../src/statistics/index.ts'
import {
  agree,
  binary,
  cautionsOf,
  columnOf,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  rResult,
  summaryOf,
} from '../support/analysis.ts'
import { type Fraction, fraction, plus } from '../support/fraction.ts'

const options = { level: 0.95, contrasts: [] }
const kw = (groups: Record<string, readonly number[]>) =>
  kruskalWallis.compute(summaryOf(columnOf(rowsOf(groups)), 'ranks'), options)

/** (N - 1) x between-arm over total sum of squares of doubled mid-ranks, in exact rational arithmetic. */
function exactH(groups: readonly (readonly number[])[]): Fraction {
  const all = groups.flat()
  const rank = (value: number): number =>
    2 * all.filter(other => other < value).length + all.filter(other => other === value).length + 1
  const centre = all.length + 1
  let between = fraction(0)
  for (const group of groups) {
    const deviation = group.reduce((sum, value) => sum + rank(value) - centre, 0)
    between = plus(between, fraction(deviation ** 2, group.length))
  }
  const total = all.reduce((sum, value) => sum + (rank(value) - centre) ** 2, 0)
  return fraction(between.numerator * BigInt(all.length - 1), between.denominator * BigInt(total))
}

describe('Kruskal-Wallis', () => {
  test.each(['a', 'b', 'c', 'd', 'e'])('R kruskal.test, small example %s', name => {
    const { groups, H, df, p } = rResult<{ groups: number[][]; H: number; df: number; p: number }>(`small.kw.${name}`)
    // Amounts in pence, so that 12.5 is whole.
    const result = resultOf(
      kw(Object.fromEntries(groups.map((group, index) => [`arm${index}`, group.map(v => 100 * v)]))),
    )
    // R takes squared rank sums from their expectation, and loses a digit or two even here.
    expect(agree(result.statistic.value, H, 1e-12)).toBe(true)
    expect(agree(result.pValue, p, 1e-12)).toBe(true)
    expect(result.degreesOfFreedom).toBe(df)
  })

  test('mean ranks and tie correction by hand: 0 0 1 | 0 2 2', () => {
    // Ranks 2 2 4 | 2 5.5 5.5; ties of three and two: 1 - (24 + 6) / 210.
    const result = resultOf(kw({ called: [0, 0, 1], control: [0, 2, 2] }))
    expect(result.intermediates).toMatchObject({ n: 6, meanRanks: { called: 8 / 3, control: 13 / 3 } })
    expect(result.intermediates.tieCorrection).toBeCloseTo(180 / 210, 15)
    // 12 / 42 x (3 x (5/6)^2 x 2) = 25 / 21, over 6 / 7.
    expect(result.statistic.value).toBeCloseTo(25 / 18, 14)
    expect(result.intermediates.uncorrected).toBeCloseTo(25 / 21, 14)
  })

  const values = fc.array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: 40 })), {
    minLength: 1,
    maxLength: 14,
  })

  test('is the exact ratio of sums of squares of ranks', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        fc.pre(new Set([...a, ...b, ...c]).size > 1)
        const exact = exactH([a, b, c])
        const { statistic } = resultOf(kw({ a, b, c }))
        // One rounding of one exact ratio, against two roundings of numerator and denominator.
        expect(agree(statistic.value, Number(exact.numerator) / Number(exact.denominator), 1e-15 * 4)).toBe(true)
        expect(resultOf(kw({ c, b, a })).statistic.value).toBe(statistic.value)
        const scaled = (group: readonly number[]) => group.map(value => 7 * value + 3)
        expect(resultOf(kw({ a: scaled(a), b: scaled(b), c: scaled(c) })).statistic.value).toBe(statistic.value)
      }),
    )
  })

  test('of a binary outcome it is chi-squared times (N - 1) / N, and of two arms z squared of the score test', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 30 }), (x1, y1, x2, y2) => {
        fc.pre(x1 + y1 > 0 && x1 + x2 > 0 && y1 + y2 > 0)
        const bits = (x: number, y: number) => [...Array<number>(x).fill(1), ...Array<number>(y).fill(0)]
        const column = columnOf(rowsOf({ called: bits(x1, y1), control: bits(x2, y2) }), binary)
        const n = x1 + y1 + x2 + y2
        const chi = resultOf(pearsonChiSquared.compute(summaryOf(column, 'counts'), options)).statistic.value
        const h = resultOf(kruskalWallis.compute(summaryOf(column, 'ranks'), options)).statistic.value
        expect(agree(h, (chi * (n - 1)) / n, 1e-13)).toBe(true)
      }),
    )
  })

  test('keeps its digits where the textbook shortcut cancels: 200,000 cases, 98 per cent zero', () => {
    const group = (size: number, payers: number, offset: number) =>
      Array.from({ length: size }, (_, index) => (index < payers ? 1000 + ((index * 37 + offset) % 500) : 0))
    const groups = { a: group(70_000, 1400, 0), b: group(70_000, 1405, 3), c: group(60_000, 1190, 11) }
    const { statistic } = resultOf(kw(groups))
    const column = columnOf(rowsOf(groups))
    const { cells, tieTerm = 0n } = summaryOf(column, 'ranks')
    const N = 200_000n
    // The textbook form in exact integers: 12 / (N (N + 1)) sum R^2 / n - 3 (N + 1), with R half the doubled sum.
    let sum = fraction(0)
    for (const { data } of cells) sum = plus(sum, fraction(data.doubledRankSum ** 2n, 4n * BigInt(data.n)))
    const h = plus(fraction(12n * sum.numerator, N * (N + 1n) * sum.denominator), fraction(-3n * (N + 1n)))
    const corrected = fraction(h.numerator * (N ** 3n - N), h.denominator * (N ** 3n - N - tieTerm))
    const scale = 10n ** 20n
    expect(
      agree(statistic.value, Number((corrected.numerator * scale) / corrected.denominator) / 1e20, 1e-15 * 4),
    ).toBe(true)
  })

  test('reasons and cautions', () => {
    expect(reasonOf(kw({ called: [0, 0], control: [0] }))).toBe('all_values_tied')
    expect(reasonOf(kw({ called: [1], control: [2] }))).toBe('computed')
    expect(reasonOf(kw({ called: [1, 2] }))).toBe('too_few_arms')
    const empty = columnOf([row('called', 1), row('control', null)])
    expect(reasonOf(kruskalWallis.compute(summaryOf(empty, 'ranks'), options))).toBe('no_cases_in_arm')
    const zeros = (payers: number) => [
      ...Array<number>(100 - payers).fill(0),
      ...Array.from({ length: payers }, (_, i) => i + 1),
    ]
    expect(cautionsOf(kw({ called: zeros(9), control: zeros(9) }))).toEqual(['nearly_all_tied'])
    expect(cautionsOf(kw({ called: zeros(11), control: zeros(11) }))).toEqual([])
  })
})
