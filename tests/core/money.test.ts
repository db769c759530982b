import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePounds, penceToPounds } from '../../src/core/money.ts'

describe('pounds', () => {
  it('are read as whole pence', () => {
    const read = ['0', '3', '412.5', '412.50', '-0.01', '0.10', '90071992547409.91'].map(parsePounds)
    expect(read).toEqual([0, 300, 41250, 41250, -1, 10, 9007199254740991])
  })

  it('are refused in any other form', () => {
    const refused = [
      '12.505',
      '1e3',
      '1,000',
      '£5',
      ' 5',
      '5 ',
      '05',
      '.5',
      '5.',
      '--5',
      '',
      'NaN',
      '٣',
      '90071992547409.92',
    ]
    expect(refused.map(parsePounds)).toEqual(refused.map(() => undefined))
  })

  it('are written as they are read', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), pence => {
        expect(parsePounds(penceToPounds(pence))).toBe(pence === 0 ? 0 : pence)
      }),
    )
    expect(penceToPounds(-5n)).toBe('-0.05')
    expect(Object.is(parsePounds('-0'), 0)).toBe(true)
  })
})
