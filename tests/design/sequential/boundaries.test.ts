import { describe, expect, it } from 'vitest'
import {
  classicalDesign,
  detectableDrift,
  fixedDrift,
  inflationFactor,
  obrienFlemingShape,
  operatingCharacteristics,
  pocockShape,
  spendingDesign,
} from '../../../src/design/sequential/index.ts'
import { normalQuantile } from '../../../src/numerics/index.ts'
import { hwangShihDeCaniSpending, kimDeMetsSpending } from '../../../src/statistics/sequential/spending.ts'
import { designOf, equalShares, near, referenceCases } from './reference.ts'

const sided = (sides: number) => (sides === 2 ? 'two' : 'one') as 'two' | 'one'
const twoSided = { alpha: 0.05, sides: 'two' } as const

describe('efficacy boundaries', () => {
  const reference = referenceCases<{ sides: number; alpha: number; z: (number | string)[] }>('boundaries')

  it.each(['OF', 'P', 'WT', 'asOF', 'asP', 'asKD', 'asHSD'])('%s: rpact to 1e-6', type => {
    const own = reference.filter(each => each.type === type)
    expect(own.length).toBeGreaterThan(10)
    for (const each of own) {
      const { looks } = designOf(each, { alpha: each.alpha, sides: sided(each.sides) })
      looks.forEach(({ efficacy }, at) => {
        // Where next to nothing is spent rpact's root is a little off.
        if (efficacy > 4.5) return
        expect(near(efficacy, Number(each.z[at])), JSON.stringify({ each, at, efficacy })).toBe(true)
      })
    }
  })

  it('twenty looks: a recursion by Simpson in R, to 1e-6', () => {
    const many = referenceCases<{ sides: number; alpha: number; z: number[] }>('many')
    expect(many.length).toBe(12)
    for (const each of many) {
      const { looks } = designOf(each, { alpha: each.alpha, sides: sided(each.sides) })
      expect(looks.length).toBe(20)
      looks.forEach(({ efficacy }, at) => {
        if (efficacy > 7) return
        expect(near(efficacy, each.z[at] ?? Number.NaN), JSON.stringify({ each, at, efficacy })).toBe(true)
      })
    }
  })

  it('the constants of Jennison and Turnbull (2000), tables 2.1 and 2.3, alpha 0.05', () => {
    const constants = (shape: number) =>
      [1, 2, 3, 4, 5, 10].map(k => classicalDesign(equalShares(k), twoSided, shape).looks.at(-1)?.efficacy.toFixed(3))
    expect(constants(pocockShape)).toEqual(['1.960', '2.178', '2.289', '2.361', '2.413', '2.555'])
    expect(constants(obrienFlemingShape)).toEqual(['1.960', '1.977', '2.004', '2.024', '2.040', '2.087'])
  })

  it('the inflation factors of Jennison and Turnbull (2000), tables 2.2 and 2.4, alpha 0.05, power 0.8 and 0.9', () => {
    const factors = (shape: number, power: number) =>
      [1, 2, 3, 4, 5, 10].map(k => {
        const design = classicalDesign(equalShares(k), twoSided, shape)
        return inflationFactor(twoSided, power, detectableDrift(design, power)).toFixed(3)
      })
    expect(factors(pocockShape, 0.8)).toEqual(['1.000', '1.110', '1.166', '1.202', '1.229', '1.301'])
    expect(factors(pocockShape, 0.9)).toEqual(['1.000', '1.100', '1.151', '1.183', '1.207', '1.271'])
    expect(factors(obrienFlemingShape, 0.8)).toEqual(['1.000', '1.008', '1.017', '1.024', '1.028', '1.040'])
    expect(factors(obrienFlemingShape, 0.9)).toEqual(['1.000', '1.007', '1.016', '1.022', '1.026', '1.037'])
  })

  it('families meet where they should: gamma 0 spends as rho 1, and one look is the fixed test', () => {
    const shares = [0.2, 0.7, 1]
    const zs = (design: ReturnType<typeof spendingDesign>) => design.looks.map(({ efficacy }) => efficacy)
    const even = zs(spendingDesign(shares, twoSided, hwangShihDeCaniSpending(0)))
    expect(even).toEqual(zs(spendingDesign(shares, twoSided, kimDeMetsSpending(1))))
    zs(spendingDesign(shares, twoSided, hwangShihDeCaniSpending(1e-9))).forEach((z, at) => {
      expect(z).toBeCloseTo(even[at] ?? 0, 8)
    })
    const fixed = -normalQuantile(0.025)
    expect(zs(spendingDesign([1], { alpha: 0.025, sides: 'one' }, kimDeMetsSpending(2)))[0]).toBeCloseTo(fixed, 12)
    expect(zs(classicalDesign([1], twoSided, pocockShape))[0]).toBeCloseTo(fixed, 12)
  })
})

describe('operating characteristics', () => {
  const reference = referenceCases<{ drift: number; inflation: number; above: number[] | null }>('inflation')

  it('inflation by rpact, and chances to stop at each look by mvtnorm, to 1e-6', () => {
    expect(reference.length).toBe(40)
    for (const each of reference) {
      const design = designOf(each, twoSided)
      const drift = detectableDrift(design, 0.9)
      expect(near(drift, each.drift), `${each.type} ${drift} ${each.drift}`).toBe(true)
      expect(near(inflationFactor(twoSided, 0.9, drift), each.inflation)).toBe(true)
      const { looks } = operatingCharacteristics(design, drift)
      each.above?.forEach((chance, at) => {
        expect(near(looks[at]?.efficacy ?? Number.NaN, chance), `${each.type} ${at}`).toBe(true)
      })
    }
  })

  it.each([2, 5, 20])('all that can happen at %i looks adds up to 1, and the error to alpha', count => {
    for (const sides of ['one', 'two'] as const) {
      const rejection = { alpha: 0.05, sides }
      for (const design of [
        classicalDesign(equalShares(count), rejection, 0.25),
        spendingDesign(equalShares(count), rejection, kimDeMetsSpending(2)),
      ]) {
        for (const drift of [0, 1.3, 3]) {
          const { looks, power, expectedShare } = operatingCharacteristics(design, drift)
          const all = looks.reduce((sum, { efficacy, futility, harm }) => sum + efficacy + futility + harm, 0)
          expect(all).toBeCloseTo(1, 12)
          const harm = looks.reduce((sum, look) => sum + look.harm, 0)
          if (drift === 0) expect(power + harm).toBeCloseTo(0.05, 10)
          if (drift === 0) expect(harm).toBeCloseTo(sides === 'two' ? 0.025 : 0, 10)
          expect(expectedShare).toBeLessThanOrEqual(1 + 1e-12)
        }
      }
    }
  })

  it('the fixed trial needs the sum of two quantiles', () => {
    expect(fixedDrift({ alpha: 0.025, sides: 'one' }, 0.8)).toBeCloseTo(
      -normalQuantile(0.025) + normalQuantile(0.8),
      12,
    )
  })
})
