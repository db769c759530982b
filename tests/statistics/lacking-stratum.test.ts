import { describe, expect, test } from 'vitest'
import type { AnyMethod, Computation, Result } from '../../src/model/method.ts'
import { applyMethod, methods } from '../../src/statistics/index.ts'
import type { AnalysisRow } from '../../src/summaries/index.ts'
import { binary, cautionsOf, columnOf, contrast, row, summaryFor } from '../support/analysis.ts'

const options = {
  level: 0.95,
  contrasts: [contrast('called', 'control')],
  draws: 500,
  cap: 500,
  winsorise: 0.1,
  scores: { called: 1, control: 0 },
}
const setting = { arms: ['called', 'control'], control: 'control' }

/** Twenty cases an arm in two strata, the second of which may lack an arm. */
const rows = (lacking?: string): AnalysisRow[] =>
  ['called', 'control'].flatMap((arm, index) =>
    Array.from({ length: 20 }, (_, i) =>
      row(arm, i % (index + 3) === 0 ? 100 + i : 0, i < 14 || arm === lacking ? '1993' : '2003', `${arm}-${i}`),
    ),
  )

function run(method: AnyMethod, some: readonly AnalysisRow[]): Computation<Result> {
  const bits = some.map(each => ({ ...each, value: each.value === null ? null : Number(Number(each.value) > 0) }))
  const column = method.requires === 'counts' ? columnOf(bits, { ...binary, ...setting }) : columnOf(some, setting)
  return applyMethod(method, summaryFor(method, column), options)
}

const code = 'stratum_not_in_every_arm'
const detailsOf = (computation: Computation<Result>): string[] =>
  computation.status === 'computed'
    ? computation.cautions.filter(caution => caution.code === code).map(({ detail }) => detail)
    : []

describe.each(methods.all)('$id', method => {
  test('cautions exactly when it adds up strata of which one lacks an arm', () => {
    expect(cautionsOf(run(method, rows()))).not.toContain(code)
    const computation = run(method, rows('control'))
    if (computation.status === 'undefined') expect(computation.reason).toBe(code)
    else expect(detailsOf(computation)).toHaveLength(method.withinStrata ? 0 : 1)
  })
})

test('the sentence names the stratum and the arm, and counts further gaps', () => {
  const [pearson] = methods.all
  if (pearson === undefined) throw new Error('no method')
  expect(detailsOf(run(pearson, rows('control')))).toEqual([
    'Strata are added up, but stratum 2003 has no case with a recorded outcome in control: ' +
      'the arms are not alike in their mix of strata.',
  ])
  const third = [...rows('control'), row('control', 0, '2010'), row('called', null, '2010')]
  expect(detailsOf(run(pearson, third))[0]).toContain('in control (and 1 more such gap)')
  // An arm without any case is said as such, and one stratum is no strata.
  expect(
    cautionsOf(
      run(
        pearson,
        rows('control').filter(({ stratum }) => stratum === '1993'),
      ),
    ),
  ).not.toContain(code)
})
