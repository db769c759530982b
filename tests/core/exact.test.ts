import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gcd, ratio, sumExactly } from '../../src/core/exact.ts'

describe('exact ratios', () => {
  it('are within one unit in the last place of the quotient of safe integers', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.maxSafeInteger().filter(n => n !== 0),
        (top, bottom) => {
          const expected = top / bottom
          expect(Math.abs(ratio(BigInt(top), BigInt(bottom)) - expected)).toBeLessThanOrEqual(
            Math.abs(expected) * 2 ** -52,
          )
        },
      ),
    )
  })

  it('hold beyond the range of doubles in numerator and denominator', () => {
    expect(ratio(10n ** 400n, 10n ** 399n)).toBe(10)
    expect(ratio(10n ** 20n, 3n * 10n ** 320n) / 1e-300).toBeCloseTo(1 / 3, 14)
    expect(ratio(-(10n ** 330n), 3n * 10n ** 330n)).toBeCloseTo(-1 / 3, 15)
    expect(ratio(0n, 10n ** 400n)).toBe(0)
  })

  it('divide by the greatest common divisor', () => {
    expect(gcd(18624n, 5906n)).toBe(2n)
    expect(gcd(0n, 7n)).toBe(7n)
  })

  it('add without rounding', () => {
    expect(sumExactly([2 ** 53, 1, 1n])).toBe(2n ** 53n + 2n)
  })
})
