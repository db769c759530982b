import { describe, expect, it } from 'vitest'
import { looksOf } from '../../../src/design/sequential/design.ts'
import {
  driftOfFutility,
  futilityDesign,
  inflationFactor,
  operatingCharacteristics,
} from '../../../src/design/sequential/index.ts'
import { sequentialNormal } from '../../../src/numerics/index.ts'
import { obrienFlemingSpending, pocockSpending } from '../../../src/statistics/sequential/spending.ts'
import { near, referenceCases, spendingNamed } from './reference.ts'

interface FutilityCase {
  betaType: string
  betaParameter: number | null
  binding: boolean
  alpha: number
  beta: number
  z: number[]
  /** One number where there is one look before the end. */
  futility: number | number[]
  drift: number
  inflation: number
  efficacyChances: number[]
  futilityChances: number | number[]
  expected: number
  expectedUnderNone: number
}

const setting = (each: ReturnType<typeof referenceCases<FutilityCase>>[number]) => ({
  efficacy: { alpha: each.alpha, spending: spendingNamed(each.type, each.parameter) },
  futility: {
    spending: spendingNamed(each.betaType, each.betaParameter),
    beta: each.beta,
    binding: each.binding,
  },
})

describe('futility by spending beta', () => {
  const reference = referenceCases<FutilityCase>('futility')

  it.each([true, false])('binding %s: rpact to 1e-6, boundaries, inflation and chances', binding => {
    const own = reference.filter(each => each.binding === binding)
    expect(own.length).toBeGreaterThan(40)
    for (const each of own) {
      const { efficacy, futility } = setting(each)
      const drift = driftOfFutility(each.shares, efficacy, futility)
      const design = futilityDesign(each.shares, efficacy, futility, drift)
      const where = `${each.type} ${each.betaType} ${each.beta} ${each.shares}`
      expect(near(drift, each.drift), `${where} ${drift} ${each.drift}`).toBe(true)
      expect(near(inflationFactor({ alpha: each.alpha, sides: 'one' }, 1 - each.beta, drift), each.inflation)).toBe(
        true,
      )
      const chances = operatingCharacteristics(design, drift)
      const none = operatingCharacteristics(design, 0)
      const lowest = [each.futility].flat()
      const stopped = [each.futilityChances].flat()
      design.looks.forEach((look, at) => {
        // Where next to nothing is spent rpact's root is a little off.
        if (look.efficacy < 4.5) expect(near(look.efficacy, each.z[at] ?? Number.NaN), where).toBe(true)
        expect(near(chances.looks[at]?.efficacy ?? Number.NaN, each.efficacyChances[at] ?? Number.NaN), where).toBe(
          true,
        )
        if (at === design.looks.length - 1) return
        if (look.futility > -4.5) {
          expect(near(look.futility, lowest[at] ?? Number.NaN), `${where} ${at}`).toBe(true)
          expect(near(chances.looks[at]?.futility ?? Number.NaN, stopped[at] ?? Number.NaN), where).toBe(true)
        }
      })
      // rpact's expected cases are over those of the trial without looks.
      expect(near(chances.expectedShare * each.inflation, each.expected), where).toBe(true)
      expect(near(none.expectedShare * each.inflation, each.expectedUnderNone), where).toBe(true)
    }
  })

  const shares = [0.25, 0.5, 0.75, 1]
  const efficacy = { alpha: 0.025, spending: obrienFlemingSpending }

  it('binding: the error is alpha if futility is obeyed; not binding: if it is not', () => {
    for (const binding of [true, false]) {
      const futility = { spending: pocockSpending, beta: 0.2, binding }
      const design = futilityDesign(shares, efficacy, futility, driftOfFutility(shares, efficacy, futility))
      const { above } = sequentialNormal(looksOf(design, binding))
      expect(above.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(0.025, 10)
      const obeyed = operatingCharacteristics(design, 0).power
      if (binding) expect(obeyed).toBeCloseTo(0.025, 10)
      else expect(obeyed).toBeLessThan(0.0249)
    }
  })

  it('a trial that could see much less stops as soon as the effect is ruled out, and keeps beta', () => {
    const futility = { spending: pocockSpending, beta: 0.2, binding: false }
    const design = futilityDesign(shares, efficacy, futility, 18)
    const { power, looks } = operatingCharacteristics(design, 18)
    expect(power).toBeGreaterThanOrEqual(0.8)
    expect(design.looks.every(look => look.futility <= look.efficacy)).toBe(true)
    expect(looks.reduce((sum, look) => sum + look.futility, 0)).toBeLessThanOrEqual(0.2 + 1e-12)
  })
})
