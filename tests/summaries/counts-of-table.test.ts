import { expect, test } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import { pearsonChiSquared } from '../../src/statistics/counts/pearson-chi-squared.ts'
import { resultOf } from '../../src/statistics/result-of.ts'
import { countsOfTable } from '../../src/summaries/counts-of-table.ts'
import { cautionsOf } from '../support/analysis.ts'

const arms = { called: { n: 40, events: 12 }, control: { n: 60, events: 9 } }
const options = { level: 0.95, contrasts: [] }

/** The codes and fields of what is wrong with something. */
function problemsOf(work: () => unknown): string[] {
  try {
    work()
    return []
  } catch (error) {
    if (!(error instanceof TrialError)) throw error
    return error.issues.map(({ code, place }) => `${code} ${place.field ?? ''}`.trim())
  }
}

test('a printed table is a summary of one stratum, its cases allocated one by one', () => {
  const summary = countsOfTable({ outcome: 'paid', control: 'control', arms })
  expect(summary).toMatchObject({ kind: 'counts', arms: ['called', 'control'], control: 'control', largestCluster: 1 })
  expect(summary.cells).toEqual([
    { arm: 'called', stratum: 'all', data: { n: 40, missing: 0, events: { yes: 12 } } },
    { arm: 'control', stratum: 'all', data: { n: 60, missing: 0, events: { yes: 9 } } },
  ])
  // 100 (12 x 51 - 28 x 9)^2 / (21 x 79 x 40 x 60), the formula of two by two.
  const tested = pearsonChiSquared.compute(summary, options)
  expect(resultOf(tested).statistic.value).toBeCloseTo((100 * (12 * 51 - 28 * 9) ** 2) / (21 * 79 * 40 * 60), 12)
  expect(cautionsOf(tested)).toEqual([])
})

test('every number that is no count and a control that is no arm are told together', () => {
  const bad = { ...arms, called: { n: 40, events: 41 }, letter: { n: 10.5, events: 1 }, call: { n: 5, events: -1 } }
  expect(problemsOf(() => countsOfTable({ outcome: 'paid', control: 'nobody', arms: bad }))).toEqual([
    'summaries.bad_table_count paid.called',
    'summaries.bad_table_count paid.letter',
    'summaries.bad_table_count paid.call',
    'summaries.table_without_control paid',
  ])
  const none = { called: { n: 0, events: 0 }, control: { n: 60, events: 60 } }
  expect(problemsOf(() => countsOfTable({ outcome: 'paid', control: 'control', arms: none }))).toEqual([])
})

test('a result is taken where there is one, and its absence says why', () => {
  const alike = { called: { n: 40, events: 0 }, control: { n: 60, events: 0 } }
  const undefinedTest = pearsonChiSquared.compute(
    countsOfTable({ outcome: 'paid', control: 'control', arms: alike }),
    options,
  )
  expect(problemsOf(() => resultOf(undefinedTest))).toEqual(['statistics.no_result'])
  expect(() => resultOf(undefinedTest)).toThrow('no_variation_in_outcome')
})
