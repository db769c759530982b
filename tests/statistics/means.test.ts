import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  differenceInMeansWelch,
  differenceInMeansZ,
  meanIntervalT,
  meanIntervalZ,
  stratifiedDifferenceInMeans,
} from '../../src/statistics/index.ts'
import {
  agree,
  armEstimate,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  publishedMoments,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../support/analysis.ts'

const options = { level: 0.95, contrasts: [contrast('called', 'control')] }
const momentsOf = (groups: Record<string, readonly number[]>) => summaryOf(columnOf(rowsOf(groups)), 'moments')
const pounds = (pence: number) => (pence / 100).toFixed(2)

describe('means of the published trial', () => {
  const summary = publishedMoments()

  test('means and half-widths come back as printed, with standard deviations of about 89.8, 90.7 and 59.3', () => {
    const computation = meanIntervalZ.compute(summary, options)
    const rows = summary.arms.map(arm => {
      const { estimate, interval, intermediates } = armEstimate(computation, arm)
      const spread = (intermediates.standardDeviation as number) / 100
      return [pounds(estimate), pounds(interval.upper - estimate), spread.toFixed(1)]
    })
    expect(rows).toEqual([
      ['5.94', '2.29', '89.8'],
      ['6.07', '2.17', '90.7'],
      ['4.07', '1.50', '59.3'],
    ])
    expect(cautionsOf(computation)).toEqual(['skewed_amounts'])
    const differences = differenceInMeansZ.compute(summary, options)
    const [ofArms, ofDifferences] = [computation, differences].map(each =>
      each.status === 'computed' ? each.cautions.find(({ code }) => code === 'skewed_amounts')?.detail : undefined,
    )
    expect(ofArms).toContain('of the mean of an arm covers less often than its level says')
    expect(ofDifferences).toContain('a little more often than their level says where arms were alike')
    expect(ofDifferences).not.toContain('less often')
  })

  test.each([
    ['pwc_first', 'control', '1.87', '-0.87', '4.61', '0.18'],
    ['nrp_first', 'control', '2.00', '-0.64', '4.64', '0.14'],
    ['pwc_first', 'nrp_first', '-0.13', '-3.28', '3.02', '0.94'],
  ])('%s minus %s', (arm, against, estimate, lower, upper, p) => {
    const computation = differenceInMeansZ.compute(summary, { level: 0.95, contrasts: [contrast(arm, against)] })
    const ours = resultOf(firstContrast(computation))
    expect([pounds(ours.estimate), pounds(ours.interval.lower), pounds(ours.interval.upper)]).toEqual([
      estimate,
      lower,
      upper,
    ])
    expect(ours.pValue?.toFixed(2)).toBe(p)
  })
})

describe('means by hand', () => {
  // 1 2 3 4 5 | 2 4 6 8 10 12: means 3 and 7, variances 5/2 and 14, of means 1/2 and 7/3.
  const groups = { called: [1, 2, 3, 4, 5], control: [2, 4, 6, 8, 10, 12] }

  test('Welch', () => {
    const ours = resultOf(firstContrast(differenceInMeansWelch.compute(momentsOf(groups), options)))
    expect(ours.estimate).toBe(-4)
    expect(ours.standardError).toBeCloseTo(Math.sqrt(17 / 6), 15)
    expect(ours.degreesOfFreedom).toBeCloseTo((17 / 6) ** 2 / (1 / 16 + 49 / 45), 13)
    expect(ours.statistic?.value).toBeCloseTo(-4 / Math.sqrt(17 / 6), 14)
    // R: t.test(c(1,2,3,4,5), c(2,4,6,8,10,12)).
    expect(ours.pValue).toBeCloseTo(0.0492843382067305, 13)
  })

  test('what a reviewer checks: means and standard deviations of both arms', () => {
    const { intermediates } = resultOf(firstContrast(differenceInMeansWelch.compute(momentsOf(groups), options)))
    expect(intermediates).toEqual({
      means: { arm: 3, against: 7 },
      standardDeviations: { arm: Math.sqrt(5 / 2), against: Math.sqrt(14) },
    })
  })

  test('arms that vary alike have a standard error: of 1, 3 and 5, 7 it is the root of 2 / 2 + 2 / 2', () => {
    const alike = momentsOf({ called: [1, 3], control: [5, 7] })
    for (const method of [differenceInMeansWelch, differenceInMeansZ, stratifiedDifferenceInMeans]) {
      expect(resultOf(firstContrast(method.compute(alike, options))).standardError).toBeCloseTo(Math.SQRT2, 15)
    }
  })

  test('uneven amounts are cautioned about where they are money, and paid on the whole', () => {
    // One amount among ten is as uneven as one: below 10 / 4.
    const uneven = { called: [...Array<number>(9).fill(0), 100], control: [1, 2, 3, 4] }
    const cautions = (groups: Record<string, readonly number[]>, changes = {}) =>
      cautionsOf(differenceInMeansWelch.compute(summaryOf(columnOf(rowsOf(groups), changes), 'moments'), options))
    expect(cautions(uneven)).toEqual(['skewed_amounts'])
    expect(cautions(uneven, { unit: { kind: 'case' } })).toEqual([])
    expect(cautions({ ...uneven, called: uneven.called.map(value => value && -value) })).toEqual([])
    // Two equal amounts among eight are as uneven as two, which is not below 8 / 4.
    expect(cautions({ ...uneven, called: [0, 0, 0, 0, 0, 0, 5, 5] })).toEqual([])
    expect(cautions({ ...uneven, called: [0, 0, 0, 0, 0, 0, 0, 5, 5] })).toEqual(['skewed_amounts'])
  })

  test('t and z intervals of one arm', () => {
    const t = armEstimate(meanIntervalT.compute(momentsOf(groups), options), 'called')
    // qt(0.975, 4) = 2.776445105197793.
    expect(t.interval.upper).toBeCloseTo(3 + 2.776445105197793 * Math.sqrt(0.5), 12)
    const z = armEstimate(meanIntervalZ.compute(momentsOf(groups), options), 'called')
    expect(z.interval.lower).toBeCloseTo(3 - 1.959963984540054 * Math.sqrt(0.5), 13)
  })

  test('a variance far smaller than the mean is exact', () => {
    const base = 9_007_199_254_740_000
    const { standardError } = armEstimate(
      meanIntervalZ.compute(momentsOf({ called: [base, base + 1, base + 2] }), options),
      'called',
    )
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 3), 15)
  })

  test('a difference far smaller than the means is exact: of 0, 1, 2 and 0, 1, 1 above a base it is a third', () => {
    const base = 9_007_199_254_740_000
    const groups = { called: [base, base + 1, base + 2], control: [base, base + 1, base + 1] }
    for (const method of [differenceInMeansWelch, differenceInMeansZ, stratifiedDifferenceInMeans]) {
      expect(resultOf(firstContrast(method.compute(momentsOf(groups), options))).estimate).toBeCloseTo(1 / 3, 15)
    }
  })

  test('reasons', () => {
    const reasons = (values: readonly number[]) =>
      [meanIntervalZ, meanIntervalT].map(method => reasonOf(method.compute(momentsOf({ called: values }), options)))
    expect(reasons([7])).toEqual(['too_few_cases', 'too_few_cases'])
    expect(reasons([7, 7])).toEqual(['zero_variance', 'zero_variance'])
    const contrastReasons = (called: readonly number[], control: readonly number[]) =>
      [differenceInMeansZ, differenceInMeansWelch, stratifiedDifferenceInMeans].map(method =>
        reasonOf(firstContrast(method.compute(momentsOf({ called, control }), options))),
      )
    expect(contrastReasons([1], [1, 2])).toEqual(Array(3).fill('too_few_cases'))
    expect(contrastReasons([1, 2], [1])).toEqual(Array(3).fill('too_few_cases'))
    expect(contrastReasons([0, 0], [0, 0])).toEqual(Array(3).fill('zero_variance'))
    expect(contrastReasons([1, 1], [0, 2])).toEqual(Array(3).fill('computed'))
    const empty = summaryOf(columnOf([row('called', 1), row('called', 2), row('control', null)]), 'moments')
    expect(reasonOf(firstContrast(differenceInMeansZ.compute(empty, options)))).toBe('no_cases_in_arm')
    expect(reasonOf(firstContrast(stratifiedDifferenceInMeans.compute(empty, options)))).toBe(
      'stratum_not_in_every_arm',
    )
  })
})

describe('within strata', () => {
  const rows = [
    ...[1, 2, 6].map(value => row('called', value, 'a')),
    ...[0, 4].map(value => row('control', value, 'a')),
    ...[10, 30].map(value => row('called', value, 'b')),
    ...[5, 5, 8].map(value => row('control', value, 'b')),
    ...[0, null].map(value => row('other', value, 'b')),
  ]

  test('by hand: weights 5/12 and 7/12, a missing outcome counting in them', () => {
    const summary = summaryOf(columnOf(rows), 'moments')
    const ours = resultOf(firstContrast(stratifiedDifferenceInMeans.compute(summary, options)))
    const [a, b] = [5 / 12, 7 / 12]
    expect(ours.estimate).toBeCloseTo(a * (3 - 2) + b * (20 - 6), 13)
    const terms = [
      [a, 7, 3],
      [a, 8, 2],
      [b, 200, 2],
      [b, 3, 3],
    ].map(([w = 0, s2 = 0, n = 1]) => [w * w * (s2 / n), n - 1] as const)
    const variance = terms.reduce((sum, [v]) => sum + v, 0)
    expect(ours.standardError).toBeCloseTo(Math.sqrt(variance), 13)
    expect(ours.degreesOfFreedom).toBeCloseTo(variance ** 2 / terms.reduce((sum, [v, f]) => sum + v ** 2 / f, 0), 12)
    expect(ours.intermediates.strata).toEqual([
      { stratum: 'a', weight: a, difference: 1, standardError: expect.closeTo(Math.sqrt(7 / 3 + 8 / 2), 14) },
      { stratum: 'b', weight: b, difference: 14, standardError: expect.closeTo(Math.sqrt(200 / 2 + 3 / 3), 13) },
    ])
  })

  test('a stratum without the arm, or no stratum at all', () => {
    const reason = (some: typeof rows) =>
      reasonOf(
        firstContrast(
          stratifiedDifferenceInMeans.compute(
            summaryOf(columnOf(some, { arms: ['called', 'control'], control: 'control' }), 'moments'),
            options,
          ),
        ),
      )
    expect(reason(rows.filter(({ arm, stratum }) => arm !== 'other' && (arm === 'called' || stratum === 'a')))).toBe(
      'stratum_not_in_every_arm',
    )
    expect(reason([])).toBe('too_few_cases')
  })

  const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 12 })

  test('one stratum is Welch; adding a constant moves nothing; pounds scale', () => {
    fc.assert(
      fc.property(values, values, (called, control) => {
        fc.pre(new Set(called).size > 1)
        const moments = momentsOf({ called, control })
        const strata = resultOf(firstContrast(stratifiedDifferenceInMeans.compute(moments, options)))
        const welch = resultOf(firstContrast(differenceInMeansWelch.compute(moments, options)))
        expect(agree(strata.pValue ?? 0, welch.pValue ?? 1, 1e-12)).toBe(true)
        expect(agree(strata.degreesOfFreedom ?? 0, welch.degreesOfFreedom ?? 1, 1e-13)).toBe(true)
        const moved = resultOf(
          firstContrast(
            differenceInMeansWelch.compute(
              momentsOf({ called: called.map(v => v + 1e9), control: control.map(v => v + 1e9) }),
              options,
            ),
          ),
        )
        expect(moved.standardError).toBe(welch.standardError)
        const scaled = resultOf(
          firstContrast(
            differenceInMeansWelch.compute(
              momentsOf({ called: called.map(v => v * 100), control: control.map(v => v * 100) }),
              options,
            ),
          ),
        )
        expect(agree(scaled.interval.upper, 100 * welch.interval.upper, 1e-11)).toBe(true)
        const swapped = resultOf(
          firstContrast(
            differenceInMeansWelch.compute(moments, { level: 0.95, contrasts: [contrast('control', 'called')] }),
          ),
        )
        expect(swapped.estimate).toBe(-welch.estimate)
        expect(swapped.pValue).toBe(welch.pValue)
      }),
    )
  })
})
