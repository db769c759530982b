import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { count, penceAsPounds, percent, pounds, proportion, pValue } from '../../src/report/index.ts'

describe('numbers for people', () => {
  it('writes money as in the United Kingdom', () => {
    expect(pounds(5.94)).toBe('£5.94')
    expect(pounds(-141000, 0)).toBe('−£141,000')
    expect(pounds(-0.004)).toBe('£0.00')
    expect(penceAsPounds(593.5)).toBe('£5.94')
    expect(penceAsPounds(0.5)).toBe('£0.01')
    expect(penceAsPounds(-41250)).toBe('−£412.50')
    expect(penceAsPounds(1e21, 0)).toBe('£10,000,000,000,000,000,000')
  })

  it('writes shares and counts', () => {
    expect(count(5906)).toBe('5,906')
    expect(percent(1.34)).toBe('1.34%')
    // 79 of 5,906 is 1.33762…%, 22 of 6,718 is 0.32747…%.
    expect(proportion(79 / 5906)).toBe('1.34%')
    expect(proportion(22 / 6718)).toBe('0.33%')
    expect(proportion(0.01005)).toBe('1.01%')
  })

  it('turns pence into the pounds of exact arithmetic', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), pence => {
        const digits = (pence < 0 ? -BigInt(pence) : BigInt(pence)).toString().padStart(3, '0')
        const plain = penceAsPounds(pence).replace(/[£,−]/g, '')
        // A double holds 15 digits of pounds for sure.
        if (digits.length <= 15) expect(plain).toBe(`${digits.slice(0, -2)}.${digits.slice(-2)}`)
      }),
    )
  })
})

describe('P values', () => {
  it.each([
    [0.25735341, '= 0.26'],
    [0.2541, '= 0.25'],
    [0.0499, '= 0.050'],
    [0.0998, '= 0.10'],
    [0.00425, '= 0.0043'],
    [0.001, '= 0.0010'],
    [0.00099, '< 0.001'],
    [1e-300, '< 0.001'],
    [0, '< 0.001'],
    [0.994, '= 0.99'],
    [0.996, '> 0.99'],
    [1, '> 0.99'],
  ])('%d is "P %s"', (p, text) => {
    expect(pValue(p)).toBe(text)
  })

  it('can have three figures', () => {
    expect(pValue(0.25735341, 3)).toBe('= 0.257')
    expect(pValue(0.9999, 3)).toBe('> 0.999')
  })

  it('never reads as 0 or 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), p => {
        const [sign, digits] = pValue(p).split(' ')
        if (sign === '=') {
          expect(Number(digits)).toBeGreaterThan(0)
          expect(Number(digits)).toBeLessThan(1)
          expect(Math.abs(Number(digits) / p - 1)).toBeLessThan(0.051)
        }
      }),
    )
  })
})
