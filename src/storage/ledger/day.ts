import { type CivilDate, isCivilDate } from '../../core/civil-date.ts'
import type { DatePattern } from '../../model/ledger.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Each pattern with its parts named; digits stand where it says and nowhere else. */
const shapes: Readonly<Record<DatePattern, RegExp>> = {
  'YYYY-MM-DD': /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)$/,
  'DD/MM/YYYY': /^(?<day>\d\d)\/(?<month>\d\d)\/(?<year>\d{4})$/,
  'MM/DD/YYYY': /^(?<month>\d\d)\/(?<day>\d\d)\/(?<year>\d{4})$/,
  'DD-MM-YYYY': /^(?<day>\d\d)-(?<month>\d\d)-(?<year>\d{4})$/,
  'DD.MM.YYYY': /^(?<day>\d\d)\.(?<month>\d\d)\.(?<year>\d{4})$/,
  'DD-MMM-YYYY': /^(?<day>\d\d)-(?<month>[A-Za-z]{3})-(?<year>\d{4})$/,
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)$/,
}

/** A day written by a pattern; `undefined` for text of another shape and for days that no calendar has. */
export function readDay(text: string, pattern: DatePattern): CivilDate | undefined {
  const { year, month = '', day } = shapes[pattern].exec(text)?.groups ?? {}
  const number = pattern === 'DD-MMM-YYYY' ? monthNumber(month) : month
  const date = `${year}-${number}-${day}`
  return isCivilDate(date) ? date : undefined
}

const monthNumber = (name: string): string => String(months.indexOf(name.toLowerCase()) + 1).padStart(2, '0')
