import { describe, expect, it } from 'vitest'
import {
  conditionalPower,
  driftAfter,
  operatingCharacteristics,
  predictivePower,
  spendingDesign,
} from '../../../src/design/sequential/index.ts'
import { integrateAdaptively, normalCdf, normalPdf, normalUpperTail } from '../../../src/numerics/index.ts'
import { pocockSpending } from '../../../src/statistics/sequential/spending.ts'
import { designOf, near, referenceCases } from './reference.ts'

const oneSided = { alpha: 0.025, sides: 'one' } as const

describe('conditional power', () => {
  it('is mvtnorm to 1e-6', () => {
    const reference = referenceCases<{ look: number; z: number; drift: number; power: number }>('conditional')
    expect(reference.length).toBeGreaterThan(30)
    for (const each of reference) {
      const design = designOf({ ...each, type: 'asP', parameter: null }, { alpha: 0.05, sides: 'two' })
      const power = conditionalPower(design, { look: each.look, z: each.z }, each.drift)
      expect(near(power, each.power), JSON.stringify({ each, power })).toBe(true)
    }
  })

  it('averages over the Z of the look to the power of the design', () => {
    const design = spendingDesign([0.3, 0.6, 1], oneSided, pocockSpending)
    const [first] = design.looks
    const bound = first?.efficacy ?? 0
    for (const drift of [0, 2.9]) {
      const middle = drift * Math.sqrt(0.3)
      const gone = integrateAdaptively(
        z => normalPdf(z - middle) * conditionalPower(design, { look: 1, z }, drift),
        -8,
        bound,
        1e-11,
      )
      const { power } = operatingCharacteristics(design, drift)
      expect(gone + normalUpperTail(bound - middle)).toBeCloseTo(power, 9)
    }
  })

  it('is refused after the last look', () => {
    const design = spendingDesign([0.5, 1], oneSided, pocockSpending)
    for (const look of [0, 2, 1.5]) expect(() => conditionalPower(design, { look, z: 1 }, 0)).toThrow(RangeError)
  })
})

describe('predictive power', () => {
  const design = spendingDesign([0.4, 1], oneSided, pocockSpending)
  const critical = design.looks[1]?.efficacy ?? 0

  it('is the closed form with one look left: flat and normal prior', () => {
    for (const z of [-1, 0.7, 1.9]) {
      // Given z the score at the end is normal about mean; its variance is that of the drift and that of the rest.
      for (const prior of ['flat', { mean: 2, standardDeviation: 1.5 }] as const) {
        const { mean, standardDeviation } = driftAfter(design, { look: 1, z }, prior)
        const spread = Math.sqrt(0.6 + (0.6 * standardDeviation) ** 2)
        const expected = normalCdf((z * Math.sqrt(0.4) + 0.6 * mean - critical) / spread)
        expect(predictivePower(design, { look: 1, z }, prior)).toBeCloseTo(expected, 11)
      }
    }
  })

  it('is conditional power where the prior knows the effect, and the flat one where it knows nothing', () => {
    const result = { look: 1, z: 1.2 }
    const known = predictivePower(design, result, { mean: 2.5, standardDeviation: 1e-7 })
    expect(known).toBeCloseTo(conditionalPower(design, result, 2.5), 6)
    const vague = predictivePower(design, result, { mean: 2.5, standardDeviation: 1e6 })
    expect(vague).toBeCloseTo(predictivePower(design, result), 9)
  })
})
