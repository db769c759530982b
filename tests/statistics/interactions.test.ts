import { describe, expect, it, test } from 'vitest'
import { pooledArm } from '../../src/model/pooled-arms.ts'
import { interactionOfMeans, interactionOfProportions, methods } from '../../src/statistics/index.ts'
import {
  columnOf,
  contrast,
  countsOf,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  rowsOf,
  summaryOf,
} from '../support/analysis.ts'

const { proportions, means } = oracle<{
  proportions: Record<string, { events: number[]; n: number[]; estimate: number; standardError: number; p: number }>
  means: Record<
    string,
    { values: number[][]; estimate: number; standardError: number; df: number; p: number; lower: number; upper: number }
  >
}>('interactions.json')

const cells = ['control', 'reminders', 'guides', 'both'] as const
const byCell = <T>(values: readonly T[]): Record<string, T> =>
  Object.fromEntries(cells.map((arm, at) => [arm, values[at] as T]))
const options = {
  level: 0.95,
  contrasts: [contrast(pooledArm(['reminders', 'both']), pooledArm(['control', 'guides']))],
}
/** Equal but for rounding. */
const near = (value: number | undefined, expected: number, share = 1e-12) =>
  expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(share * Math.abs(expected))

describe('an interaction of proportions', () => {
  test.each(Object.entries(proportions))('%s: is that of a saturated model with identity link in R', (name, r) => {
    const counts = countsOf(byCell(r.events.map((events, at): [number, number] => [events, r.n[at] ?? 0])))
    const found = resultOf(firstContrast(interactionOfProportions.compute(counts, options)))
    // R iterates to its coefficients: it keeps about eight digits where little varies, and rounds no interaction to about 1e-17.
    if (name === 'none') expect(Math.abs(found.estimate)).toBeLessThan(1e-15)
    else near(found.estimate, r.estimate, 1e-8)
    near(found.standardError, r.standardError, 1e-8)
    near(found.pValue, r.p, name === 'none' ? 1e-12 : 1e-7)
  })

  it('is by hand: 40 and 30 of 100 less 30 and 10 of 100', () => {
    const counts = countsOf({ control: [10, 100], reminders: [30, 100], guides: [30, 100], both: [40, 100] })
    const found = resultOf(firstContrast(interactionOfProportions.compute(counts, options)))
    expect(found.intermediates).toMatchObject({ differences: { first: 0.2, second: 0.1 } })
    near(found.estimate, -0.1, 1e-14)
    near(found.standardError, Math.sqrt((0.09 + 0.21 + 0.21 + 0.24) / 100), 1e-14)
    near(found.interval.upper - found.estimate, 1.959963984540054 * found.standardError)
  })
})

describe('an interaction of means', () => {
  test.each(Object.entries(means))('%s: is that of regression weighted by the variance of cells in R', (_, r) => {
    const moments = summaryOf(columnOf(rowsOf(byCell(r.values)), { control: 'control' }), 'moments')
    const found = resultOf(firstContrast(interactionOfMeans.compute(moments, options)))
    // A regression rounds in its decomposition of some hundred rows.
    near(found.estimate, r.estimate, 1e-9)
    near(found.standardError, r.standardError, 1e-9)
    near(found.degreesOfFreedom, r.df, 1e-12)
    near(found.pValue, r.p, 1e-8)
    near(found.interval.lower, r.lower, 1e-8)
    near(found.interval.upper, r.upper, 1e-8)
  })
})

describe.each([interactionOfProportions, interactionOfMeans])('$id', ({ id }) => {
  const compute = (arms: Record<string, readonly [number, number]>, of = options.contrasts) => {
    const rows = rowsOf(
      Object.fromEntries(
        Object.entries(arms).map(([arm, [some, n]]) => [
          arm,
          Array.from({ length: n }, (_, i) => (i < some ? 100 + i : 0)),
        ]),
      ),
    )
    const given = { ...options, contrasts: of }
    return id === 'interaction-of-means'
      ? interactionOfMeans.compute(summaryOf(columnOf(rows), 'moments'), given)
      : interactionOfProportions.compute(countsOf(arms), given)
  }
  const four = { both: [4, 9], guides: [2, 9], reminders: [3, 9], control: [1, 9] } as const

  it('changes its sign with the pairs, and with the sides', () => {
    const of = (arm: string, against: string) =>
      resultOf(firstContrast(compute(four, [contrast(arm, against)]))).estimate
    const found = of('reminders+both', 'control+guides')
    near(of('both+reminders', 'guides+control'), -found)
    near(of('control+guides', 'reminders+both'), -found)
    // The interaction belongs to both factors alike.
    near(of('guides+both', 'control+reminders'), found, 1e-9)
  })

  it('says why where there is none', () => {
    const reasons = (...of: Parameters<typeof compute>) => reasonOf(firstContrast(compute(...of)))
    expect(reasons(four, [contrast('both', 'guides')])).toBe('not_two_by_two')
    expect(reasons(four, [contrast('both+guides+reminders', 'control+guides+both')])).toBe('not_two_by_two')
    expect(reasons({ ...four, both: [0, 0] })).toBe('no_cases_in_arm')
    expect(reasons({ ...four, guides: [1, 1] })).toBe('too_few_cases')
    expect(reasons({ both: [0, 9], guides: [0, 9], reminders: [0, 9], control: [0, 9] })).toBe('zero_variance')
  })

  it('is found by its id, as a method that sets arms in pairs', () => {
    expect(methods.find(id)?.pairsArms).toBe(true)
  })
})
