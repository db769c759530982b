import { describe, expect, test } from 'vitest'
import type { AnyMethod, Caution, Computation, Interval, Result } from '../../src/model/method.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { AnySummary, SummaryKind } from '../../src/model/summary.ts'
import { analyse, type SummarySource } from '../../src/pipeline/analyse-plan.ts'
import { findTrial, readTrial } from '../../src/pipeline/trial-folder.ts'
import { applyMethod, methods } from '../../src/statistics/index.ts'
import type { AnalysisColumn, AnalysisRow } from '../../src/summaries/index.ts'
import { issuesOf } from '../storage/temporary.ts'
import { cautionsOf, columnOf, contrast, row, summaryFor, summaryOf } from '../support/analysis.ts'
import { columnFor, contrastsOf, numbersAreSound, reasonsIn, standardRows } from '../support/any-method.ts'

const { plan: published } = await readTrial(findTrial('part-payment'))

const options = {
  level: 0.95,
  contrasts: [contrast('called', 'control')],
  draws: 500,
  cap: 500,
  winsorise: 0.1,
  scores: { control: 0, other: 1, called: 2 },
}
const run = (method: AnyMethod, rows: readonly AnalysisRow[], changes: Partial<AnalysisColumn> = {}) =>
  applyMethod(method, summaryFor(method, columnFor(method, rows, changes)), {
    ...options,
    contrasts: contrastsOf(method),
  })

const valued = (value: AnalysisRow['value']) => standardRows.map(each => ({ ...each, value }))

/** Everything below a value that has a certain key. */
function found<T>(value: unknown, key: string): T[] {
  if (value === null || typeof value !== 'object') return []
  const own = key in value ? [(value as Record<string, T>)[key] as T] : []
  return [...own, ...Object.values(value).flatMap(inner => found<T>(inner, key))]
}
const intervalsIn = (computation: Computation<Result>) => found<Interval>(computation, 'interval')
const pValuesIn = (computation: Computation<Result>) =>
  found<number | undefined>(computation, 'pValue').filter(pValue => pValue !== undefined)

/** No NaN, no interval without width, no P outside (0, 1]; where a number is left out there is a reason. */
function expectNoPretence(computation: Computation<Result>): void {
  expect(numbersAreSound(computation)).toBe(true)
  for (const { lower, upper } of intervalsIn(computation)) expect(lower).toBeLessThan(upper)
  for (const pValue of pValuesIn(computation)) {
    expect(pValue).toBeGreaterThan(0)
    expect(pValue).toBeLessThanOrEqual(1)
  }
  if (computation.status === 'computed' && intervalsIn(computation).length + pValuesIn(computation).length > 0) return
  expect(reasonsIn(computation).length).toBeGreaterThan(0)
}

/** Intervals of a proportion, or of a difference of two, that have a width where every case is alike. */
const ofAlikeCases = [
  'wilson-interval',
  'wilson-interval-corrected',
  'agresti-coull-interval',
  'clopper-pearson-interval',
  'mid-p-interval',
  'jeffreys-interval',
  'stratified-proportion-interval',
  'newcombe-difference',
  'stratified-difference-in-proportions',
]

describe.each(methods.all)('$id', method => {
  test.each([
    ['nobody paid anything', 0],
    ['everybody paid the same', 500],
  ])('%s: no test, and intervals only of proportions', (_, value) => {
    const computation = run(method, valued(value))
    expectNoPretence(computation)
    expect(pValuesIn(computation)).toEqual([])
    expect(intervalsIn(computation).length > 0).toBe(ofAlikeCases.includes(method.id))
  })

  test('outcomes alike within each arm: a reason or numbers that are some', () => {
    expectNoPretence(
      run(
        method,
        standardRows.map(each => ({ ...each, value: each.arm === 'called' ? 500 : 0 })),
      ),
    )
  })

  test('an arm with no case has no number, and the others their own', () => {
    const computation = run(
      method,
      standardRows.filter(({ arm }) => arm !== 'called'),
    )
    expectNoPretence(computation)
    expect(pValuesIn(computation)).toEqual([])
    expect(found<string>(found(computation, 'estimates'), 'arm')).not.toContain('called')
    const why = method.withinStrata ? /^(no_cases_in_arm|stratum_not_in_every_arm)$/ : /^no_cases_in_arm$/
    for (const reason of reasonsIn(computation)) expect(reason).toMatch(why)
  })

  test('one cluster an arm: refused, or said to take cases as independent', () => {
    const rows = standardRows.map(each => ({ ...each, cluster: each.arm }))
    const computation = run(method, rows, { largestCluster: 12 })
    expectNoPretence(computation)
    const answered = intervalsIn(computation).length + pValuesIn(computation).length > 0
    if (answered) expect(cautionsOf(computation)).toContain('independence_assumed_with_clusters')
    else expect(reasonsIn(computation)[0]).toMatch(/^(too_few_clusters|zero_variance|clusters_present)$/)
  })

  test('one row: no test and no contrast, at most an interval of the one proportion', () => {
    const computation = run(method, standardRows.slice(0, 1))
    expectNoPretence(computation)
    expect(pValuesIn(computation)).toEqual([])
    expect(intervalsIn(computation).length).toBeLessThanOrEqual(1)
    if (intervalsIn(computation).length === 1) expect(ofAlikeCases).toContain(method.id)
  })

  test('one case in one arm: nothing but a reason, or numbers that are some', () => {
    const rows = [row('called', 300, '1993'), ...standardRows.filter(({ arm }) => arm !== 'called')]
    const computation = run(method, rows)
    expectNoPretence(computation)
    // A P below that of 1 case among 13 has mistaken a single case for one that does not vary.
    const least = computation.status === 'computed' && computation.result.kind === 'contrasts' ? 1 / 13 : 0
    for (const pValue of pValuesIn(computation)) expect(pValue).toBeGreaterThan(least)
  })

  test('a stratum in one arm only: undefined within strata, otherwise said', () => {
    const computation = run(method, [...standardRows, row('control', 700, 'new'), row('control', 0, 'new')])
    expectNoPretence(computation)
    const within = method.withinStrata || computation.status === 'undefined'
    if (!within) expect(cautionsOf(computation)).toContain('stratum_not_in_every_arm')
    else expect(new Set(reasonsIn(computation))).toEqual(new Set(['stratum_not_in_every_arm']))
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5, 2 ** 53])(
    'a value of %d is an error that names the row',
    async value => {
      const column = columnFor(method, standardRows)
      const rows = [...column.rows].map((each, index) => (index === 4 ? { ...each, value } : each))
      const issues = await issuesOf(() => summaryFor(method, { ...column, rows }))
      expect(issues.map(({ code, place }) => [code, place.row])).toEqual([['summaries.bad_value', 5]])
    },
  )
})

describe('refunds are allowed, and said', () => {
  const refunded = standardRows.map((each, index) => (index % 7 === 0 ? { ...each, value: -150 } : each))
  const rows = refunded.map(each => ({ ...each, taken: each.arm === 'called' ? (1 as const) : (0 as const) }))
  const column = columnOf(rows, { arms: ['called', 'other', 'control'], control: 'control' })
  const source: SummarySource = (_, kind: SummaryKind) =>
    kind === 'counts' ? undefined : (summaryOf({ ...column, uptake: { outcome: 'reached' } }, kind) as AnySummary)
  const { other, ...scores } = options.scores
  const planOf = (method: AnyMethod): Plan => ({
    ...published,
    contrasts: options.contrasts.map(each => ({ ...each, title: each.id })),
    analyses: [
      {
        ...{ id: 'refunds', title: 'With refunds', outcome: 'amount', method: method.id, role: 'primary' },
        settings: { draws: 500, cap: '5.00', winsorise: 0.1, scores: { ...scores, other } },
      },
    ],
  })
  const analysed = (method: AnyMethod): Computation<Result> => {
    const plan = planOf(method)
    const [analysis] = plan.analyses
    if (analysis === undefined) throw new Error(method.id)
    // Not by subgroups.
    return analyse(plan, analysis, source).computation as Computation<Result>
  }

  test.each(methods.all.filter(({ requires }) => requires !== 'counts' && requires !== 'eventTimes'))('$id', method => {
    const computation = analysed(method)
    expectNoPretence(computation)
    const details = found<Caution[]>(computation, 'cautions')
      .flat()
      .filter(({ code }) => code === 'negative_amounts')
    expect(details).toHaveLength(1)
    expect(details[0]?.detail).toContain('6 cases have amounts below zero')
    expect(details[0]?.detail).toContain('(called 2, other 2, control 2)')
  })

  test('not said where there are none, nor of numbers that are no money', () => {
    for (const method of methods.all) expect(cautionsOf(run(method, standardRows))).not.toContain('negative_amounts')
    const scaled = { ...column, unit: { kind: 'scaled', decimals: 1 } as const }
    const welch = methods.find('brunner-munzel')
    if (welch === undefined) throw new Error('no such method')
    expect(cautionsOf(applyMethod(welch, summaryOf(scaled, 'frequencies'), options))).not.toContain('negative_amounts')
  })
})
