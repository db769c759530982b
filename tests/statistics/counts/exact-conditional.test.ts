import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TestResult } from '../../../src/model/method.ts'
import type { Summary } from '../../../src/model/summary.ts'
import {
  cochranMantelHaenszel,
  exactConditionalPearson,
  exactConditionalProbability,
  pearsonChiSquared,
} from '../../../src/statistics/index.ts'
import { agree, cautionsOf, reasonOf, resultOf, rResult } from '../../support/analysis.ts'
import { binarySummary, byR, exactly, fromArms, tableSummary } from './tables.ts'

const options = { level: 0.95, contrasts: [], seed: 'exact' }
const methods = { pearson: exactConditionalPearson, probability: exactConditionalProbability }
const orderings = ['pearson', 'probability'] as const
const of = (ordering: keyof typeof methods, summary: Summary<'counts'>): TestResult =>
  resultOf(methods[ordering].compute(summary, options))
const pValues = (summary: Summary<'counts'>) => orderings.map(ordering => of(ordering, summary).pValue)

describe('against exact rational enumeration', () => {
  // Sums of positive terms, each from a chain of ratios: 1e-12 is a hundred times the rounding that was seen.
  test.each(exactly.tables)('$table', ({ table, pearson, probability }) => {
    const [byPearson, byProbability] = pValues(tableSummary(table))
    expect(agree(byPearson ?? 0, Number(pearson), 1e-12)).toBe(true)
    expect(agree(byProbability ?? 0, Number(probability), 1e-12)).toBe(true)
  })

  test.each(exactly.strata)('strata $strata', ({ strata, Q, pearson, probability }) => {
    const summary = tableSummary(...strata)
    const [byPearson, byProbability] = [of('pearson', summary), of('probability', summary)]
    expect(agree(byPearson.statistic.value, Number(Q), 1e-12)).toBe(true)
    expect(agree(byPearson.pValue, Number(pearson), 1e-11)).toBe(true)
    expect(agree(byProbability.pValue, Number(probability), 1e-11)).toBe(true)
    expect([byPearson.degreesOfFreedom, byPearson.monteCarlo]).toEqual([undefined, undefined])
    expect(byPearson.intermediates.computedBy).toBe('enumeration')
    expect(byPearson.intermediates.strata).toHaveLength(strata.length)
  })
})

describe('against R', () => {
  test.each(byR.tables)('fisher.test of $table', ({ table, fisher_p }) => {
    // Its network algorithm rounds past probabilities: 4e-10 on the report's table, where ours is right to 1e-15 (above).
    expect(of('probability', tableSummary(table)).pValue).toBeCloseTo(fisher_p, 8)
  })

  test('fisher.test of pairs of arms of real trials', () => {
    for (const id of ['tanf.ok.Open_Appt.vs.No_Letter', 'kl.arm.match3to1.vs.control', 'nsw.treated.vs.control']) {
      const r = rResult<{ x1: number; n1: number; x0: number; n0: number; fisher_p: number }>(`${id}.prop`)
      const ours = of('probability', binarySummary(fromArms([r.x1, r.n1], [r.x0, r.n0])))
      expect(agree(ours.pValue, r.fisher_p, 1e-9)).toBe(true)
    }
  })
})

test('the orderings are named, and the statistic is what each orders by', () => {
  const table = tableSummary([
    [3, 1, 4],
    [1, 5, 9],
    [2, 6, 5],
  ])
  const byPearson = of('pearson', table)
  expect(byPearson.statistic).toEqual(resultOf(pearsonChiSquared.compute(table, options)).statistic)
  expect(byPearson.intermediates.ordering).toContain('Pearson')
  expect(methods.pearson.title).toContain('X² or, with strata, the stratified score statistic Q')
  const strata = tableSummary(
    [
      [2, 3],
      [4, 1],
    ],
    [
      [1, 4],
      [3, 3],
    ],
  )
  expect(of('pearson', strata).statistic).toEqual(resultOf(cochranMantelHaenszel.compute(strata, options)).statistic)
  const { nullHypothesis, intermediates } = of('pearson', strata)
  expect(nullHypothesis).toContain('in every arm of its stratum')
  expect(byPearson.nullHypothesis).toContain('in every arm.')
  expect(intermediates.strata).toEqual([
    { stratum: 's0', n: 10, observed: { a: { l0: 2, l1: 3 }, b: { l0: 4, l1: 1 } } },
    { stratum: 's1', n: 11, observed: { a: { l0: 1, l1: 4 }, b: { l0: 3, l1: 3 } } },
  ])
  // The probability of 5 0; 0 5 given its margins is 1 in C(10, 5) = 252.
  const corner = of(
    'probability',
    tableSummary([
      [5, 0],
      [0, 5],
    ]),
  )
  expect(corner.statistic.value).toBeCloseTo(1 / 252, 15)
  expect(corner.pValue).toBeCloseTo(2 / 252, 15)
})

test('four arms and 50,083 cases are enumerated, near the asymptotic P', () => {
  const { n, x } = rResult<{ n: Record<string, number>; x: Record<string, number> }>('kl.arm.counts')
  const r = rResult<{ p: number }>('kl.arm.chisq')
  const summary = binarySummary(fromArms(...Object.keys(n).map(arm => [x[arm] ?? 0, n[arm] ?? 0] as const)))
  const ours = of('pearson', summary)
  expect(ours.monteCarlo).toBeUndefined()
  // With over 200 events expected in each arm the two differ in the third digit.
  expect(Math.abs(ours.pValue / r.p - 1)).toBeLessThan(0.01)
})

test('a far tail is not lost', () => {
  const ours = of('pearson', binarySummary(fromArms([150, 200], [20, 200], [30, 200])))
  expect(ours.pValue).toBeGreaterThan(0)
  expect(ours.pValue).toBeLessThan(1e-40)
})

const small = fc.integer({ min: 0, max: 6 })
const anyTable = fc
  .array(fc.tuple(small, small), { minLength: 2, maxLength: 4 })
  .filter(table => table.every(([a, b]) => a + b > 0) && table.some(([a]) => a > 0) && table.some(([, b]) => b > 0))

test('arms, levels and strata have no order; a stratum without variation says nothing', () => {
  fc.assert(
    fc.property(anyTable, table => {
      const values = pValues(tableSummary(table))
      const shuffled = [...table].reverse().map(([a, b]) => [b, a])
      for (const [index, value] of pValues(tableSummary(shuffled)).entries())
        expect(value).toBeCloseTo(values[index] ?? 0, 12)
      const silent = tableSummary(
        table,
        table.map(() => [0, 3]),
      )
      for (const [index, value] of pValues(silent).entries()) expect(value).toBeCloseTo(values[index] ?? 0, 12)
      for (const value of values) expect(value > 0 && value <= 1 + 1e-12).toBe(true)
    }),
    { numRuns: 50 },
  )
})

describe('where tables are too many', () => {
  // Five arms by four levels of 200 cases each.
  const many = tableSummary([
    [60, 50, 40, 50],
    [40, 60, 50, 50],
    [50, 45, 55, 50],
    [55, 50, 50, 45],
    [45, 45, 55, 55],
  ])

  test.each(orderings)(
    '%s: P is estimated, with its standard error, its caution and the same draws for a seed',
    ordering => {
      const run = (seed: string) => methods[ordering].compute(many, { ...options, draws: 2000, seed })
      const ours = resultOf(run('one'))
      expect(ours.monteCarlo?.draws).toBe(2000)
      const { p } = { p: ours.pValue }
      expect(ours.monteCarlo?.standardError).toBeCloseTo(Math.sqrt((p * (1 - p)) / 2000), 15)
      expect(cautionsOf(run('one'))).toEqual(['estimated_from_draws'])
      expect(ours.intermediates.computedBy).toBe('random tables')
      expect(resultOf(run('one')).pValue).toBe(p)
      expect(resultOf(run('two')).pValue).not.toBe(p)
      // (b + 1) / (m + 1), and near the chi-squared P, which these large counts deserve: within five standard errors.
      expect(p * 2001).toBeCloseTo(Math.round(p * 2001), 9)
      const asymptotic = resultOf(pearsonChiSquared.compute(many, options)).pValue
      expect(Math.abs(p - asymptotic)).toBeLessThan(5 * (ours.monteCarlo?.standardError ?? 0))
    },
  )

  test('of strata, the score statistic is compared with that of the strata as drawn', () => {
    const counts = many.cells.map(({ data }) => Object.values(data.events))
    const strata = tableSummary(counts, [...counts.slice(1), ...counts.slice(0, 1)])
    const ours = resultOf(exactConditionalPearson.compute(strata, { ...options, draws: 2000 }))
    expect(ours.monteCarlo?.draws).toBe(2000)
    // Near the chi-squared P of the same statistic, as above.
    const asymptotic = resultOf(cochranMantelHaenszel.compute(strata, options))
    expect(ours.statistic).toEqual(asymptotic.statistic)
    expect(Math.abs(ours.pValue - asymptotic.pValue)).toBeLessThan(5 * (ours.monteCarlo?.standardError ?? 0))
  })

  test('blocks may be drawn apart and put together', () => {
    const { resampling } = exactConditionalPearson
    if (resampling === undefined) throw new Error('it draws')
    const draw = (from: number, to: number) => resultOf(resampling.chunk(many, options, from, to)).extreme ?? []
    expect([...draw(0, 1), ...draw(1, 2)]).toEqual([...draw(0, 2)])
  })

  test('half of 300,000 cases with the event: few lines, but each too long', () => {
    const ours = of('pearson', binarySummary(fromArms([50_100, 100_000], [50_000, 100_000], [49_800, 100_000])))
    expect(ours.monteCarlo?.draws).toBe(10_000)
    // Chi-squared with 2 degrees of freedom is as good as exact on such counts.
    const asymptotic = Math.exp(
      -resultOf(
        pearsonChiSquared.compute(
          binarySummary(fromArms([50_100, 100_000], [50_000, 100_000], [49_800, 100_000])),
          options,
        ),
      ).statistic.value / 2,
    )
    expect(Math.abs(ours.pValue - asymptotic)).toBeLessThan(5 * (ours.monteCarlo?.standardError ?? 0))
  })

  test('sums over strata may be few enough where joint probabilities are not', () => {
    const table = [
      [3, 2],
      [2, 5],
    ]
    const strata = tableSummary(...Array.from({ length: 40 }, () => table))
    expect(of('pearson', strata).monteCarlo).toBeUndefined()
    const drawn = resultOf(exactConditionalProbability.compute(strata, { ...options, draws: 500 }))
    expect(drawn.monteCarlo?.draws).toBe(500)
  })
})

test('reasons', () => {
  const table = tableSummary([
    [3, 7],
    [5, 5],
  ])
  const lacking = tableSummary(
    [
      [3, 7],
      [5, 5],
    ],
    [
      [0, 0],
      [4, 4],
    ],
  )
  for (const method of Object.values(methods)) {
    expect(reasonOf(method.compute({ ...table, largestCluster: 3 }, options))).toBe('clusters_present')
    const computation = method.compute(lacking, options)
    expect(computation).toMatchObject({ reason: 'stratum_not_in_every_arm', detail: expect.stringContaining('s1') })
    // A stratum without a sampled case is none; one whose outcomes are all missing lacks its arms.
    const withMissing = (missing: number): Summary<'counts'> => ({
      ...table,
      cells: [
        ...table.cells,
        ...table.cells.map(cell => ({ ...cell, stratum: 'new', data: { n: 0, missing, events: { l0: 0, l1: 0 } } })),
      ],
    })
    expect(method.compute(withMissing(0), options)).toEqual(method.compute(table, options))
    expect(reasonOf(method.compute(withMissing(2), options))).toBe('stratum_not_in_every_arm')
    expect(
      reasonOf(
        method.compute(
          tableSummary([
            [0, 9],
            [0, 9],
          ]),
          options,
        ),
      ),
    ).toBe('no_variation_in_outcome')
    expect(
      reasonOf(
        method.compute(
          tableSummary([
            [0, 0],
            [1, 9],
          ]),
          options,
        ),
      ),
    ).toBe('no_cases_in_arm')
    expect(reasonOf(method.compute(tableSummary([[3, 9]]), options))).toBe('too_few_arms')
    // Strata of a printed page were added up before: the test without strata is what can be made.
    expect(reasonOf(method.compute({ ...table, strataAddedUp: true }, options))).toBe('computed')
  }
  // Each stratum has events in one arm's... all of one level, so nothing can vary.
  const rigid = tableSummary(
    [
      [3, 0],
      [5, 0],
    ],
    [
      [0, 4],
      [0, 2],
    ],
  )
  expect(reasonOf(exactConditionalPearson.compute(rigid, options))).toBe('no_variation_in_outcome')
})
