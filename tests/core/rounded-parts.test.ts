import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundDecimal } from '../../src/core/decimal-text.ts'
import { InternalError } from '../../src/core/errors.ts'
import { roundedParts } from '../../src/core/rounded-parts.ts'

describe('parts that add up as shown', () => {
  test('the unit that rounding each would lose goes where most was cut off', () => {
    expect(roundedParts(2.005, [1.137, 0.868], 2)).toEqual([1.14, 0.87])
    expect(roundedParts(1, [0.004, 0.496, 0.5], 2)).toEqual([0, 0.5, 0.5])
    expect(roundedParts(-1.5, [-2.75, 1.25], 0)).toEqual([-3, 1])
    expect(roundedParts(3, [1.5, 1.5], 0)).toEqual([2, 1])
  })

  test('the parts of the published differences, in pence', () => {
    expect(roundedParts(187, [127.4884987158971, 59.51150128410291], 0)).toEqual([127, 60])
    expect(roundedParts(200, [112.86727809191436, 87.13272190808564], 0)).toEqual([113, 87])
  })

  test('always adds up, and no part is a unit away from itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e7, max: 1e7 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 2 }),
        (thousandths, decimals) => {
          const parts = thousandths.map(value => value / 1000)
          const total = thousandths.reduce((sum, value) => sum + value, 0) / 1000
          const rounded = roundedParts(total, parts, decimals)
          const scale = 10 ** decimals
          const sum = rounded.reduce((all, part) => all + Math.round(part * scale), 0)
          return (
            sum === Math.round(roundDecimal(total, decimals) * scale) &&
            rounded.every((part, index) => Math.abs(part - (parts[index] ?? 0)) * scale < 1 + 1e-6)
          )
        },
      ),
    )
  })

  test('refuses parts of something else', () => {
    expect(() => roundedParts(5, [1, 2], 0)).toThrow(InternalError)
    expect(() => roundedParts(1, [1, 2], 0)).toThrow(InternalError)
  })
})
