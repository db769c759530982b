import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decimalText, roundDecimal } from '../../src/core/decimal-text.ts'

describe('decimalText', () => {
  // Worked by hand from the rule: half away from zero on the digits that the number prints.
  it.each([
    [1.005, 2, '1.01'],
    [2.675, 2, '2.68'],
    [-0.5, 0, '−1'],
    [0.4999999999999999, 0, '0'],
    [-0.004, 2, '0.00'],
    [-0, 1, '0.0'],
    [1234567.895, 2, '1,234,567.90'],
    [-141000, 0, '−141,000'],
    [999.995, 2, '1,000.00'],
    [1e21, 0, '1,000,000,000,000,000,000,000'],
    [1.5e-7, 7, '0.0000002'],
    [1.25e21, 1, '1,250,000,000,000,000,000,000.0'],
    [5e-324, 2, '0.00'],
  ])('%d at %d decimals is %s', (value, decimals, text) => {
    expect(decimalText(value, decimals)).toBe(text)
  })

  it('is nearest to the number, and odd in it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, decimals) => {
          const text = decimalText(value, decimals)
          const read = Number(text.replace('−', '-').replaceAll(',', ''))
          expect(read).toBe(roundDecimal(value, decimals))
          // Half a unit of the last decimal, and the spacing of doubles at 1e9.
          expect(Math.abs(read - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 2e-7)
          expect(decimalText(-value, decimals).replace('−', '')).toBe(text.replace('−', ''))
        },
      ),
    )
  })

  it('refuses what has no digits', () => {
    expect(() => decimalText(Number.NaN, 2)).toThrow('NaN has no decimal text')
    expect(() => roundDecimal(Number.POSITIVE_INFINITY, 2)).toThrow('no decimal text')
  })
})
