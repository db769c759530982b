import { describe, expect, test } from 'vitest'
import { asExtreme, enoughDraws, pOf, upperCritical } from '../../../src/statistics/randomisation/distribution.ts'

const values = Float64Array.from([-2, 0, 1, 1, 3, Number.NaN])
const probabilities = Float64Array.from([0.1, 0.2, 0.3, 0.1, 0.2, 0.1])

describe('as extreme', () => {
  test('is to be at least as large, to within rounding, or to have no value', () => {
    const extreme = (observed: number) => (value: number) => asExtreme(value, observed)
    expect([-3, 2, 2 * (1 - 1e-13), 1.999, Number.NaN, Number.POSITIVE_INFINITY].map(extreme(2))).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
    ])
    expect([-3, -2, -2 * (1 + 1e-13), 0].map(extreme(-2))).toEqual([false, true, true, true])
  })
})

describe('P', () => {
  test('of an enumerated distribution adds probabilities: of 2 or more, and of the one without a value', () => {
    expect(pOf({ values, probabilities }, 2)).toEqual({ pValue: expect.closeTo(0.3, 14), found: { dealings: 6 } })
    expect(pOf({ values, probabilities }, -2).pValue).toBe(1)
  })

  test('of draws counts the observed dealing as one more', () => {
    const { pValue, monteCarlo, found } = pOf({ values }, 2)
    expect(pValue).toBe(3 / 7)
    expect(monteCarlo).toEqual({ draws: 6, standardError: Math.sqrt(((3 / 7) * (4 / 7)) / 6) })
    expect(found).toEqual({ draws: 6, extreme: 2 })
    expect(pOf({ values: Float64Array.from([0, 0]) }, 2).pValue).toBe(1 / 3)
  })

  test('needs no more draws once a tenth of those promised were as extreme', () => {
    expect(enoughDraws(values, 2, 20)).toBe(true)
    expect(enoughDraws(values, 2, 21)).toBe(false)
  })
})

describe('the upper point', () => {
  test('is the largest value whose tail is above the level', () => {
    const all = Float64Array.from({ length: 99 }, (_, i) => i)
    // (1 + 98 - t + 1) / 100 above 0.05 first at t = 94: ranks 94 to 98 and the observed one are six.
    expect(upperCritical({ values: all }, 0.05)).toBe(94)
    expect(upperCritical({ values: all }, 0.009)).toBeUndefined()
    expect(upperCritical({ values: all }, 0.01)).toBe(98)
    const shares = Float64Array.from(all, () => 1 / 99)
    expect(upperCritical({ values: all, probabilities: shares }, 0.05)).toBe(94)
    expect(upperCritical({ values: all, probabilities: shares }, 0.01)).toBeUndefined()
  })

  test('dealings without a value push it out, and too many leave none', () => {
    expect(upperCritical({ values, probabilities }, 0.35)).toBe(1)
    expect(upperCritical({ values, probabilities }, 0.3)).toBe(1)
    expect(upperCritical({ values, probabilities }, 0.29)).toBeUndefined()
  })
})
