import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TrialError } from '../../src/core/errors.ts'
import type { Summary } from '../../src/model/summary.ts'
import {
  clopperPearson,
  clopperPearsonInterval,
  newcombeDifference,
  stratifiedDifferenceInProportions,
  waldInterval,
  wilson,
  wilsonInterval,
} from '../../src/statistics/index.ts'
import {
  agree,
  armEstimate,
  cautionsOf,
  contrast,
  countsOf,
  firstContrast,
  oracle,
  publishedPayers,
  reasonOf,
  resultOf,
  rResult,
} from '../support/analysis.ts'

const options = { level: 0.95, contrasts: [contrast('called', 'control')] }
const halfWidth = ({ lower, upper }: { lower: number; upper: number }) => (upper - lower) / 2

describe('intervals of one proportion', () => {
  test('the published half-widths: 0.293, 0.270 and 0.256 points', () => {
    const computation = waldInterval.compute(publishedPayers, options)
    const r = rResult<{ wald_half_pct: number[] }>('dwp.chisq.79-87-62').wald_half_pct
    const ours = publishedPayers.arms.map(arm => 100 * halfWidth(armEstimate(computation, arm).interval))
    expect(ours.every((value, index) => agree(value, r[index] ?? 0, 1e-12))).toBe(true)
    expect(ours.map(value => value.toFixed(3))).toEqual(['0.293', '0.270', '0.256'])
  })

  interface Case {
    x: number
    n: number
    exact: [number, number]
    wilson: [number, number]
    wald: [number, number]
  }
  // The stored R values of these cases have between 7 and 15 significant digits.
  test.each(oracle<{ cases: Case[] }>('binom-confint-r.json').cases)('R binom.confint, $x of $n', ({ x, n, ...r }) => {
    const exact = clopperPearson({ events: x, n }, 0.95)
    const score = wilson({ events: x, n }, 0.95)
    for (const [ours, theirs] of [
      [exact, r.exact],
      [score, r.wilson],
    ] as const) {
      expect(ours.lower).toBeCloseTo(theirs[0], 7)
      expect(ours.upper).toBeCloseTo(theirs[1], 7)
    }
    const wald = waldInterval.compute(countsOf({ called: [x, n] }), options)
    if (wald.status === 'computed') {
      expect(armEstimate(wald, 'called').interval.lower).toBeCloseTo(r.wald[0], 7)
      expect(armEstimate(wald, 'called').interval.upper).toBeCloseTo(r.wald[1], 7)
    }
  })

  test.each([
    [0, 10],
    [1, 10],
    [5, 10],
    [10, 10],
    [62, 6000],
    [1, 100_000],
    [19, 5906],
  ])('R, %i of %i', (x, n) => {
    const r = rResult<{ clopper_pearson: [number, number]; wilson: [number, number] }>(`small.binom.${x}.${n}`)
    const exact = clopperPearson({ events: x, n }, 0.95)
    const score = wilson({ events: x, n }, 0.95)
    // R's qbeta stops at about 1e-12; its Wilson limit at x = 0 is 3e-17 where ours is 0.
    expect(agree(exact.lower, r.clopper_pearson[0], 1e-11)).toBe(true)
    expect(agree(exact.upper, r.clopper_pearson[1], 1e-11)).toBe(true)
    expect(Math.abs(score.lower - r.wilson[0])).toBeLessThan(1e-15)
    expect(agree(score.upper, r.wilson[1], 1e-12)).toBe(true)
  })

  test.each(['tanf.ok', 'kl.arm', 'nsw'])('R on the counts of %s', id => {
    const { n, x } = rResult<{ n: Record<string, number>; x: Record<string, number> }>(`${id}.counts`)
    type Limits = [number, number][]
    const r = rResult<{ arms: string[]; wilson: Limits; clopper_pearson: Limits; wald: Limits }>(`${id}.propci`)
    const summary = countsOf(Object.fromEntries(Object.keys(n).map(arm => [arm, [x[arm] ?? 0, n[arm] ?? 0]])))
    for (const [method, limits] of [
      [wilsonInterval, r.wilson],
      [clopperPearsonInterval, r.clopper_pearson],
      [waldInterval, r.wald],
    ] as const) {
      r.arms.forEach((arm, index) => {
        const { interval } = armEstimate(method.compute(summary, options), arm)
        expect(agree(interval.lower, limits[index]?.[0] ?? 0, 1e-11)).toBe(true)
        expect(agree(interval.upper, limits[index]?.[1] ?? 0, 1e-11)).toBe(true)
      })
    }
  })

  const anyCount = fc.integer({ min: 1, max: 500 }).chain(n => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

  test('Wilson holds the estimate, mirrors, and lies inside Clopper-Pearson widened by nothing at the ends', () => {
    fc.assert(
      fc.property(anyCount, ([events, n]) => {
        const score = wilson({ events, n }, 0.95)
        const mirrored = wilson({ events: n - events, n }, 0.95)
        expect(score.lower).toBeLessThanOrEqual(events / n)
        expect(score.upper).toBeGreaterThanOrEqual(events / n)
        expect(Math.abs(mirrored.lower - (1 - score.upper))).toBeLessThan(1e-14)
        // Its limits are where the score test is exactly at the level.
        const z = (p: number) => Math.abs(events / n - p) / Math.sqrt((p * (1 - p)) / n)
        if (events > 0) expect(z(score.lower)).toBeCloseTo(1.959963984540054, 9)
        const exact = clopperPearson({ events, n }, 0.95)
        const mirroredExact = clopperPearson({ events: n - events, n }, 0.95)
        expect(Math.abs(mirroredExact.lower - (1 - exact.upper))).toBeLessThan(1e-12)
      }),
    )
  })

  test('one arm without an answer leaves the others', () => {
    const wald = waldInterval.compute(countsOf({ called: [3, 20], empty: [0, 0], control: [0, 20] }), options)
    const result = resultOf(wald)
    expect(result.estimates.map(({ arm }) => arm)).toEqual(['called'])
    expect(result.notEstimated.map(({ arm, reason }) => [arm, reason])).toEqual([
      ['empty', 'no_cases_in_arm'],
      ['control', 'zero_variance'],
    ])
    expect(cautionsOf(wald)).toEqual(['few_events'])
    expect(reasonOf(waldInterval.compute(countsOf({ called: [0, 5], control: [5, 5] }), options))).toBe('zero_variance')
    expect(reasonOf(wilsonInterval.compute(countsOf({ called: [0, 0] }), options))).toBe('no_cases_in_arm')
  })

  test('an outcome of several levels is refused', () => {
    const several: Summary<'counts'> = {
      ...publishedPayers,
      cells: [{ arm: 'control', stratum: 'all', data: { n: 3, missing: 0, events: { open: 1, refuses: 2 } } }],
    }
    for (const method of [
      waldInterval,
      wilsonInterval,
      clopperPearsonInterval,
      newcombeDifference,
      stratifiedDifferenceInProportions,
    ]) {
      expect(() => method.compute(several, options)).toThrow(TrialError)
      expect(() => method.compute(several, options)).toThrow('one level')
    }
  })
})

describe('Newcombe', () => {
  // Newcombe (1998), Table II, method 10.
  test.each([
    [56, 70, 48, 80, '0.0524', '0.3339'],
    [9, 10, 3, 10, '0.1705', '0.8090'],
    [6, 7, 2, 7, '0.0582', '0.8062'],
    [5, 56, 0, 29, '-0.0381', '0.1926'],
    [0, 10, 0, 20, '-0.1611', '0.2775'],
    [0, 10, 0, 10, '-0.2775', '0.2775'],
    [10, 10, 0, 20, '0.6791', '1.0000'],
    [10, 10, 0, 10, '0.6075', '1.0000'],
  ])('published example %i/%i - %i/%i', (x1, n1, x2, n2, lower, upper) => {
    const summary = countsOf({ called: [x1, n1], control: [x2, n2] })
    const { interval } = resultOf(firstContrast(newcombeDifference.compute(summary, options)))
    expect([interval.lower.toFixed(4), interval.upper.toFixed(4)]).toEqual([lower, upper])
  })

  test.each([
    ['tanf.ok.Open_Appt.vs.No_Letter.prop'],
    ['tanf.ok.Specific_Appt.vs.No_Letter.prop'],
    ['kl.arm.match1to1.vs.control.prop'],
    ['nsw.treated.vs.control.prop'],
  ])('R on %s: interval, and P of the score test', id => {
    type Prop = {
      x1: number
      n1: number
      x0: number
      n0: number
      diff: number
      X2: number
      p: number
      newcombe_ci: [number, number]
    }
    const r = rResult<Prop>(id)
    const summary = countsOf({ called: [r.x1, r.n1], control: [r.x0, r.n0] })
    const ours = resultOf(firstContrast(newcombeDifference.compute(summary, options)))
    expect(agree(ours.estimate, r.diff, 1e-13)).toBe(true)
    expect(agree((ours.statistic?.value ?? 0) ** 2, r.X2, 1e-11)).toBe(true)
    expect(agree(ours.pValue ?? 0, r.p, 1e-10)).toBe(true)
    expect(agree(ours.interval.lower, r.newcombe_ci[0], 1e-10)).toBe(true)
    expect(agree(ours.interval.upper, r.newcombe_ci[1], 1e-10)).toBe(true)
  })

  test.each([
    ['pwc_first', 'control', '0.30', '-0.09', '0.70', '0.12'],
    ['nrp_first', 'control', '0.26', '-0.12', '0.64', '0.17'],
    // R's prop.test limits give 0.4499; the plain Wald interval ends at 0.44.
    ['pwc_first', 'nrp_first', '0.04', '-0.36', '0.45', '0.83'],
  ])('the published trial, %s minus %s', (arm, against, estimate, lower, upper, p) => {
    const computation = newcombeDifference.compute(publishedPayers, {
      level: 0.95,
      contrasts: [contrast(arm, against)],
    })
    const ours = resultOf(firstContrast(computation))
    const points = (value: number) => (100 * value).toFixed(2)
    expect([points(ours.estimate), points(ours.interval.lower), points(ours.interval.upper)]).toEqual([
      estimate,
      lower,
      upper,
    ])
    expect(ours.pValue?.toFixed(2)).toBe(p)
  })

  test('no event at all: an interval, but no test', () => {
    const ours = resultOf(
      firstContrast(newcombeDifference.compute(countsOf({ called: [0, 10], control: [0, 20] }), options)),
    )
    expect(ours.statistic).toBeUndefined()
    expect(ours.pValue).toBeUndefined()
  })

  test('an empty arm undoes its own contrasts only', () => {
    const summary = countsOf({ called: [1, 10], empty: [0, 0], control: [2, 10] })
    const both = [contrast('empty', 'control'), contrast('called', 'empty'), contrast('called', 'control')]
    const { contrasts } = resultOf(newcombeDifference.compute(summary, { level: 0.95, contrasts: both }))
    expect(contrasts.map(({ computation }) => reasonOf(computation))).toEqual([
      'no_cases_in_arm',
      'no_cases_in_arm',
      'computed',
    ])
  })
})

type StratumCounts = Record<string, Record<string, readonly [number, number]>>
function stratified(strata: StratumCounts): Summary<'counts'> {
  const parts = Object.entries(strata).map(([stratum, arms]) => ({ stratum, summary: countsOf(arms) }))
  const [first] = parts
  if (first === undefined) throw new Error('no stratum')
  return {
    ...first.summary,
    cells: parts.flatMap(({ stratum, summary }) => summary.cells.map(cell => ({ ...cell, stratum }))),
  }
}
const inStrata = (strata: StratumCounts) =>
  firstContrast(stratifiedDifferenceInProportions.compute(stratified(strata), options))

describe('difference in proportions within strata', () => {
  test('by hand: weights are the strata shares of the sample, other arms included', () => {
    const ours = resultOf(
      inStrata({
        1993: { called: [10, 100], other: [5, 150], control: [5, 50] },
        2003: { called: [20, 40], other: [0, 30], control: [10, 30] },
      }),
    )
    // Weights 300/400 and 100/400; differences 0 and 1/6.
    expect(ours.estimate).toBeCloseTo(0.25 / 6, 14)
    const variance = 0.75 ** 2 * (0.09 / 100 + 0.09 / 50) + 0.25 ** 2 * (0.25 / 40 + 2 / 9 / 30)
    expect(ours.standardError).toBeCloseTo(Math.sqrt(variance), 14)
    // Pooled 15/150 and 30/70.
    const pooled = 0.75 ** 2 * 0.09 * (1 / 100 + 1 / 50) + 0.25 ** 2 * ((30 * 40) / 4900) * (1 / 40 + 1 / 30)
    expect(ours.statistic?.value).toBeCloseTo(0.25 / 6 / Math.sqrt(pooled), 12)
    const limits = [
      wilson({ events: 10, n: 100 }, 0.95),
      wilson({ events: 5, n: 50 }, 0.95),
      wilson({ events: 20, n: 40 }, 0.95),
      wilson({ events: 10, n: 30 }, 0.95),
    ] as const
    const below =
      0.75 ** 2 * ((0.1 - limits[0].lower) ** 2 + (limits[1].upper - 0.1) ** 2) +
      0.25 ** 2 * ((0.5 - limits[2].lower) ** 2 + (limits[3].upper - 1 / 3) ** 2)
    expect(ours.interval.lower).toBeCloseTo(0.25 / 6 - Math.sqrt(below), 14)
  })

  test('one stratum is Newcombe', () => {
    const arms = { called: [7, 60], control: [3, 50] } as const
    const one = resultOf(inStrata({ 1993: arms }))
    const whole = resultOf(firstContrast(newcombeDifference.compute(countsOf(arms), options)))
    expect(one.interval.lower).toBe(whole.interval.lower)
    expect(one.interval.upper).toBe(whole.interval.upper)
    expect(one.pValue).toBe(whole.pValue)
    expect(one.standardError).toBe(whole.standardError)
  })

  test('strata of one make-up give the difference of the whole, and swapping arms mirrors it', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 4 }), (x, y, times) => {
        const arms = { called: [x, 20], control: [y, 20] } as const
        const many = { called: [x * times, 20 * times], control: [y * times, 20 * times] } as const
        const ours = resultOf(inStrata({ a: arms, b: many }))
        expect(Math.abs(ours.estimate - (x - y) / 20)).toBeLessThan(1e-15)
        const swapped = resultOf(
          inStrata({
            a: { called: arms.control, control: arms.called },
            b: { called: many.control, control: many.called },
          }),
        )
        expect(Math.abs(swapped.interval.lower + ours.interval.upper)).toBeLessThan(1e-15)
        expect(Math.abs((swapped.pValue ?? 1) - (ours.pValue ?? 1))).toBeLessThan(1e-15)
      }),
    )
  })

  test('a stratum without one of the arms', () => {
    const strata = {
      1993: { called: [1, 10], other: [1, 5], control: [2, 10] },
      2003: { called: [1, 10], other: [1, 5] },
    } as const
    const lacking = inStrata({ ...strata })
    expect(reasonOf(lacking)).toBe('stratum_not_in_every_arm')
    expect(lacking.status === 'undefined' && lacking.detail).toContain('2003')
  })
})
