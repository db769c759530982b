import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chiSquaredUpperTail, fUpperTail, normalUpperTail, studentTUpperTail } from '../../../src/numerics/index.ts'
import {
  auditOf,
  decimals,
  deviation,
  inconsistencies,
  type MadeNumber,
  mean,
  print,
  sumOfSquares,
} from './made-reports.ts'

const z = 1.959963984540054
const runs = { numRuns: 250 }

/** Cases in each group, and how many of them have the outcome. */
const groupCounts = fc.array(
  fc.integer({ min: 1, max: 400 }).chain(n => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) })),
  { minLength: 2, maxLength: 4 },
)

function chiSquared(rows: readonly (readonly number[])[]): number {
  const total = rows.flat().reduce((a, b) => a + b, 0)
  const sums = rows.map(row => row.reduce((a, b) => a + b, 0))
  const columns = (rows[0] ?? []).map((_, j) => rows.reduce((sum, row) => sum + (row[j] ?? 0), 0))
  let value = 0
  rows.forEach((row, i) => {
    row.forEach((observed, j) => {
      const expected = ((sums[i] ?? 0) * (columns[j] ?? 0)) / total
      if (expected > 0) value += (observed - expected) ** 2 / expected
    })
  })
  return value
}

describe('a report that was computed from data and rounded is never called inconsistent', () => {
  it('percentages, their intervals, chi-squared and P', () => {
    fc.assert(
      fc.property(groupCounts, decimals, decimals, fc.boolean(), fc.constantFrom(z, 1.96), (groups, d, ds, even, c) => {
        const numbers: MadeNumber[] = groups.flatMap(({ n, events }, i) => {
          const share = events / n
          const half = 100 * c * Math.sqrt((share * (1 - share)) / n)
          const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n)
          const wilson = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
          const limit = (side: 'lower' | 'upper', method: string, value: number): MadeNumber => ({
            id: `p${i}.${method}.${side}`,
            printed: print(value, d, even),
            is: { interval: { side, percentage: `p${i}`, method } },
          })
          return [
            { id: `p${i}`, printed: print(100 * share, d, even), is: { percentage: { n: `g${i}` } } },
            { id: `p${i}.half`, printed: print(half, d, even), is: { half_width: { percentage: `p${i}` } } },
            limit('lower', 'wald', 100 * share - half),
            limit('upper', 'wald', Math.min(100, 100 * share + half)),
            limit('lower', 'wilson', 100 * (centre - wilson)),
            limit('upper', 'wilson', 100 * (centre + wilson)),
          ]
        })
        const value = chiSquared(groups.map(({ n, events }) => [events, n - events]))
        const rows = groups.map((_, i) => ({ n: `g${i}`, counts: [`p${i}`] }))
        const df = groups.length - 1
        const audit = auditOf({
          groups: groups.map(({ n }, i) => ({ id: `g${i}`, n })),
          numbers: [
            ...numbers,
            { id: 'x2', printed: print(value, ds, even), is: { chi_squared: { rows } } },
            { id: 'df', printed: String(df), is: { degrees_of_freedom: { of: 'x2' } } },
            {
              id: 'p',
              printed: print(chiSquaredUpperTail(value, df), ds, even),
              is: { p: { statistic: 'x2', distribution: 'chi_squared', df: ['df'] } },
            },
          ],
        })
        expect(inconsistencies(audit)).toEqual([])
        expect(audit.totals.statements).toBe(6 * groups.length + 3)
      }),
      runs,
    )
  })

  it('chi-squared of tables too many to list', () => {
    const row = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 3, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 3 }), decimals, (given, d) => {
        const width = Math.min(...given.map(({ length }) => length))
        const rows = given.map(each => each.slice(0, width)).filter(each => each.some(count => count > 0))
        fc.pre(rows.length >= 2)
        const sizes = rows.map(each => each.reduce((a, b) => a + b, 0))
        const percent = rows.map((each, i) =>
          each.slice(0, -1).map((count, j): MadeNumber => {
            const printed = print((100 * count) / (sizes[i] ?? 1), 0)
            return { id: `p${i}.${j}`, printed, is: { percentage: { n: `g${i}` } } }
          }),
        )
        const audit = auditOf({
          groups: sizes.map((n, i) => ({ id: `g${i}`, n })),
          numbers: [
            ...percent.flat(),
            {
              id: 'x2',
              printed: print(chiSquared(rows), d),
              is: {
                chi_squared: { rows: percent.map((each, i) => ({ n: `g${i}`, counts: each.map(({ id }) => id) })) },
              },
            },
          ],
        })
        expect(inconsistencies(audit)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('parts of a whole, sums, differences, ratios and shares', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 2, maxLength: 6 })
    const amounts = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(parts, amounts, decimals, decimals, fc.boolean(), (counts, pence, d, da, even) => {
        const n = counts.reduce((a, b) => a + b, 0)
        fc.pre(n > 0)
        const pounds = pence.map(each => each / 100)
        const total = pounds.reduce((a, b) => a + b, 0)
        const [first = 0, second = 1] = pounds
        const [a, b] = ['a0', 'a1']
        const audit = auditOf({
          groups: [{ id: 'all', n }],
          numbers: [
            ...counts.map((count, i) => ({ id: `c${i}`, printed: String(count), whole: true as const })),
            ...counts.map((count, i) => ({
              id: `p${i}`,
              printed: print((100 * count) / n, d, even),
              is: { percentage: i % 2 === 0 ? { n: 'all', of: `c${i}` } : { n: 'all' } },
            })),
            { id: 'c', printed: String(n), whole: true, is: { sum: counts.map((_, i) => `c${i}`) } },
            ...pounds.map((each, i) => ({ id: `a${i}`, printed: `£${print(each, da, even)}` })),
            { id: 'sum', printed: print(total, da, even), is: { sum: pounds.map((_, i) => `a${i}`) } },
            { id: 'less', printed: print(first - second, da, even), is: { difference: { of: a, less: b } } },
            { id: 'times', printed: print(first * n, da, even), is: { product: [a, 'all'] } },
            { id: 'ratio', printed: print(first / second, d, even), is: { ratio: { of: a, to: b } } },
            { id: 'share', printed: print((100 * first) / total, d, even), is: { share: { of: a, to: 'sum' } } },
          ],
          wholes: [{ id: 'whole', parts: counts.map((_, i) => `p${i}`), of: 'all' }],
        })
        expect(inconsistencies(audit)).toEqual([])
      }),
      runs,
    )
  })

  it.each([
    ['whole values', 1, fc.integer({ min: 1, max: 7 })],
    ['amounts in pence', 0.01, fc.integer({ min: 0, max: 500_000 })],
  ] as const)('means, standard deviations, t, F and P of %s', (_, step, unit) => {
    const group = fc.array(unit, { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 2, maxLength: 4 }),
        decimals,
        decimals,
        fc.boolean(),
        (data, d, ds, even) => {
          const groups = data.map(values => values.map(value => value * step))
          const within = groups.reduce((sum, values) => sum + sumOfSquares(values), 0)
          fc.pre(within > 1e-9)
          const total = groups.flat().length
          const values = step === 1 ? { step, least: 1, most: 7 } : { step, least: 0 }
          const between = groups.reduce((sum, each) => sum + each.length * (mean(each) - mean(groups.flat())) ** 2, 0)
          const [k, rest] = [groups.length - 1, total - groups.length]
          const f = between / k / (within / rest)
          const [x = [], y = []] = groups
          const pooled = (sumOfSquares(x) + sumOfSquares(y)) / (x.length + y.length - 2)
          const t = (mean(x) - mean(y)) / Math.sqrt(pooled * (1 / x.length + 1 / y.length))
          const [vx, vy] = [x, y].map(each => deviation(each) ** 2 / each.length) as [number, number]
          const welch = (mean(x) - mean(y)) / Math.sqrt(vx + vy)
          const ofGroups = groups.map((_, i) => ({ n: `g${i}`, mean: `m${i}`, sd: `s${i}` }))
          const test = (id: string, value: number, is: object): MadeNumber[] =>
            Number.isFinite(value) ? [{ id, printed: print(value, ds, even), is }] : []
          const audit = auditOf({
            groups: groups.map((each, i) => ({ id: `g${i}`, n: each.length })),
            numbers: [
              ...groups.flatMap((each, i): MadeNumber[] => [
                { id: `m${i}`, printed: print(mean(each), d, even), is: { mean: { n: `g${i}`, values } } },
                {
                  id: `s${i}`,
                  printed: print(deviation(each), d, even),
                  is: { sd: { mean: `m${i}`, n: `g${i}`, values } },
                },
                {
                  id: `h${i}`,
                  printed: print((1.96 * deviation(each)) / Math.sqrt(each.length), d, even),
                  is: { half_width: { sd: `s${i}`, n: `g${i}` } },
                },
                {
                  id: `u${i}`,
                  printed: print(mean(each) + (z * deviation(each)) / Math.sqrt(each.length), d, even),
                  is: { interval: { side: 'upper', mean: `m${i}`, sd: `s${i}`, n: `g${i}` } },
                },
              ]),
              ...test('f', f, { f: { groups: ofGroups } }),
              ...test('f.p', fUpperTail(f, k, rest), { p: { statistic: 'f', distribution: 'f', df: [k, rest] } }),
              ...test('t', t, { t: { groups: ofGroups.slice(0, 2) } }),
              ...test('w', Math.abs(welch), { t: { groups: ofGroups.slice(0, 2), variances: 'welch' } }),
              ...(Number.isFinite(t)
                ? test('t.p', 2 * studentTUpperTail(Math.abs(t), x.length + y.length - 2), {
                    p: { statistic: 't', distribution: 't', df: [x.length + y.length - 2] },
                  })
                : []),
            ],
          })
          expect(inconsistencies(audit)).toEqual([])
        },
      ),
      runs,
    )
  })

  it('tables of two by two with the correction, and differences of percentages', () => {
    const cells = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 900 })))
    fc.assert(
      fc.property(cells, decimals, decimals, fc.boolean(), ([a = 0, b = 0, c = 0, d = 0], dp, ds, even) => {
        const [n, m] = [a + b, c + d]
        fc.pre(n > 0 && m > 0 && a + c > 0 && b + d > 0)
        const x2 = ((n + m) * Math.max(0, Math.abs(a * d - b * c) - (n + m) / 2) ** 2) / (n * m * (a + c) * (b + d))
        const half = 100 * 1.96 * Math.sqrt((a * b) / n ** 3 + (c * d) / m ** 3)
        const difference = 100 * (a / n - c / m)
        const rows = [
          { n: 'g0', counts: ['p0'] },
          { n: 'g1', counts: ['p1'] },
        ]
        const audit = auditOf({
          groups: [
            { id: 'g0', n },
            { id: 'g1', n: m },
          ],
          numbers: [
            { id: 'p0', printed: print((100 * a) / n, dp, even), is: { percentage: { n: 'g0' } } },
            { id: 'p1', printed: print((100 * c) / m, dp, even), is: { percentage: { n: 'g1' } } },
            { id: 'x2', printed: print(x2, ds, even), is: { chi_squared: { rows, correction: 'yates' } } },
            { id: 'half', printed: print(half, ds, even), is: { half_width: { percentages: ['p0', 'p1'] } } },
            {
              id: 'upper',
              printed: print(difference + half, ds, even),
              is: { interval: { side: 'upper', percentages: ['p0', 'p1'] } },
            },
          ],
        })
        expect(inconsistencies(audit)).toEqual([])
      }),
      runs,
    )
  })

  it('estimates with their intervals and P by the normal distribution, and correlations', () => {
    const real = (min: number, max: number) => fc.double({ min, max, noNaN: true })
    fc.assert(
      fc.property(
        ...[real(-5, 5), real(0.05, 3), fc.boolean(), real(-0.999, 0.999), fc.integer({ min: 4, max: 400 })],
        decimals,
        decimals,
        (estimate, se, isRatio, r, n, d, ds) => {
          const scale = isRatio ? 'log' : 'linear'
          const back = (value: number): number => (isRatio ? Math.exp(value) : value)
          const p = 2 * normalUpperTail(Math.abs(estimate) / se)
          const t = r * Math.sqrt((n - 2) / (1 - r * r))
          const limits = { lower: back(estimate - z * se), upper: back(estimate + z * se) }
          fc.pre(limits.upper < 1e6)
          const fisher = Math.tanh(Math.atanh(r) + z / Math.sqrt(n - 3))
          const audit = auditOf({
            groups: [{ id: 'n', n }],
            numbers: [
              { id: 'e', printed: print(back(estimate), d) },
              { id: 'l', printed: print(limits.lower, d) },
              { id: 'u', printed: print(limits.upper, d) },
              { id: 'p', printed: print(p, ds), is: { p: { estimate: 'e', lower: 'l', upper: 'u', scale } } },
              { id: 'p2', printed: print(p, ds), is: { p: { lower: 'l', upper: 'u', scale } } },
              {
                id: 'l2',
                printed: print(limits.lower, d),
                is: { interval: { side: 'lower', estimate: 'e', p: 'p', scale } },
              },
              {
                id: 'u2',
                printed: print(limits.upper, d),
                is: { interval: { side: 'upper', estimate: 'e', p: 'p', scale } },
              },
              { id: 'r', printed: print(r, d) },
              { id: 't', printed: print(t, ds), is: { t: { correlation: 'r', n: 'n' } } },
              { id: 'r2', printed: print(r, d), is: { correlation: { t: 't', n: 'n' } } },
              {
                id: 'rp',
                printed: print(2 * studentTUpperTail(Math.abs(t), n - 2), ds),
                is: { p: { correlation: 'r', n: 'n' } },
              },
              { id: 'ru', printed: print(fisher, d), is: { interval: { side: 'upper', correlation: 'r', n: 'n' } } },
            ],
          })
          expect(inconsistencies(audit)).toEqual([])
        },
      ),
      runs,
    )
  })
})
