import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admits, admitsRange, printedNumber, roundAsPrinted } from '../../src/model/printed-number.ts'

describe('a printed number', () => {
  it('admits what rounds to it, halves either way', () => {
    const printed = printedNumber('1.34')
    expect(printed.lower).toBeCloseTo(1.335, 12)
    expect(printed.upper).toBeCloseTo(1.345, 12)
    expect([1.3349, 1.335, 1.34, 1.345, 1.3451].map(value => admits(printed, value))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  it('keeps the zeros of the print: 1.50 is narrower than 1.5', () => {
    expect(admits(printedNumber('1.50'), 1.54)).toBe(false)
    expect(admits(printedNumber('1.5'), 1.54)).toBe(true)
  })

  it('takes a step coarser than the last decimal', () => {
    const printed = printedNumber('156500', 500)
    expect([printed.lower, printed.upper]).toEqual([156250, 156750])
    expect(roundAsPrinted(printed, 156730)).toBe(156500)
    expect(roundAsPrinted(printed, 156750)).toBe(157000)
  })

  it('holds bounds strictly', () => {
    expect([0.999, 1, 1.001].map(value => admits(printedNumber('<1'), value))).toEqual([true, false, false])
    expect([59, 60, 61].map(value => admits(printedNumber('>60'), value))).toEqual([false, false, true])
  })

  it('says whether all, some or no values of a range print as it', () => {
    const printed = printedNumber('14')
    expect(admitsRange(printed, 13.69, 13.84)).toBe('all')
    expect(admitsRange(printed, 13.2, 13.84)).toBe('some')
    expect(admitsRange(printed, 12.1, 13.4)).toBe('none')
    expect(admitsRange(printed, 0, 100)).toBe('some')
    expect(admitsRange(printedNumber('<1'), 0.2, 0.9)).toBe('all')
    expect(admitsRange(printedNumber('<1'), 0.2, 1)).toBe('some')
    expect(admitsRange(printedNumber('<1'), 1, 2)).toBe('none')
  })

  it('admits every number at the decimals at which it is written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.integer({ min: 0, max: 4 }),
        (units, decimals) => {
          const value = units / 10 ** 5
          const printed = printedNumber(value.toFixed(decimals))
          expect(admits(printed, value)).toBe(true)
          expect(Math.abs(roundAsPrinted(printed, value) - value)).toBeLessThanOrEqual(printed.step / 2 + 1e-9)
        },
      ),
    )
  })
})
