import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Computation, ContrastEstimate } from '../../src/model/method.ts'
import {
  complierAverageEffect,
  differenceInMeansZ,
  stratifiedComplierAverageEffect,
} from '../../src/statistics/index.ts'
import { type AnalysisColumn, type AnalysisRow, collapseStrata, merge, summarise } from '../../src/summaries/index.ts'
import {
  binary,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  summaryOf,
} from '../support/analysis.ts'
import { needsCommand } from '../support/needs.ts'

type Row = [arm: string, stratum: string, cluster: string | null, value: number, taken: 0 | 1]
interface Expected {
  estimate: number
  standardError: number
  pValue: number
  covariance: number
  set: { type: string; lower?: number; upper?: number; below?: number; above?: number }
}
const { cases } = oracle<{
  cases: { title: string; money: boolean; rows: Row[]; whole: Expected; within: Expected }[]
}>('compliers.json')

const options = { level: 0.95, contrasts: [contrast('called', 'control')] }
const uptake = { outcome: 'reached' }
const rowsOf = (rows: readonly Row[]): AnalysisRow[] =>
  rows.map(([arm, stratum, cluster, value, taken]) => ({ arm, stratum, cluster, value, taken }))

function columnFor(
  rows: readonly AnalysisRow[],
  money: boolean,
  changes: Partial<AnalysisColumn> = {},
): AnalysisColumn {
  const largestCluster = rows.some(({ cluster }) => cluster !== null) ? 2 : 1
  return columnOf(rows, { ...(money ? {} : binary), largestCluster, uptake, ...changes })
}
const products = (rows: readonly AnalysisRow[], money = true) => summaryOf(columnFor(rows, money), 'crossProducts')
const effectOf = (rows: readonly AnalysisRow[], money = true): ContrastEstimate =>
  resultOf(firstContrast(complierAverageEffect.compute(products(rows, money), options)))

function expectEffect(
  { estimate, standardError, pValue, interval, intermediates }: ContrastEstimate,
  expected: Expected,
) {
  const { set } = expected
  const near = (value: number) => expect.closeTo(value, 10 - Math.ceil(Math.log10(Math.abs(value) + 1)))
  expect({ estimate, standardError, pValue, covariance: intermediates.covariance, type: intermediates.set }).toEqual({
    estimate: near(expected.estimate),
    standardError: near(expected.standardError),
    pValue: near(expected.pValue),
    covariance: near(expected.covariance),
    type: set.type,
  })
  const isRays = set.type === 'two_rays'
  const [lower = -Infinity, upper = Infinity] = isRays ? [set.below, set.above] : [set.lower, set.upper]
  expect(interval.outside === true).toBe(isRays)
  for (const [ours, theirs] of [
    [interval.lower, lower],
    [interval.upper, upper],
  ] as const) {
    if (Number.isFinite(theirs)) expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-10 * Math.abs(theirs))
    else expect(ours).toBe(theirs)
  }
}

describe.each(cases)('$title, against exact residuals and a root finder', ({ money, rows, whole, within }) => {
  test('with strata added up', () => expectEffect(effectOf(rowsOf(rows), money), whole))

  test('within strata', () => {
    const computation = stratifiedComplierAverageEffect.compute(products(rowsOf(rows), money), options)
    expectEffect(resultOf(firstContrast(computation)), within)
  })

  test('another program agrees with the limits and P, where the set has an end', () => {
    const computation = complierAverageEffect.compute(products(rowsOf(rows), money), options)
    const opinions = complierAverageEffect.secondOpinion?.(resultOf(computation), products(rowsOf(rows), money)) ?? []
    const isOpen = whole.set.type === 'whole_line'
    expect(opinions.map(({ status }) => status)).toEqual([
      'agrees',
      ...Array(2).fill(isOpen ? 'outside_window' : 'agrees'),
    ])
  })
})

describe.runIf(needsCommand('Rscript'))('two-stage least squares in R', () => {
  test.each(cases.filter(({ rows }) => rows.every(([, , cluster]) => cluster === null)))(
    '$title',
    ({ money, rows }) => {
      const vector = (values: readonly number[]) => `c(${values.join(',')})`
      const script = `
      y <- ${vector(rows.map(row => row[3]))}; d <- ${vector(rows.map(row => row[4]))}
      z <- ${vector(rows.map(row => Number(row[0] === 'called')))}
      stage <- fitted(lm(d ~ z)); beta <- coef(lm(y ~ stage))[[2]]
      u <- y - beta * d; share <- mean(d[z == 1])
      se <- sqrt(var(u[z == 1]) / sum(z == 1) + var(u[z == 0]) / sum(z == 0)) / share
      cat(sprintf("%.17g %.17g", beta, se))`
      const [estimate = 0, standardError = 0] = spawnSync('Rscript', ['-e', script], { encoding: 'utf8' })
        .stdout.split(' ')
        .map(Number)
      const ours = effectOf(rowsOf(rows), money)
      expect(Math.abs(ours.estimate - estimate)).toBeLessThanOrEqual(1e-9 * Math.abs(estimate))
      expect(Math.abs(ours.standardError - standardError)).toBeLessThanOrEqual(1e-9 * standardError)
    },
  )
})

const anyRows = fc
  .array(
    fc.record({
      arm: fc.constantFrom('called', 'control'),
      stratum: fc.constantFrom('1993', '2003'),
      value: fc.integer({ min: 0, max: 9 }),
      takes: fc.boolean(),
      pair: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
    }),
    { minLength: 4, maxLength: 40 },
  )
  .map(drawn => {
    const ends = ['called', 'called', 'control', 'control'].map((arm, i) => ({
      arm,
      stratum: '1993',
      value: i,
      takes: i === 0,
      pair: null,
    }))
    return [...drawn, ...ends].map(
      ({ arm, stratum, value, takes, pair }): AnalysisRow => ({
        arm,
        stratum,
        value,
        taken: takes && arm === 'called' ? 1 : 0,
        cluster: pair === null ? null : `${arm}-${pair}`,
      }),
    )
  })

describe('properties', () => {
  test('where all take it up it is the difference over all cases, with its interval', () => {
    fc.assert(
      fc.property(anyRows, rows => {
        const all = rows.map(each => ({
          ...each,
          cluster: null,
          taken: each.arm === 'called' ? (1 as const) : (0 as const),
        }))
        const plain = resultOf(
          firstContrast(differenceInMeansZ.compute(summaryOf(columnFor(all, true), 'moments'), options)),
        )
        const effect = effectOf(all)
        expect(effect.estimate).toBeCloseTo(plain.estimate, 10)
        expect(effect.standardError).toBeCloseTo(plain.standardError, 10)
        expect(effect.interval.lower).toBeCloseTo(plain.interval.lower, 9)
        expect(effect.interval.upper).toBeCloseTo(plain.interval.upper, 9)
        expect(effect.pValue).toBeCloseTo(plain.pValue ?? Number.NaN, 10)
      }),
    )
  })

  test('the order of rows and the names of clusters and strata do not matter', () => {
    fc.assert(
      fc.property(anyRows, rows => {
        const other = [...rows].reverse().map(each => ({
          ...each,
          cluster: each.cluster && `k${each.cluster}`,
          stratum: each.stratum === '1993' ? 'b' : 'a',
        }))
        expect(effectOf(other)).toEqual(effectOf(rows))
      }),
    )
  })

  test('amounts times so much give so many times the effect', () => {
    fc.assert(
      fc.property(anyRows, fc.integer({ min: 2, max: 1000 }), (rows, by) => {
        const [one, more] = [rows, rows.map(each => ({ ...each, value: Number(each.value) * by }))].map(each =>
          effectOf(each),
        )
        if (one === undefined || more === undefined) return
        const near = (a: number, b: number) => a === b || Math.abs(a - b) <= 1e-9 * (Math.abs(b) + by)
        expect(near(more.estimate, one.estimate * by)).toBe(true)
        expect(near(more.standardError, one.standardError * by)).toBe(true)
        expect(more.intermediates.set).toBe(one.intermediates.set)
      }),
    )
  })

  test('parts that share no cluster merge into the summary of all, and strata add up as if there were none', () => {
    fc.assert(
      fc.property(anyRows, anyRows, (first, second) => {
        const named = (rows: readonly AnalysisRow[], by: string) =>
          rows.map(each => ({ ...each, cluster: each.cluster && `${by}${each.cluster}` }))
        const arms = { arms: ['called', 'control'], control: 'control' }
        const parts = [named(first, 'a'), named(second, 'b')]
        const of = (rows: readonly AnalysisRow[]) =>
          summaryOf(columnFor(rows, true, { ...arms, largestCluster: 2 }), 'crossProducts')
        const whole = of(parts.flat())
        expect(merge(parts.map(of))).toEqual(whole)
        const flat = of(parts.flat().map(each => ({ ...each, stratum: 'all' })))
        expect(collapseStrata(whole).cells).toEqual(flat.cells)
      }),
    )
  })
})

describe('where there is no answer it says why', () => {
  const rows = rowsOf(cases[0]?.rows ?? [])
  const reason = (changed: readonly AnalysisRow[]) =>
    reasonOf(
      firstContrast(
        complierAverageEffect.compute(
          summaryOf(columnFor(changed, true, { arms: ['called', 'control'], control: 'control' }), 'crossProducts'),
          options,
        ),
      ),
    )

  test.each([
    ['uptake_in_comparator', rows.map(each => ({ ...each, taken: 1 as const }))],
    ['no_uptake', rows.map(each => ({ ...each, taken: 0 as const }))],
    ['zero_variance', rows.map(each => ({ ...each, value: 7 }))],
    ['no_cases_in_arm', rows.filter(({ arm }) => arm === 'control')],
    ['no_cases_in_arm', rows.filter(({ arm }) => arm === 'called')],
    [
      'too_few_cases',
      [...rows.filter(({ arm }) => arm === 'control'), ...rows.filter(({ taken }) => taken === 1).slice(0, 1)],
    ],
    ['too_few_clusters', rows.map(each => (each.arm === 'called' ? { ...each, cluster: 'one' } : each))],
  ])('%s', (expected, changed) => {
    expect(reason(changed)).toBe(expected)
  })

  const detailOf = (computation: Computation<unknown>) => (computation.status === 'undefined' ? computation.detail : '')
  const declared = (changed: readonly AnalysisRow[]) =>
    summaryOf(columnFor(changed, true, { arms: ['called', 'control'], control: 'control' }), 'crossProducts')

  test.each([
    ['control', 'called'],
    ['called', 'control'],
  ])('an empty arm is named where only %s has cases', (present, absent) => {
    const changed = rows.filter(({ arm }) => arm === present)
    const computation = firstContrast(complierAverageEffect.compute(declared(changed), options))
    expect(detailOf(computation)).toMatch(new RegExp(`\\b${absent}\\b`))
    expect(detailOf(computation)).not.toMatch(new RegExp(`\\b${present}\\b`))
  })

  test('within strata a stratum that an arm lacks is named, and a sample without cases has no answer', () => {
    const within = (changed: readonly AnalysisRow[]) =>
      firstContrast(stratifiedComplierAverageEffect.compute(declared(changed), options))
    const lone = [...rows, { arm: 'called', stratum: 'lone', cluster: null, value: 1, taken: 1 as const }]
    expect(reasonOf(within(lone))).toBe('stratum_not_in_every_arm')
    expect(detailOf(within(lone))).toContain('lone')
    expect(reasonOf(within([]))).toBe('too_few_cases')
  })

  test('a reviewer sees the means and clusters of the arms, and what counts as uptake', () => {
    const { intermediates } = effectOf(rows)
    const mean = (of: string) => {
      const values = rows.filter(({ arm }) => arm === of).map(({ value }) => Number(value))
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    const means = { called: mean('called'), control: mean('control') }
    expect(intermediates.means).toEqual({
      arm: expect.closeTo(means.called, 10),
      against: expect.closeTo(means.control, 10),
    })
    expect(intermediates.clusters).toEqual({
      arm: rows.filter(({ arm }) => arm === 'called').length,
      against: rows.filter(({ arm }) => arm === 'control').length,
    })
    const said = (of: typeof uptake) => {
      const computation = complierAverageEffect.compute(
        summaryOf(columnFor(rows, true, { uptake: of }), 'crossProducts'),
        options,
      )
      const first = firstContrast(computation)
      return first.status === 'computed' ? first.cautions[0]?.detail : ''
    }
    expect(said(uptake)).toContain('(reached)')
    expect(said({ outcome: 'contact', level: 'talked' } as typeof uptake)).toContain('(contact = talked)')
  })

  test('few cases are no few clusters', () => {
    const few = rows.filter(({ arm }) => arm === 'called').slice(0, 9)
    const sample = [...few, ...rows.filter(({ arm }) => arm === 'control').slice(0, 9)].map((each, at) => ({
      ...each,
      value: at,
      taken: each.arm === 'called' ? (1 as const) : (0 as const),
    }))
    expect(cautionsOf(firstContrast(complierAverageEffect.compute(declared(sample), options)))).not.toContain(
      'few_clusters',
    )
  })

  test('a case of which it is not known whether it took it up is missing', () => {
    const [first, ...others] = rows
    const summary = products([{ ...first, taken: null } as AnalysisRow, ...others])
    const total = (key: 'n' | 'missing') => summary.cells.reduce((sum, { data }) => sum + data[key], 0)
    expect([total('n'), total('missing')]).toEqual([rows.length - 1, 1])
    expect(cautionsOf(complierAverageEffect.compute(summary, options))).toContain('missing_outcomes')
  })

  test('the restriction is said with every result, and an open set and few clusters where they are', () => {
    const codes = (title: string) => {
      const found = cases.find(each => each.title === title)
      return cautionsOf(
        firstContrast(complierAverageEffect.compute(products(rowsOf(found?.rows ?? []), found?.money), options)),
      )
    }
    expect(codes('amounts of single cases')).toEqual(['exclusion_restriction_assumed'])
    expect(codes('two rays')).toEqual(['exclusion_restriction_assumed', 'ratio_set_unbounded'])
    expect(
      cautionsOf(
        firstContrast(
          complierAverageEffect.compute(
            products(rowsOf((cases[2]?.rows ?? []).slice(0, 50).concat((cases[2]?.rows ?? []).slice(-50)))),
            options,
          ),
        ),
      ),
    ).toContain('few_clusters')
  })

  test('there are no cross-products without an uptake', () => {
    expect(() => summarise(columnOf(rows), ['crossProducts'])).toThrow(/crossProducts/)
  })
})
