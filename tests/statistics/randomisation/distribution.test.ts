import { describe, expect, test } from 'vitest'
import {
  asExtremeAs,
  drawsCaution,
  enoughDraws,
  pOf,
  upperCritical,
} from '../../../src/statistics/randomisation/distribution.ts'

const values = Float64Array.from([-2, 0, 1, 1, 3, Number.NaN])
const probabilities = Float64Array.from([0.1, 0.2, 0.3, 0.1, 0.2, 0.1])

describe('as extreme', () => {
  test('is to be at least as large, to within rounding, or to have no value', () => {
    const extreme = (observed: number) => asExtremeAs(observed, values)
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

describe('an observed 0 that terms which cancel left over', () => {
  const left = 1.3e-16
  const around0 = Float64Array.from([0, 0, 3, 0, 1, Number.POSITIVE_INFINITY])

  test('is 0 on the scale of the values, whether dealings were enumerated or drawn', () => {
    const shares = Float64Array.from(around0, () => 1 / 6)
    expect(pOf({ values: around0, probabilities: shares }, left).pValue).toBe(1)
    expect(pOf({ values: around0 }, left).pValue).toBe(1)
    expect(enoughDraws(around0, left, 60)).toBe(true)
  })

  test('is a value of its own where the values are as small', () => {
    const small = around0.map(value => value * left)
    expect(pOf({ values: small }, left).pValue).toBe(4 / 7)
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
    // The largest of them and the observed one are two of 100.
    expect(upperCritical({ values: all }, 0.01)).toBeUndefined()
    expect(upperCritical({ values: all }, 0.02)).toBe(97)
    const shares = Float64Array.from(all, () => 1 / 99)
    expect(upperCritical({ values: all, probabilities: shares }, 0.05)).toBe(94)
    expect(upperCritical({ values: all, probabilities: shares }, 0.01)).toBeUndefined()
  })

  test('dealings without a value push it out, and too many leave none', () => {
    expect(upperCritical({ values, probabilities }, 0.35)).toBe(1)
    expect(upperCritical({ values, probabilities }, 0.3)).toBe(1)
    expect(upperCritical({ values, probabilities }, 0.29)).toBeUndefined()
  })

  test('infinite ones push it out too, and are never the answer', () => {
    const infinite = values.map(value => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value))
    for (const tail of [0.35, 0.3, 0.29]) {
      expect(upperCritical({ values: infinite, probabilities }, tail)).toBe(
        upperCritical({ values, probabilities }, tail),
      )
    }
    const separated = Float64Array.from([Number.NEGATIVE_INFINITY, 0, 0, 0, 0, Number.POSITIVE_INFINITY])
    const sixths = Float64Array.from(separated, () => 1 / 6)
    expect(upperCritical({ values: separated, probabilities: sixths }, 0.025)).toBeUndefined()
    expect(upperCritical({ values: separated }, 0.025)).toBeUndefined()
    // All but 5 of 6 are infinitely far below.
    expect(upperCritical({ values: separated, probabilities: sixths }, 0.9)).toBeUndefined()
    expect(upperCritical({ values: separated.fill(Number.NEGATIVE_INFINITY) }, 0.5)).toBeUndefined()
  })

  test('a largest value that many draws share is not rare', () => {
    const coarse = Float64Array.from({ length: 999 }, (_, i) => (i < 100 ? 1 : 0))
    expect(upperCritical({ values: coarse }, 0.025)).toBeUndefined()
    expect(upperCritical({ values: coarse }, 0.2)).toBe(0)
  })
})

describe('the caution', () => {
  const monteCarlo = { draws: 40_000, standardError: 0.0021 }

  test('says how many draws P is from, and why they are fewer than promised', () => {
    expect(drawsCaution(monteCarlo, 100_000).detail).toBe(
      'P was estimated from 40,000 redrawn allocations (stopped early, as a tenth of 100,000 were as extreme); ' +
        'its standard error is 0.0021.',
    )
    for (const promised of [undefined, 40_000, 39_600]) {
      expect(drawsCaution(monteCarlo, promised).detail).toBe(
        'P was estimated from 40,000 redrawn allocations; its standard error is 0.0021.',
      )
    }
  })
})
