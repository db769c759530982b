import { describe, expect, test } from 'vitest'
import { InternalError } from '../../src/core/errors.ts'
import { economicsCitations } from '../../src/economics/index.ts'
import type { AnyMethod, Computation, Result } from '../../src/model/method.ts'
import type { AnySummary } from '../../src/model/summary.ts'
import { adjustments, applyMethod, fullReference, methods, references } from '../../src/statistics/index.ts'
import type { AnalysisColumn, AnalysisRow } from '../../src/summaries/index.ts'
import { contrast, row, summaryFor } from '../support/analysis.ts'
import { columnFor, contrastsOf, numbersAreSound, numbersIn, reasonsIn, standardRows } from '../support/any-method.ts'

/** With the settings that some methods read. */
const shared = {
  level: 0.95,
  draws: 1000,
  cap: 500,
  winsorise: 0.1,
  scores: { control: 0, other: 1, called: 2 },
}
const options = { ...shared, contrasts: [contrast('called', 'control')] }
const optionsOf = (method: AnyMethod) => ({ ...shared, contrasts: contrastsOf(method) })

const only = (keep: (each: AnalysisRow, index: number) => boolean) => standardRows.filter(keep)
const degenerate: Record<string, AnalysisRow[]> = {
  'no row at all': [],
  'an empty arm': only(({ arm }) => arm !== 'called'),
  'an arm with missing outcomes only': standardRows.map(each =>
    each.arm === 'called' ? { ...each, value: null } : each,
  ),
  'all zero': standardRows.map(each => ({ ...each, value: 0 })),
  'all alike and above zero': standardRows.map(each => ({ ...each, value: 5 })),
  'one case an arm': ['called', 'other', 'control'].map((arm, index) => row(arm, index)),
  'one cluster an arm': standardRows.map(each => ({ ...each, cluster: each.arm })),
  'a stratum without an arm': only(({ arm, stratum }) => arm !== 'called' || stratum === '1993'),
}

describe.each(methods.all)('$id', method => {
  const compute = (rows: readonly AnalysisRow[], changes: Partial<AnalysisColumn> = {}) =>
    applyMethod(method, summaryFor(method, columnFor(method, rows, changes)), optionsOf(method))

  test('cites references that exist', () => {
    for (const citation of method.citations) expect(fullReference(citation)).toMatch(/\(\d{4}\)/)
  })

  test('computes on a standard summary, with finite numbers', () => {
    const computation = compute(standardRows)
    expect(computation.status).toBe('computed')
    expect(reasonsIn(computation)).toEqual([])
    const numbers = numbersIn(computation)
    expect(numbers.length).toBeGreaterThan(3)
    expect(numbers.every(Number.isFinite)).toBe(true)
  })

  test('declares what P values its results have, and whether it needs one level', () => {
    const computation = compute(standardRows)
    const result = computation.status === 'computed' ? computation.result : undefined
    const tested = (estimates: Extract<Result, { kind: 'contrasts' }>): boolean =>
      estimates.contrasts.some(
        each => each.computation.status === 'computed' && each.computation.result.pValue !== undefined,
      )
    const contrasts = result?.kind === 'contrasts' && tested(result) ? 'each_contrast' : 'none'
    expect(method.pValues).toBe(result?.kind === 'test' ? 'overall' : contrasts)
    if (method.requires !== 'counts') return
    const { arms, ...rest } = columnFor(method, standardRows)
    const levels = ['a', 'b', 'c']
    const rows = [...rest.rows].map((each, index) => ({ ...each, value: levels[index % 3] ?? 'a' }))
    const summary = summaryFor(method, { ...rest, arms, rows, kind: 'category', levels })
    const compute3 = () => applyMethod(method, summary, optionsOf(method))
    if (method.oneLevel) expect(compute3).toThrow(/one level that counts as an event/)
    else expect(compute3).not.toThrow()
  })

  test('does not mind the order of rows or the names of strata', () => {
    const renamed = [...standardRows]
      .reverse()
      .map(each => ({ ...each, stratum: each.stratum === '1993' ? 'old' : 'young' }))
    const plain = (computation: Computation<unknown>) =>
      JSON.parse(
        JSON.stringify(computation, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
          .replaceAll('"old"', '"1993"')
          .replaceAll('"young"', '"2003"'),
      )
    expect(plain(compute(renamed))).toEqual(plain(compute(standardRows)))
  })

  test.each(Object.entries(degenerate))('%s: a reason or finite numbers, never NaN', (_, rows) => {
    const computation = compute(rows)
    expect(numbersAreSound(computation)).toBe(true)
    const complete = computation.status === 'computed' && reasonsIn(computation).length === 0
    if (!complete) expect(reasonsIn(computation).length).toBeGreaterThan(0)
  })

  test.each(['an empty arm', 'an arm with missing outcomes only'])('%s has a reason', name => {
    expect(reasonsIn(compute(degenerate[name] ?? [])).length).toBeGreaterThan(0)
  })

  test('cautions about clusters exactly when it takes cases as independent, and about missing outcomes always', () => {
    const codes = (computation: Computation<unknown>) =>
      computation.status === 'computed' ? computation.cautions.map(({ code }) => code) : []
    const missing = [...standardRows, row('called', null, '1993')]
    expect(codes(compute(standardRows, { largestCluster: 2 })).includes('independence_assumed_with_clusters')).toBe(
      method.assumesIndependence,
    )
    expect(codes(compute(standardRows))).not.toContain('independence_assumed_with_clusters')
    expect(codes(compute(missing))).toContain('missing_outcomes')
    expect(codes(compute(standardRows))).not.toContain('missing_outcomes')
  })
})

test('where no answer exists, these methods say why rather than answer', () => {
  const whyNot = (id: string, name: string) => {
    const method = methods.find(id)
    if (method === undefined) throw new Error(id)
    return reasonsIn(applyMethod(method, summaryFor(method, columnFor(method, degenerate[name] ?? [])), options))
  }
  expect(whyNot('pearson-chi-squared', 'all zero')).toEqual(['no_variation_in_outcome'])
  expect(whyNot('kruskal-wallis', 'all zero')).toEqual(['all_values_tied'])
  expect(whyNot('wald-interval', 'all zero')).toEqual(['zero_variance'])
  expect(whyNot('mean-interval-z', 'one case an arm')).toEqual(['too_few_cases'])
  expect(whyNot('difference-in-means-welch', 'one case an arm')).toEqual(['too_few_cases'])
  expect(whyNot('cluster-robust-difference-in-means', 'one cluster an arm')).toEqual(['too_few_clusters'])
  expect(whyNot('stratified-cluster-robust-difference-in-means', 'a stratum without an arm')).toEqual([
    'stratum_not_in_every_arm',
  ])
})

test('every reference is cited by a method, an adjustment or the economics, or is of the designs', () => {
  const cited = new Set([
    ...methods.all.flatMap(({ citations }) => citations.map(({ key }) => key)),
    ...adjustments.all.map(({ citation }) => citation),
    ...economicsCitations.map(({ key }) => key),
  ])
  const others = Object.keys(references).filter(key => !cited.has(key))
  expect(others).toEqual(['fujishige-1980', 'suissa-shuster-1985'])
})

test('a method refuses a summary of another kind', () => {
  const [method] = methods.all
  if (method === undefined) throw new Error('no method')
  const summary = { ...summaryFor(method, columnFor(method, standardRows)), kind: 'moments' } as AnySummary
  expect(() => applyMethod(method, summary, options)).toThrow(InternalError)
  expect(() => fullReference({ key: 'nobody-1900' })).toThrow(InternalError)
})
