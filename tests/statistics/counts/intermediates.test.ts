import { expect, test } from 'vitest'
import type { Computation, ContrastEstimate, ContrastEstimates, MethodOptions } from '../../../src/model/method.ts'
import type { Summary } from '../../../src/model/summary.ts'
import {
  gTest,
  koopmanRiskRatio,
  mantelHaenszelOddsRatio,
  miettinenNurminenDifference,
  newcombeDifference,
  numberNeeded,
  oddsRatio,
  pearsonChiSquared,
  riskRatio,
  stratifiedDifferenceInProportions,
  waldDifference,
  waldInterval,
  wilson,
  yatesChiSquared,
} from '../../../src/statistics/index.ts'
import { agree, armEstimate, cautionsOf, contrast, countsOf, firstContrast, resultOf } from '../../support/analysis.ts'
import { binarySummary, byR, fromArms, tableSummary } from './tables.ts'

/** What a reviewer checks, by hand: 36 of 40 in one arm against 16 of 80 in the other. */
const summary = countsOf({ called: [36, 40], control: [16, 80] })
const pair = { arm: { events: 36, n: 40 }, against: { events: 16, n: 80 } }
const options = { level: 0.95, contrasts: [contrast('called', 'control')] }
type Method = { compute(summary: Summary<'counts'>, options: MethodOptions): Computation<ContrastEstimates> }
const estimate = (method: Method): ContrastEstimate => resultOf(firstContrast(method.compute(summary, options)))

test('Wald: variances of the shares 9/10 and 1/5', () => {
  const { intermediates, standardError } = estimate(waldDifference)
  expect(intermediates).toEqual({ ...pair, variances: [expect.closeTo(0.09 / 40, 16), expect.closeTo(0.16 / 80, 16)] })
  expect(standardError).toBeCloseTo(Math.sqrt(0.00425), 15)
})

test('Miettinen and Nurminen: with no difference both shares are 52/120', () => {
  const { intermediates, standardError } = estimate(miettinenNurminenDifference)
  expect(intermediates).toMatchObject(pair)
  expect(intermediates.restrictedAtNoDifference).toEqual([expect.closeTo(13 / 30, 14), expect.closeTo(13 / 30, 14)])
  expect(standardError).toBeCloseTo(Math.sqrt(0.00425), 15)
})

test('ratios of risks: variances of the logarithms 1/360 and 1/20', () => {
  const log = estimate(riskRatio)
  expect(log.intermediates).toEqual({ ...pair, variancesOfLogarithm: [1 / 360, 1 / 20] })
  expect(log.statistic).toEqual({ symbol: 'z', value: expect.closeTo(Math.log(4.5) / Math.sqrt(19 / 360), 13) })
  const score = estimate(koopmanRiskRatio)
  expect(score.intermediates).toMatchObject(pair)
  expect(score.standardError).toBeCloseTo(Math.sqrt(19 / 360), 15)
  // (36 x 80 - 16 x 40) / 120 over the root of 1/3 x 2/3 x 52 x 17/30.
  expect(score.statistic).toEqual({ symbol: 'z', value: expect.closeTo(56 / 3 / Math.sqrt(884 / 135), 13) })
})

test("the score test's z is the root of R's X², with the same P", () => {
  for (const { counts, X2, p } of byR.pairs) {
    const [x1, n1, x2, n2] = counts
    const both = countsOf({ called: [x1, n1], control: [x2, n2] })
    for (const method of [koopmanRiskRatio, newcombeDifference]) {
      const { statistic, pValue = 0 } = resultOf(firstContrast(method.compute(both, options)))
      expect(agree((statistic?.value ?? 0) ** 2, X2, 1e-11)).toBe(true)
      expect(Math.sign(statistic?.value ?? 0)).toBe(Math.sign(x1 * n2 - x2 * n1))
      expect(agree(pValue, p, 1e-10)).toBe(true)
    }
  }
})

test('odds ratio: that of the table, and the counts that the margins allow', () => {
  expect(estimate(oddsRatio).intermediates).toMatchObject({ ...pair, ratioOfOdds: 36, possibleCounts: [0, 40] })
  const full = resultOf(
    firstContrast(oddsRatio.compute(countsOf({ called: [7, 8], control: [5, 9] }), options)),
  ).intermediates
  // 12 of 17 have the event, of whom the nine of the control can hold all but three.
  expect(full).toMatchObject({ ratioOfOdds: (7 * 4) / (5 * 1), possibleCounts: [3, 8] })
})

test('number needed and the difference that it inverts', () => {
  const [needed, difference] = [estimate(numberNeeded), estimate(newcombeDifference)]
  expect(needed.estimate).toBeCloseTo(10 / 7, 14)
  expect(needed.intermediates).toEqual({
    ...pair,
    difference: expect.closeTo(0.7, 15),
    differenceInterval: [difference.interval.lower, difference.interval.upper],
  })
})

test('Newcombe and differences within strata: the pooled error, and of every stratum its weight and Wilson limits', () => {
  const one = estimate(newcombeDifference).intermediates
  expect(one.pooledStandardError).toBeCloseTo(Math.sqrt((13 / 30) * (17 / 30) * (1 / 40 + 1 / 80)), 14)
  const strata = binarySummary(fromArms([3, 10], [1, 10]), fromArms([2, 20], [8, 20]))
  const { intermediates } = resultOf(
    firstContrast(stratifiedDifferenceInProportions.compute(strata, { level: 0.95, contrasts: [contrast('a', 'b')] })),
  )
  const limits = (events: number, n: number) => {
    const { lower, upper } = wilson({ events, n }, 0.95)
    return [lower, upper]
  }
  expect(intermediates.strata).toEqual([
    { stratum: 's0', weight: 1 / 3, difference: 0.2, arm: limits(3, 10), against: limits(1, 10) },
    { stratum: 's1', weight: 2 / 3, difference: -0.3, arm: limits(2, 20), against: limits(8, 20) },
  ])
})

test('Mantel and Haenszel: R and S of every stratum', () => {
  const strata = binarySummary(fromArms([36, 40], [16, 80]), fromArms([3, 10], [1, 10]))
  const { intermediates } = resultOf(
    firstContrast(mantelHaenszelOddsRatio.compute(strata, { level: 0.95, contrasts: [contrast('a', 'b')] })),
  )
  expect(intermediates.strata).toEqual([
    {
      stratum: 's0',
      n: 120,
      r: (36 * 64) / 120,
      s: (4 * 16) / 120,
      excess: expect.closeTo((36 * 64 - 4 * 16) / 120, 13),
    },
    { stratum: 's1', n: 20, r: (3 * 9) / 20, s: 7 / 20, excess: 1 },
  ])
})

test('tests of tables: cases, counts, and of G what each cell adds', () => {
  const table = tableSummary([
    [3, 7],
    [6, 4],
  ])
  const observed = { a: { l0: 3, l1: 7 }, b: { l0: 6, l1: 4 } }
  const expected = { a: { l0: 4.5, l1: 5.5 }, b: { l0: 4.5, l1: 5.5 } }
  for (const method of [pearsonChiSquared, gTest, yatesChiSquared]) {
    expect(resultOf(method.compute(table, { level: 0.95, contrasts: [] })).intermediates).toMatchObject({
      n: 20,
      observed,
      expected,
    })
  }
  const { deviances } = resultOf(gTest.compute(table, { level: 0.95, contrasts: [] })).intermediates
  const term = (count: number, mean: number) => expect.closeTo(count * Math.log(count / mean) - (count - mean), 14)
  expect(deviances).toEqual({
    a: { l0: term(3, 4.5), l1: term(7, 5.5) },
    b: { l0: term(6, 4.5), l1: term(4, 5.5) },
  })
})

test('a proportion of its events, with the binomial standard error', () => {
  const ours = armEstimate(waldInterval.compute(summary, options), 'called')
  expect(ours).toMatchObject({ n: 40, estimate: 0.9, intermediates: { events: 36 } })
  expect(ours.standardError).toBeCloseTo(Math.sqrt(0.09 / 40), 15)
})

test('cautions begin below five: events, cases without, and expected counts', () => {
  const few = (arm: readonly [number, number]) =>
    cautionsOf(waldDifference.compute(countsOf({ called: arm, control: [20, 40] }), options))
  expect([few([5, 40]), few([35, 40]), few([4, 40]), few([36, 40])]).toEqual([[], [], ['few_events'], ['few_events']])
  const named = waldDifference.compute(countsOf({ called: [4, 40], empty: [0, 0], control: [20, 40] }), options)
  expect(named.status === 'computed' && named.cautions.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('without the event in called:'),
  ])
  const small = (table: number[][]) =>
    cautionsOf(pearsonChiSquared.compute(tableSummary(table), { level: 0.95, contrasts: [] }))
  expect(small(fromArms([4, 10], [6, 10]))).toEqual([])
  expect(small(fromArms([4, 10], [5, 10]))).toEqual(['small_expected_count'])
})
