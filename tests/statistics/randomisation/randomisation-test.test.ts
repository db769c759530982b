import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MethodOptions, TestResult } from '../../../src/model/method.ts'
import type { Redraw } from '../../../src/model/redraw.ts'
import {
  kruskalWallis,
  pearsonChiSquared,
  randomisationStatistics,
  randomisationTest,
  randomisationTestOf,
} from '../../../src/statistics/index.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import {
  binary,
  cautionsOf,
  columnOf,
  oracle,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../../support/analysis.ts'

interface Oracles {
  cases: { arms: number[][]; statistic: string; p: [count: number, total: number] }[]
  r: { y: number[]; treated: number[]; observed: number; p_two_sided: number }
}

const { cases, r } = oracle<Oracles>('randomisation.json')
const optionsWith = (changes: Partial<MethodOptions> = {}): MethodOptions => ({
  level: 0.95,
  contrasts: [],
  seed: 'tests',
  ...changes,
})
const testOf = (rows: readonly AnalysisRow[], changes: Partial<MethodOptions> = {}) =>
  randomisationTest.compute(summaryOf(columnOf(rows), 'units'), optionsWith(changes))
const armsOf = (groups: number[][]): AnalysisRow[] =>
  rowsOf(Object.fromEntries(groups.map((values, index) => [`arm${index}`, values])))

describe('exact P', () => {
  test.each(cases)(
    'of $statistic in $arms is $p.0 / $p.1 of all divisions',
    ({ arms, statistic, p: [count, total] }) => {
      const { pValue, monteCarlo, intermediates } = resultOf(testOf(armsOf(arms), { statistic }))
      // Sums of at most a few thousand probabilities, each a product of correctly rounded ones.
      expect(pValue).toBeCloseTo(count / total, 12)
      expect(monteCarlo).toBeUndefined()
      expect(intermediates).toMatchObject({ statistic, given: 'realised_counts' })
    },
  )

  test('is that of R on eight units, by enumeration of all 70 allocations', () => {
    const { y, treated, observed, p_two_sided } = r
    const rows = y.map((value, index) => row(treated[index] === 1 ? 'treated' : 'control', value))
    const { pValue, statistic } = resultOf(testOf(rows, { statistic: 'difference-in-means' }))
    expect(pValue).toBeCloseTo(p_two_sided, 13)
    expect(statistic).toEqual({ symbol: 'd', value: observed })
  })

  test("of Pearson's statistic on the published table, 228 payers among 18,624 cases, is 0.25749", () => {
    const arms = { pwc_first: [79, 5906], nrp_first: [87, 6718], control: [62, 6000] } as const
    const rows = Object.entries(arms).flatMap(([arm, [payers, n]]) =>
      Array.from({ length: n }, (_, i) => row(arm, i < payers ? 1 : 0)),
    )
    const units = summaryOf(columnOf(rows, binary), 'units')
    const { pValue, statistic, intermediates } = resultOf(
      randomisationTest.compute(units, optionsWith({ statistic: 'pearson-chi-squared' })),
    )
    expect(pValue).toBeCloseTo(0.25749, 5)
    expect(intermediates.dealings).toBe((230 * 229) / 2)
    const asymptotic = resultOf(pearsonChiSquared.compute(summaryOf(columnOf(rows, binary), 'counts'), optionsWith()))
    expect((asymptotic as TestResult).statistic.value / statistic.value).toBeCloseTo(1, 12)
  })
})

describe('what is said of the hypothesis', () => {
  const rows = armsOf([
    [9, 0, 3, 1],
    [0, 4, 0, 2],
  ])

  test('is one clause, with the drawing again and the means beside it', () => {
    const { nullHypothesis, intermediates } = resultOf(testOf(rows)) as TestResult
    expect(nullHypothesis).toBe('Every case would have had the same outcome in every arm.')
    expect(intermediates.drawnAgain).toContain('with the realised number of units')
    expect(intermediates).toMatchObject({ cases: 8, unitsNotAllZero: 5 })
    expect(intermediates.ofMeans).toContain('studentised')
  })

  test('a plain difference in means warns that it is no test of equal means', () => {
    const cautions = randomisationStatistics.all.map(({ id }) => [id, cautionsOf(testOf(rows, { statistic: id }))])
    const plain = ['difference-in-means', 'stratified-difference-in-means']
    expect(cautions).toEqual(randomisationStatistics.ids.map(id => [id, plain.includes(id) ? ['sharp_null_only'] : []]))
  })
})

test('a stratified difference of 0 has P 1, though its terms do not cancel in doubles', () => {
  // 4/10 x (5 - 4)/2 + 6/10 x (2 - 3)/3 = 0, which comes out as 2.8e-17.
  const rows = [
    ...[5, 0].map(value => row('called', value, 'x')),
    ...[4, 0].map(value => row('control', value, 'x')),
    ...[2, 0, 0].map(value => row('called', value, 'y')),
    ...[3, 0, 0].map(value => row('control', value, 'y')),
  ]
  const { pValue, statistic } = resultOf(testOf(rows, { statistic: 'stratified-difference-in-means' }))
  expect(statistic.value).not.toBe(0)
  expect(statistic.value).toBeCloseTo(0, 15)
  expect(pValue).toBe(1)
})

/** Twenty cases an arm in two strata, some linked, a third of them paying. */
const larger: AnalysisRow[] = ['a', 'b', 'c'].flatMap((arm, a) =>
  Array.from({ length: 20 }, (_, i) =>
    row(arm, (i * 7 + a) % 3 === 0 ? 100 * (i + a) + 50 : 0, i % 2 ? 'x' : 'y', i < 6 ? `${arm}${i >> 1}` : null),
  ),
)

describe('P of draws', () => {
  test('is the same for the same seed, another for another, and carries its standard error', () => {
    const [first, again, other] = ['one', 'one', 'two'].map(seed => resultOf(testOf(larger, { seed, draws: 1000 })))
    expect(again).toEqual(first)
    expect(other?.pValue).not.toBe(first?.pValue)
    const p = first?.pValue ?? 0
    expect(first?.monteCarlo).toEqual({ draws: 1000, standardError: Math.sqrt((p * (1 - p)) / 1000) })
    expect(p).toBe((Number(first?.intermediates.extreme) + 1) / 1001)
  })

  test('says that it was estimated', () => {
    expect(cautionsOf(testOf(larger, { draws: 500 }))).toEqual(['estimated_from_draws'])
  })

  test('stops after a round once a tenth of the draws promised were as extreme', () => {
    const computation = testOf(larger, { draws: 100_000 })
    const { monteCarlo, intermediates } = resultOf(computation)
    expect(monteCarlo?.draws).toBeLessThan(50_000)
    expect(Number(monteCarlo?.draws) % 10_000).toBe(0)
    expect(Number(intermediates.extreme)).toBeGreaterThanOrEqual(10_000)
    const detail = computation.status === 'computed' ? computation.cautions[0]?.detail : ''
    expect(detail).toContain('(stopped early, as a tenth of 100,000 were as extreme)')
  })

  test('agrees with the chi-squared distribution of H where cases are many', () => {
    const rows = ['a', 'b', 'c'].flatMap((arm, a) =>
      Array.from({ length: 700 }, (_, i) => row(arm, (i * 31 + a * 5) % 97 < 40 - 3 * a ? 0 : ((i * 31 + a) % 89) + a)),
    )
    const drawn = resultOf(testOf(rows, { statistic: 'kruskal-wallis', draws: 20_000 }))
    const asymptotic = resultOf(kruskalWallis.compute(summaryOf(columnOf(rows), 'ranks'), optionsWith())) as TestResult
    expect(drawn.statistic.value / asymptotic.statistic.value).toBeCloseTo(1, 11)
    // Five standard errors of the draws, and 0.005 for 700 cases an arm standing for infinitely many.
    expect(Math.abs(drawn.pValue - asymptotic.pValue)).toBeLessThan(5 * (drawn.monteCarlo?.standardError ?? 0) + 0.005)
  })
})

describe('a statistic of one own', () => {
  const payersOfFirst = randomisationTestOf({
    id: 'payers-of-first',
    title: 'payers of the first arm',
    symbol: 'S',
    prepare: () => ({ reads: ['events'], value: ({ events }) => events[0] ?? 0 }),
  })

  test('has the hypergeometric upper tail: 3 or more of 4 payers among 5 of 10', () => {
    const units = summaryOf(columnOf(rowsOf({ a: [1, 1, 1, 0, 0], b: [1, 0, 0, 0, 0] })), 'units')
    // (C(4,3) C(6,2) + C(4,4) C(6,1)) / C(10,5) = 66 / 252
    expect(resultOf(payersOfFirst.compute(units, optionsWith())).pValue).toBeCloseTo(66 / 252, 14)
  })

  test('may be below zero: one-sided, the larger is the more extreme', () => {
    const lessOfFirst = randomisationTestOf({
      id: 'less-of-first',
      title: 'less in the first arm',
      symbol: 'S',
      prepare: () => ({ reads: ['sum'], value: ({ sum }) => -(sum[0] ?? 0) }),
    })
    const units = summaryOf(columnOf(rowsOf({ a: [1, 0], b: [2, 4] })), 'units')
    // Sums of two of 0, 1, 2, 4: 1, 2, 3, 4, 5, 6, of which the observed is the least.
    expect(resultOf(lessOfFirst.compute(units, optionsWith())).pValue).toBeCloseTo(1 / 6, 14)
  })
})

describe('where there is no answer', () => {
  test('the reason is said', () => {
    expect(
      reasonOf(
        testOf(
          armsOf([
            [0, 0],
            [0, 0],
          ]),
        ),
      ),
    ).toBe('no_variation_in_outcome')
    expect(reasonOf(testOf(armsOf([[5, 5], [5]])))).toBe('no_variation_in_outcome')
    expect(reasonOf(testOf(armsOf([[5, 4]])))).toBe('too_few_arms')
    expect(reasonOf(testOf(armsOf([[5], [4]])))).toBe('zero_variance')
    expect(
      reasonOf(
        testOf(
          armsOf([
            [5, 0],
            [0, 0],
          ]),
        ),
      ),
    ).toBe('zero_variance')
    expect(reasonOf(testOf([row('a', 5), row('a', 4), row('b', null)]))).toBe('no_cases_in_arm')
  })

  test('a statistic within strata needs every arm in every stratum', () => {
    const rows = [
      ...armsOf([
        [5, 0, 3],
        [1, 0, 0],
      ]),
      row('arm0', 4, 'lonely'),
    ]
    expect(reasonOf(testOf(rows, { statistic: 'stratified-welch-james' }))).toBe('stratum_not_in_every_arm')
    expect(reasonOf(testOf(rows, { statistic: 'welch-james' }))).toBe('computed')
  })

  test('an unknown statistic is bad input', () => {
    expect(() => testOf(larger, { statistic: 'median' })).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ code: 'statistics.unknown_statistic' })] }),
    )
  })
})

describe('a design that the summary does not hold', () => {
  const rows = armsOf([
    [5, 0, 3],
    [1, 0, 0],
  ])
  const design = (targets: Record<string, Record<string, number>>, arms = ['arm0', 'arm1']): Redraw => ({
    given: 'design',
    arms,
    linked: [],
    targets,
  })

  test('is not redrawn', () => {
    expect(reasonOf(testOf(rows, { redraw: design({ all: { arm0: 3, arm1: 3 } }) }))).toBe('computed')
    const lacking = [
      design({ all: { arm0: 3, arm1: 4 } }),
      design({ all: { arm0: 3, arm1: 3 }, other: { arm0: 1, arm1: 0 } }),
      design({ all: { arm0: 3, arm1: 3, arm2: 3 } }, ['arm0', 'arm1', 'arm2']),
    ]
    for (const redraw of lacking) expect(reasonOf(testOf(rows, { redraw }))).toBe('design_cannot_be_redrawn')
  })

  test('nor is one that cannot have dealt the linked cases as they are', () => {
    const linked = ['p', 'q'].flatMap(name => [row('arm0', 1, 'all', name), row('arm0', 0, 'all', name)])
    const all = [...linked, ...Array.from({ length: 4 }, (_, i) => row('arm1', i))]
    const redraw: Redraw = {
      ...design({ all: { arm0: 4, arm1: 4 } }),
      linked: [{ cases: { all: 2 }, units: 2, splits: [{ units: [1, 1], weight: 1 }] }],
    } as Redraw
    expect(reasonOf(testOf(all, { redraw }))).toBe('design_cannot_be_redrawn')
  })
})

describe('missing outcomes', () => {
  test('go with their case: of 3 and 3 cases with one missing, by hand', () => {
    // Values 4, 2, none | 1, 0, 0: the sum over the observed cases of the first arm, all 20 divisions.
    const values = [4, 2, null, 1, 0, 0]
    const rows = values.map((value, index) => row(index < 3 ? 'a' : 'b', value))
    const gap = (chosen: readonly number[]): number => {
      const mean = (indices: number[]): number => {
        const seen = indices.flatMap(index => values[index] ?? [])
        return seen.reduce((sum, value) => sum + value, 0) / seen.length
      }
      return Math.abs(mean([...chosen]) - mean([0, 1, 2, 3, 4, 5].filter(index => !chosen.includes(index))))
    }
    const triples = [0, 1, 2, 3, 4, 5].flatMap(i =>
      [0, 1, 2, 3, 4, 5].flatMap(j => [0, 1, 2, 3, 4, 5].flatMap(k => (i < j && j < k ? [[i, j, k]] : []))),
    )
    const extreme = triples.filter(chosen => gap(chosen) >= gap([0, 1, 2]) - 1e-12).length
    const { pValue } = resultOf(testOf(rows, { statistic: 'difference-in-means' }))
    expect(pValue).toBeCloseTo(extreme / 20, 13)
  })
})

describe('properties', () => {
  const values = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -50, max: 400 })), { minLength: 2, maxLength: 4 })
  const anyStatistic = fc.constantFrom(...randomisationStatistics.ids)

  test('the order of rows and the scale of amounts make no difference to an exact P', () => {
    fc.assert(
      fc.property(values, values, anyStatistic, (first, second, statistic) => {
        const rows = armsOf([first, second])
        const plain = testOf(rows, { statistic })
        const turned = testOf([...rows].reverse(), { statistic, seed: 'another' })
        const scaled = testOf(
          rows.map(each => ({ ...each, value: Number(each.value) * 100 })),
          { statistic },
        )
        expect(reasonOf(turned)).toBe(reasonOf(plain))
        expect(reasonOf(scaled)).toBe(reasonOf(plain))
        if (plain.status === 'undefined') return
        expect(resultOf(turned).pValue).toBeCloseTo(plain.result.pValue, 12)
        expect(resultOf(scaled).pValue).toBeCloseTo(plain.result.pValue, 12)
      }),
      { numRuns: 60 },
    )
  })

  test('relabelling arms and naming one stratum two makes no difference without strata in the statistic', () => {
    fc.assert(
      fc.property(values, values, values, (first, second, third) => {
        const p = (groups: number[][]) => {
          const computation = testOf(armsOf(groups), { statistic: 'difference-in-means' })
          return computation.status === 'computed' ? computation.result.pValue : -1
        }
        expect(p([third, first, second])).toBeCloseTo(p([first, second, third]), 12)
      }),
      { numRuns: 20 },
    )
  })
})
