import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { penceToPounds } from '../../../src/core/money.ts'
import { amountExpectation, readLedgerAmount } from '../../../src/storage/ledger/amount.ts'

const british = { thousands: ',', decimal: '.' } as const
const german = { thousands: '.', decimal: ',' } as const
const plain = { decimal: '.' } as const

describe('an amount of a ledger', () => {
  it('comes back with thousands separated or not, by the separators of any country', () => {
    const separators = fc.constantFrom(
      british,
      german,
      { thousands: "'", decimal: '.' } as const,
      {
        thousands: ' ',
        decimal: ',',
      } as const,
    )
    fc.assert(
      fc.property(fc.maxSafeInteger(), separators, (pence, writing) => {
        const [whole = '', decimals = ''] = penceToPounds(pence).split('.')
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, writing.thousands)
        expect(readLedgerAmount(`${grouped}${writing.decimal}${decimals}`, writing)).toBe(pence + 0)
        expect(readLedgerAmount(`${whole}${writing.decimal}${decimals}`, writing)).toBe(pence + 0)
      }),
    )
  })

  it.each([
    ['12', plain, 1200],
    ['12.5', plain, 1250],
    ['-0.00', plain, 0],
    ['007.10', plain, 710],
    ['1.234', german, 123400],
    ['1,234', british, 123400],
  ] as const)('%s is %j: %i pence', (text, writing, pence) => {
    expect(readLedgerAmount(text, writing)).toBe(pence)
  })

  it.each([
    ['12.505', british],
    ['1,23', british],
    ['12,34.50', british],
    ['1,2345', british],
    [',123', british],
    ['1,,234', british],
    ['1.234,56', british],
    ['1,234.56', german],
    ['1,234.56', plain],
    ['1234,56', plain],
    ['£12.50', british],
    ['12.50-', british],
    ['(12.50)', british],
    ['+12.50', british],
    ['--1', british],
    ['1e3', british],
    ['12.', british],
    ['.50', british],
    ['', british],
    ['-', british],
    ['12.50 CR', british],
    ['٣', british],
    ['999999999999999999', british],
    ['NaN', plain],
  ] as const)('%s is none as %j', (text, writing) => {
    expect(readLedgerAmount(text, writing)).toBeUndefined()
  })

  it('says what it must look like', () => {
    expect(amountExpectation(british)).toBe(
      'pounds as 1,234.56, with at most 2 decimals and "," between thousands or none',
    )
    expect(amountExpectation(plain)).toBe('pounds as 1234.56, with at most 2 decimals and no separator of thousands')
  })
})
