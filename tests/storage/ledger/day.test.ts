import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateOfDay } from '../../../src/core/civil-date.ts'
import { type DatePattern, datePatterns } from '../../../src/model/ledger.ts'
import { readDay } from '../../../src/storage/ledger/day.ts'

const names = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

function written(date: string, pattern: DatePattern): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return pattern
    .replace('YYYY', year)
    .replace('MMM', names[Number(month) - 1] ?? '')
    .replace('MM', month)
    .replace('DD', day)
}

describe('a day of a ledger', () => {
  it('comes back from every pattern', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 100_000 }), fc.constantFrom(...datePatterns), (day, pattern) => {
        const date = dateOfDay(day)
        expect(readDay(written(date, pattern), pattern)).toBe(date)
        expect(readDay(written(date, pattern).toLowerCase(), pattern)).toBe(date)
      }),
    )
  })

  it.each<[string, DatePattern]>([
    ['31/02/2016', 'DD/MM/YYYY'],
    ['29/02/2015', 'DD/MM/YYYY'],
    ['12/31/2016', 'DD/MM/YYYY'],
    ['31/12/2016', 'MM/DD/YYYY'],
    ['1/2/2016', 'DD/MM/YYYY'],
    ['01/02/16', 'DD/MM/YYYY'],
    ['01-02-2016', 'DD/MM/YYYY'],
    ['2016-02-01', 'DD/MM/YYYY'],
    [' 01/02/2016', 'DD/MM/YYYY'],
    ['01/02/2016 10:00', 'DD/MM/YYYY'],
    ['00/01/2016', 'DD/MM/YYYY'],
    ['01/00/2016', 'DD/MM/YYYY'],
    ['01-Fbe-2016', 'DD-MMM-YYYY'],
    ['30-Feb-2016', 'DD-MMM-YYYY'],
    ['20160231', 'YYYYMMDD'],
    ['42401', 'YYYYMMDD'],
    ['', 'YYYY-MM-DD'],
  ])('%j is none as %s', (text, pattern) => {
    expect(readDay(text, pattern)).toBeUndefined()
  })
})
