import { describe, expect, it } from 'vitest'
import {
  chanceToFindAny,
  classicalDesign,
  detectableDrift,
  driftOfFutility,
  fixedDrift,
  futilityDesign,
  inflationFactor,
  obrienFlemingShape,
  operatingCharacteristics,
  pocockShape,
  spendingDesign,
} from '../../../src/design/sequential/index.ts'
import { dunnettUpperQuantile, normalQuantile, startArms } from '../../../src/numerics/index.ts'
import {
  kimDeMetsSpending,
  obrienFlemingSpending,
  pocockSpending,
} from '../../../src/statistics/sequential/spending.ts'

const half = Math.SQRT1_2
const rejection = { alpha: 0.05, sides: 'two', loadings: [half, half] } as const

describe('arms that are judged together at looks', () => {
  it('spend alpha as the function says, over arms and looks', () => {
    const shares = [0.3, 0.6, 1]
    for (const sides of ['one', 'two'] as const) {
      const design = spendingDesign(shares, { ...rejection, sides }, kimDeMetsSpending(2))
      let sequence = startArms(shares, rejection.loadings, sides)
      design.looks.forEach(({ share, efficacy }, look) => {
        const before = shares[look - 1] ?? 0
        expect(sequence.exitAny(efficacy), `${sides} ${share}`).toBeCloseTo(0.05 * (share ** 2 - before ** 2), 9)
        sequence = sequence.continueWithin(efficacy)
      })
      expect(chanceToFindAny(design, [0, 0])).toBeCloseTo(0.05, 8)
    }
  })

  it("at one look are Dunnett's, with his critical value", () => {
    // Dunnett, Biometrics 20 (1964) 482-491, two arms and infinitely many degrees of freedom: 2.21 two-sided; (1955): 1.92 one-sided
    const critical = (sides: 'one' | 'two') =>
      spendingDesign([1], { ...rejection, sides }, pocockSpending).looks[0]?.efficacy ?? Number.NaN
    expect(critical('two').toFixed(2)).toBe('2.21')
    expect(critical('one').toFixed(2)).toBe('1.92')
    for (const loadings of [
      [0.6, 0.8],
      [half, half, half, half],
    ]) {
      const [look] = classicalDesign([1], { ...rejection, loadings }, pocockShape).looks
      const dunnett = dunnettUpperQuantile(0.05, loadings, Number.POSITIVE_INFINITY, 'two')
      expect(look?.efficacy).toBeCloseTo(dunnett, 7)
    }
  })

  it('classical boundaries keep their shape and the level', () => {
    for (const shape of [obrienFlemingShape, 0.2, pocockShape]) {
      const design = classicalDesign([0.25, 0.5, 1], rejection, shape)
      expect(chanceToFindAny(design, [0, 0])).toBeCloseTo(0.05, 9)
      const constants = design.looks.map(({ share, efficacy }) => efficacy / share ** (shape - 0.5))
      for (const constant of constants) expect(constant).toBeCloseTo(constants[0] ?? Number.NaN, 12)
    }
  })

  it('lie between those of one arm and those of half the level', () => {
    const shares = [0.25, 0.5, 0.75, 1]
    const zOf = (alpha: number, loadings?: readonly number[]) =>
      spendingDesign(shares, { alpha, sides: 'two', ...(loadings && { loadings }) }, obrienFlemingSpending).looks
    const [one, together, bonferroni] = [zOf(0.05), zOf(0.05, [half, half]), zOf(0.025)]
    together.slice(1).forEach(({ efficacy }, at) => {
      expect(efficacy).toBeGreaterThan(one[at + 1]?.efficacy ?? Number.NaN)
      expect(efficacy).toBeLessThan(bonferroni[at + 1]?.efficacy ?? Number.NaN)
    })
    expect(zOf(0.05, [half])).toEqual(one)
  })

  it('find an arm with the chance of its own boundary, and one of two more often', () => {
    const design = spendingDesign([0.5, 1], rejection, pocockSpending)
    const drift = detectableDrift(design, 0.8)
    const { power } = operatingCharacteristics(design, drift)
    expect(power).toBeCloseTo(0.8, 10)
    const any = chanceToFindAny(design, [drift, drift])
    expect(any).toBeGreaterThan(power)
    expect(any).toBeLessThan(1 - (1 - power) ** 2)
    // The other arm, without an effect, is found now and then.
    expect(chanceToFindAny(design, [drift, 0])).toBeGreaterThan(power)
    expect(fixedDrift(rejection, 0.8)).toBeCloseTo(
      dunnettUpperQuantile(0.05, rejection.loadings, Number.POSITIVE_INFINITY, 'two') + normalQuantile(0.8),
      12,
    )
    expect(inflationFactor(rejection, 0.8, drift)).toBeGreaterThan(1)
  })

  it('stop for futility one by one, with the joint boundaries unmoved', () => {
    const shares = [0.5, 1]
    const upper = { ...rejection, sides: 'one', alpha: 0.025 } as const
    const boundaries = spendingDesign(shares, upper, pocockSpending).looks.map(({ efficacy }) => efficacy)
    const efficacy = { alpha: 0.025, spending: pocockSpending, together: { loadings: rejection.loadings, boundaries } }
    const futility = { spending: pocockSpending, beta: 0.2, binding: false }
    const drift = driftOfFutility(shares, efficacy, futility)
    const design = futilityDesign(shares, efficacy, futility, drift)
    expect(design.looks.map(look => look.efficacy)).toEqual(boundaries)
    expect(operatingCharacteristics(design, drift).power).toBeCloseTo(0.8, 10)
    expect(chanceToFindAny(design, [0, 0])).toBeCloseTo(0.025, 8)
    expect(() => futilityDesign(shares, efficacy, { ...futility, binding: true }, drift)).toThrow('binding')
  })
})
