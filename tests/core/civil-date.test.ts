import { describe, expect, it } from 'vitest'
import {
  civilDateOf,
  dateAfter,
  dateBefore,
  dateOfDay,
  daysOf,
  isCivilDate,
  isInstant,
} from '../../src/core/civil-date.ts'

describe('civil dates', () => {
  it('are real days', () => {
    expect(['2016-02-29', '2000-02-29', '2015-12-31'].every(isCivilDate)).toBe(true)
    const none = ['2015-02-29', '1900-02-29', '2016-13-01', '2016-00-10', '2016-1-1', '2016-01-01T00:00:00Z', '']
    expect(none.some(isCivilDate)).toBe(false)
  })

  it('count months to the last day of a shorter month, then days', () => {
    expect(dateBefore('2015-05-31', { months: 3 })).toBe('2015-02-28')
    expect(dateBefore('2016-05-31', { months: 3 })).toBe('2016-02-29')
    expect(dateBefore('2015-10-01', { months: 3 })).toBe('2015-07-01')
    expect(dateBefore('2016-01-01', { days: 1 })).toBe('2015-12-31')
    expect(dateAfter('2015-11-30', { months: 3, days: 1 })).toBe('2016-03-01')
    expect(dateAfter('2015-12-15', { months: 14 })).toBe('2017-02-15')
  })

  it('are counted in the time zone, across the change of the clocks', () => {
    // British Summer Time ended on 25 October 2015, and began on 27 March 2016.
    expect(civilDateOf('2016-07-31T23:30:00Z', 'Europe/London')).toBe('2016-08-01')
    expect(civilDateOf('2015-10-31T23:30:00Z', 'Europe/London')).toBe('2015-10-31')
    expect(civilDateOf('2015-11-01T00:30:00+01:00', 'Europe/London')).toBe('2015-10-31')
    expect(civilDateOf('2016-07-31', 'Europe/London')).toBe('2016-07-31')
  })

  it('tell an instant with its offset from one without', () => {
    expect(['2016-07-31T10:00:00Z', '2016-07-31T10:00+01:00', '2016-07-31T10:00:00.5-05:30'].every(isInstant)).toBe(
      true,
    )
    expect(['2016-07-31T10:00:00', '2016-02-30T10:00:00Z', '2016-07-31', '2016-07-31T25:00:00Z'].some(isInstant)).toBe(
      false,
    )
  })
})

describe('the number of a day', () => {
  it('counts from 1970-01-01, and back', () => {
    expect(['1970-01-01', '1970-03-01', '1969-12-31', '2000-03-01', '2016-02-29'].map(daysOf)).toEqual([
      0, 59, -1, 11_017, 16_860,
    ])
    for (const day of [-1, 0, 59, 11_017, 16_860]) expect(daysOf(dateOfDay(day))).toBe(day)
  })
})
