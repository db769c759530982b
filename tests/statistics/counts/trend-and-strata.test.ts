import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TrialError } from '../../../src/core/errors.ts'
import type { ContrastEstimate } from '../../../src/model/method.ts'
import type { Summary } from '../../../src/model/summary.ts'
import {
  cochranArmitage,
  cochranMantelHaenszel,
  mantelHaenszelOddsRatio,
  pearsonChiSquared,
} from '../../../src/statistics/index.ts'
import { agree, contrast, firstContrast, reasonOf, resultOf } from '../../support/analysis.ts'
import { binarySummary, byR, exactly, fromArms, tableSummary } from './tables.ts'

const options = { level: 0.95, contrasts: [contrast('a', 'b')] }
const scored = (scores: readonly number[]) => ({
  ...options,
  scores: Object.fromEntries(scores.map((score, index) => [String.fromCharCode(97 + index), score])),
})

describe('Cochran-Armitage', () => {
  test.each(byR.trends)('prop.trend.test on $x of $n at $scores', ({ x, n, scores, X2, p }) => {
    const summary = binarySummary(fromArms(...x.map((events, arm) => [events, n[arm] ?? 0] as const)))
    const ours = resultOf(cochranArmitage.compute(summary, scored(scores)))
    // R fits weighted least squares in doubles.
    expect(agree(ours.statistic.value, X2, 1e-9)).toBe(true)
    expect(agree(ours.pValue, p, 1e-9)).toBe(true)
    expect((ours.intermediates.z as number) ** 2).toBeCloseTo(X2, 9)
  })

  const armed = fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 40 })), { minLength: 2, maxLength: 4 })

  test('of two arms it is Pearson; scores may be shifted and scaled, and turning them turns z', () => {
    fc.assert(
      fc.property(armed, fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 }), (table, shift, scale) => {
        fc.pre(table.some(([x]) => x > 0))
        const summary = binarySummary(table)
        const scores = table.map((_, index) => index * index)
        const z = (of: readonly number[]) =>
          resultOf(cochranArmitage.compute(summary, scored(of))).intermediates.z as number
        const plain = z(scores)
        expect(z(scores.map(score => shift + scale * score))).toBeCloseTo(plain, 9)
        expect(z(scores.map(score => -score))).toBeCloseTo(-plain, 9)
        const pearson = resultOf(pearsonChiSquared.compute(summary, options)).statistic.value
        if (table.length === 2) expect(plain * plain).toBeCloseTo(pearson, 9)
        else expect(plain * plain).toBeLessThan(pearson * (1 + 1e-9) + 1e-9)
      }),
    )
  })

  test('what a reviewer checks: of 3, 5 and 7 in ten at 0, 1 and 2 the slope is 1/5', () => {
    const ours = resultOf(
      cochranArmitage.compute(binarySummary(fromArms([3, 10], [5, 10], [7, 10])), scored([0, 1, 2])),
    )
    expect(ours.intermediates).toMatchObject({
      scores: { a: 0, b: 1, c: 2 },
      proportions: { a: 0.3, b: 0.5, c: 0.7 },
      slope: expect.closeTo(0.2, 14),
    })
    expect(reasonOf(cochranArmitage.compute(binarySummary(fromArms([0, 10], [0, 10])), scored([0, 1])))).toBe(
      'no_variation_in_outcome',
    )
  })

  test('asks for scores rather than assume that arms are in order', () => {
    const summary = binarySummary(fromArms([3, 10], [5, 10], [7, 10]))
    const computation = cochranArmitage.compute(summary, { ...options, scores: { a: 1, b: 2 } })
    expect(reasonOf(computation)).toBe('needs_scores')
    expect(computation.status === 'undefined' && computation.detail).toContain('c')
    expect(reasonOf(cochranArmitage.compute(summary, options))).toBe('needs_scores')
    expect(reasonOf(cochranArmitage.compute(summary, scored([2, 2, 2])))).toBe('zero_variance')
    expect(() =>
      cochranArmitage.compute(
        tableSummary([
          [1, 2, 3],
          [3, 2, 1],
        ]),
        options,
      ),
    ).toThrow(TrialError)
  })
})

describe('Cochran-Mantel-Haenszel', () => {
  test.each(byR.strata)('mantelhaen.test on $strata', ({ strata, Q, df, p }) => {
    const ours = resultOf(cochranMantelHaenszel.compute(tableSummary(...strata), options))
    expect(agree(ours.statistic.value, Q, 1e-11)).toBe(true)
    expect(agree(ours.pValue, p, 1e-11)).toBe(true)
    expect(ours.degreesOfFreedom).toBe(df)
  })

  test('by hand: expected counts and covariance of two strata of two by two', () => {
    const ours = resultOf(
      cochranMantelHaenszel.compute(
        binarySummary(
          [
            [2, 3],
            [4, 1],
          ],
          [
            [1, 4],
            [3, 2],
          ],
        ),
        options,
      ),
    )
    // Expected 5 x 6 / 10 and 5 x 4 / 10; variances 5 x 5 x 6 x 4 / (100 x 9), twice.
    expect(ours.intermediates.cells).toEqual([{ arm: 'a', level: 'yes', observed: 3, expected: 5 }])
    expect((ours.intermediates.covariance as number[][])[0]?.[0]).toBeCloseTo(4 / 3, 14)
    expect(ours.statistic.value).toBeCloseTo(3, 13)
  })

  test('of three arms and levels: the free cells, and the counts of every stratum', () => {
    const table = [
      [1, 2, 3],
      [3, 2, 1],
      [2, 2, 2],
    ]
    const { intermediates } = resultOf(cochranMantelHaenszel.compute(tableSummary(table, table), options))
    // Six cases in every row and column, twice.
    const observed = { 'a l0': 2, 'a l1': 4, 'b l0': 6, 'b l1': 4 }
    expect(intermediates.cells).toEqual(
      Object.entries(observed).map(([cell, count]) => {
        const [arm, level] = cell.split(' ')
        return { arm, level, observed: count, expected: 4 }
      }),
    )
    const ofStratum = { a: { l0: 1, l1: 2, l2: 3 }, b: { l0: 3, l1: 2, l2: 1 }, c: { l0: 2, l1: 2, l2: 2 } }
    expect(intermediates.strata).toEqual(['s0', 's1'].map(stratum => ({ stratum, n: 18, observed: ofStratum })))
  })

  test('one stratum is (N - 1) / N of Pearson, whatever the arms and levels', () => {
    for (const { table, X2 } of byR.tables) {
      const n = table.flat().reduce((sum, count) => sum + count, 0)
      const ours = resultOf(cochranMantelHaenszel.compute(tableSummary(table), options))
      expect(agree(ours.statistic.value, (X2 * (n - 1)) / n, 1e-11)).toBe(true)
    }
  })

  test('strata have no order, nor have arms', () => {
    for (const { strata } of byR.strata) {
      const value = (of: readonly number[][][]) =>
        resultOf(cochranMantelHaenszel.compute(tableSummary(...of), options)).statistic.value
      expect(agree(value([...strata].reverse()), value(strata), 1e-12)).toBe(true)
      expect(agree(value(strata.map(table => [...table].reverse())), value(strata), 1e-12)).toBe(true)
    }
  })

  test('reasons', () => {
    const on = (summary: Summary<'counts'>) => reasonOf(cochranMantelHaenszel.compute(summary, options))
    expect(
      on(
        binarySummary(
          [
            [2, 3],
            [4, 1],
          ],
          [
            [1, 4],
            [0, 0],
          ],
        ),
      ),
    ).toBe('stratum_not_in_every_arm')
    expect(
      on({
        ...binarySummary([
          [2, 3],
          [4, 1],
        ]),
        strataAddedUp: true,
      }),
    ).toBe('data_not_printed')
    expect(
      on(
        binarySummary(
          [
            [2, 0],
            [4, 0],
          ],
          [
            [0, 4],
            [0, 2],
          ],
        ),
      ),
    ).toBe('no_variation_in_outcome')
    expect(
      on(
        tableSummary(
          [
            [2, 1, 0, 0],
            [1, 3, 0, 0],
          ],
          [
            [0, 0, 4, 2],
            [0, 0, 2, 5],
          ],
        ),
      ),
    ).toBe('no_variation_in_outcome')
  })
})

describe('Mantel-Haenszel odds ratio', () => {
  const estimate = (summary: Summary<'counts'>): ContrastEstimate =>
    resultOf(firstContrast(mantelHaenszelOddsRatio.compute(summary, options)))
  const why = (summary: Summary<'counts'>) => reasonOf(firstContrast(mantelHaenszelOddsRatio.compute(summary, options)))

  test('mantelhaen.test of two by two: odds ratio, interval and the squared z', () => {
    const [first] = byR.strata
    if (first?.common == null) throw new Error('no common odds ratio')
    const ours = estimate(binarySummary(...first.strata))
    expect(agree(ours.estimate, first.common.or, 1e-12)).toBe(true)
    expect(agree(ours.interval.lower, first.common.ci[0], 1e-11)).toBe(true)
    expect(agree(ours.interval.upper, first.common.ci[1], 1e-11)).toBe(true)
    expect(agree((ours.statistic?.value ?? 0) ** 2, first.Q, 1e-11)).toBe(true)
    expect(agree(ours.pValue ?? 0, first.p, 1e-11)).toBe(true)
  })

  test.each(exactly.breslowDay)('Breslow-Day and Tarone of $strata', expected => {
    const ours = estimate(binarySummary(...expected.strata))
    expect(agree(ours.estimate, Number(expected.oddsRatio), 1e-13)).toBe(true)
    const { plain, tarone } = ours.intermediates.breslowDay as Record<
      'plain' | 'tarone',
      { statistic: { value: number }; degreesOfFreedom: number; pValue: number }
    >
    expect(agree(plain.statistic.value, Number(expected.plain), 1e-11)).toBe(true)
    expect(agree(plain.pValue, Number(expected.plainP), 1e-11)).toBe(true)
    expect(agree(tarone.statistic.value, Number(expected.tarone), 1e-11)).toBe(true)
    expect(agree(tarone.pValue, Number(expected.taroneP), 1e-11)).toBe(true)
    expect(plain.degreesOfFreedom).toBe(expected.strata.length - 1)
  })

  test('strata are fitted with the common odds ratio, and one without a choice says nothing', () => {
    for (const { strata } of exactly.breslowDay) {
      const ours = estimate(binarySummary(...strata))
      const homogeneity = ours.intermediates.breslowDay as { fitted: Record<string, number> }
      for (const [index, [arm = [], against = []]] of strata.entries()) {
        const [n1, n2, events] = [
          (arm[0] ?? 0) + (arm[1] ?? 0),
          (against[0] ?? 0) + (against[1] ?? 0),
          (arm[0] ?? 0) + (against[0] ?? 0),
        ]
        const fitted = homogeneity.fitted[`s${index}`] ?? 0
        expect((fitted * (n2 - events + fitted)) / ((events - fitted) * (n1 - fitted))).toBeCloseTo(ours.estimate, 9)
      }
      for (const silent of [fromArms([0, 5], [0, 4]), fromArms([5, 5], [4, 4])]) {
        expect(estimate(binarySummary(...strata, silent)).intermediates.breslowDay).toEqual(homogeneity)
      }
    }
  })

  test('one stratum: the ratio of odds, and no test whether strata agree', () => {
    const ours = estimate(
      binarySummary([
        [10, 40],
        [4, 46],
      ]),
    )
    expect(ours.estimate).toBeCloseTo((10 * 46) / (40 * 4), 13)
    // With one stratum Robins, Breslow and Greenland's variance is Woolf's: the sum of reciprocals.
    expect(ours.standardError).toBeCloseTo(Math.sqrt(1 / 10 + 1 / 40 + 1 / 4 + 1 / 46), 13)
    expect(ours.intermediates.breslowDay).toBeUndefined()
  })

  test('exchanging the arms inverts it', () => {
    for (const { strata } of exactly.breslowDay) {
      const [one, other] = [strata, strata.map(table => [...table].reverse())].map(of => estimate(binarySummary(...of)))
      expect(one?.estimate).toBeCloseTo(1 / (other?.estimate ?? 0), 12)
      expect(one?.interval.lower).toBeCloseTo(1 / (other?.interval.upper ?? 0), 12)
      expect(one?.pValue).toBeCloseTo(other?.pValue ?? 0, 12)
    }
  })

  test('reasons', () => {
    expect(
      why(
        binarySummary(
          [
            [2, 3],
            [4, 1],
          ],
          [
            [1, 4],
            [0, 0],
          ],
        ),
      ),
    ).toBe('stratum_not_in_every_arm')
    expect(
      why(
        binarySummary([
          [0, 3],
          [4, 1],
        ]),
      ),
    ).toBe('no_events')
    for (const [arm, table] of [
      ['a', fromArms([0, 3], [4, 5])],
      ['b', fromArms([2, 2], [1, 5])],
    ] as const) {
      expect(firstContrast(mantelHaenszelOddsRatio.compute(binarySummary(table), options))).toMatchObject({
        reason: 'no_events',
        detail: expect.stringContaining(`cases of ${arm} with the event`),
      })
    }
    expect(
      why(
        binarySummary(
          [
            [0, 3],
            [0, 4],
          ],
          [
            [2, 0],
            [3, 0],
          ],
        ),
      ),
    ).toBe('no_variation_in_outcome')
  })
})
