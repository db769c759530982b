import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Computation } from '../../src/model/method.ts'
import type { GroupEffect, Heterogeneity } from '../../src/model/subgroup-results.ts'
import { effectHeterogeneity } from '../../src/statistics/heterogeneity.ts'
import { applyMethod, methods } from '../../src/statistics/index.ts'
import { contrast, oracle, summaryFor } from '../support/analysis.ts'
import { columnFor, standardRows } from '../support/any-method.ts'

const effect = (estimate: number, standardError: number): GroupEffect => ({ estimate, standardError })

function resultOf(computation: Computation<Heterogeneity>): Heterogeneity {
  if (computation.status === 'undefined') throw new Error(computation.detail)
  return computation.result
}
type Checked = Heterogeneity & { intermediates: { weights: readonly number[]; commonEffect: GroupEffect } }
const heterogeneity = (...effects: GroupEffect[]) => resultOf(effectHeterogeneity(effects, 0.95)) as Checked

/** Equal but for rounding; of a Q of effects that are alike, which is not quite 0 in R. */
const near = (value: number, expected: number, share = 1e-12, rest = 0) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(share * Math.abs(expected) + rest)

describe('the test of interaction', () => {
  const { effects } = oracle<{
    effects: Record<
      string,
      { d: number[]; se: number[]; q: number; df: number; p: number; common: number; seCommon: number | null }
    >
  }>('heterogeneity.json')

  test.each(Object.entries(effects))(
    '%s: Q, its P and the common effect are those of weighted regression in R',
    (name, r) => {
      const found = heterogeneity(...r.d.map((estimate, at) => effect(estimate, r.se[at] ?? 0)))
      // R works with the residuals of 1e6: it keeps ten digits of them.
      const share = name === 'far' ? 1e-9 : 1e-12
      near(found.statistic.value, r.q, share, 1e-28)
      expect(found.degreesOfFreedom).toBe(r.df)
      near(found.pValue, r.p, share, 1e-13)
      near(found.intermediates.commonEffect.estimate, r.common)
      if (r.seCommon !== null) near(found.intermediates.commonEffect.standardError, r.seCommon, share)
    },
  )

  it('is by hand: effects of 1, 3 and 8 with variances of 1, 1 and 4', () => {
    // weights 1, 1, 1/4; mean (1 + 3 + 2) / 2.25 = 8/3; Q = 25/9 + 1/9 + 64/9 = 10
    const found = heterogeneity(effect(1, 1), effect(3, 1), effect(8, 2))
    expect(found.intermediates.weights).toEqual([1, 1, 0.25])
    near(found.intermediates.commonEffect.estimate, 8 / 3)
    near(found.intermediates.commonEffect.standardError, 2 / 3)
    near(found.statistic.value, 10)
    // Of two degrees of freedom the tail is exp(-Q / 2).
    near(found.pValue, Math.exp(-5))
    expect(found.difference).toBeUndefined()
  })

  it('of two groups is the square of z of the difference, whose interval has its critical value', () => {
    const found = heterogeneity(effect(2, 3), effect(12, 4))
    expect(found.difference).toMatchObject({ estimate: 10, standardError: 5 })
    expect(found.statistic.value).toBeCloseTo(4, 13)
    near(found.difference?.interval.lower ?? 0, 10 - 1.959963984540054 * 5)
    near(found.difference?.interval.upper ?? 0, 10 + 1.959963984540054 * 5)
    // P of |z| = 2
    near(found.pValue, 0.04550026389635842)
  })

  it('is exactly 0 with P 1 where effects are alike', () => {
    const found = heterogeneity(effect(0.1, 0.3), effect(0.1, 0.7), effect(0.1, 1.1))
    expect([found.statistic.value, found.pValue]).toEqual([0, 1])
  })

  it('says that there is none where an effect has no variance', () => {
    expect(effectHeterogeneity([effect(1, 0), effect(2, 1)], 0.95)).toMatchObject({
      status: 'undefined',
      reason: 'zero_variance',
    })
    expect(() => effectHeterogeneity([effect(1, 1)], 0.95)).toThrow(/set against each other/)
  })
})

describe('its properties', () => {
  const one = fc.record({
    estimate: fc.double({ min: -1000, max: 1000, noNaN: true }),
    standardError: fc.double({ min: 0.01, max: 100, noNaN: true }),
  })
  const several = fc.array(one, { minLength: 2, maxLength: 7 })
  // What rounding of estimates up to 1000 can do to a Q by standard errors of 0.01.
  const alike = (a: Heterogeneity, b: Heterogeneity) => near(a.statistic.value, b.statistic.value, 1e-10, 1e-10)

  it('neither the order of groups nor a shift of all effects changes it', () => {
    fc.assert(
      fc.property(several, fc.double({ min: -10, max: 10, noNaN: true }), (effects, by) => {
        const found = heterogeneity(...effects)
        alike(heterogeneity(...effects.toReversed()), found)
        const shifted = effects.map(({ estimate, standardError }) => effect(estimate + by, standardError))
        near(heterogeneity(...shifted).statistic.value, found.statistic.value, 1e-7, 1e-6)
      }),
    )
  })

  it('the unit of the outcome does not change it, and swapping arms turns the difference round', () => {
    fc.assert(
      fc.property(several, fc.constantFrom(0.01, 100, 2 ** 20), (effects, unit) => {
        const found = heterogeneity(...effects)
        alike(heterogeneity(...effects.map(each => effect(each.estimate * unit, each.standardError * unit))), found)
        alike(heterogeneity(...effects.map(each => effect(-each.estimate, each.standardError))), found)
      }),
    )
    const [there, back] = [heterogeneity(effect(1, 2), effect(4, 3)), heterogeneity(effect(4, 3), effect(1, 2))]
    expect(there.difference?.estimate).toBe(3)
    expect(back.difference?.estimate).toBe(-3)
    expect(back.difference?.interval.lower).toBe(-(there.difference?.interval.upper ?? 0))
  })

  it('groups with one effect that are merged by their weights leave Q, with a degree of freedom less', () => {
    fc.assert(
      fc.property(
        several,
        one,
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (effects, { estimate, standardError }, other) => {
          const apart = heterogeneity(...effects, effect(estimate, standardError), effect(estimate, other))
          const merged = effect(estimate, 1 / Math.sqrt(1 / standardError ** 2 + 1 / other ** 2))
          const together = heterogeneity(...effects, merged)
          near(together.statistic.value, apart.statistic.value, 1e-9, 1e-9)
          expect(together.degreesOfFreedom).toBe(apart.degreesOfFreedom - 1)
        },
      ),
    )
  })

  it('is the weighted sum of squares about the common effect', () => {
    fc.assert(
      fc.property(several, effects => {
        const { statistic, intermediates } = heterogeneity(...effects)
        const { weights, commonEffect } = intermediates
        const sum = effects.reduce(
          (total, { estimate }, at) => total + (weights[at] ?? 0) * (estimate - commonEffect.estimate) ** 2,
          0,
        )
        near(sum, statistic.value, 1e-6, 1e-6)
      }),
    )
  })
})

describe.each(methods.all.filter(({ comparable }) => comparable))('$id', method => {
  it('gives what subgroups are set against each other by: differences with standard errors', () => {
    expect(method.pValues).toBe('each_contrast')
    expect([method.simultaneous, method.resampling, method.designBased]).toEqual([undefined, undefined, undefined])
    const options = { level: 0.95, contrasts: [contrast('called', 'control')], cap: 500 }
    const computation = applyMethod(method, summaryFor(method, columnFor(method, standardRows)), options)
    if (computation.status === 'undefined' || computation.result.kind !== 'contrasts') throw new Error('no contrasts')
    expect(['difference', 'time_difference']).toContain(computation.result.measure)
    const [first] = computation.result.contrasts
    if (first?.computation.status !== 'computed') throw new Error('no estimate')
    expect(first.computation.result.standardError).toBeGreaterThan(0)
  })
})
