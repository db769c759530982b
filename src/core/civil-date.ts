/** A calendar date `YYYY-MM-DD`. ISO text, so that comparing strings compares dates. */
export type CivilDate = string

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/
const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/

/** Whether the text is a real calendar date written `YYYY-MM-DD` (so not 2016-02-30). */
export function isCivilDate(text: string): text is CivilDate {
  if (!datePattern.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days from 1970-01-01 to the date; negative before. */
export const daysOf = (date: CivilDate): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000

/** Whether the text is an RFC 3339 instant with an offset. */
export function isInstant(text: string): boolean {
  return instantPattern.test(text) && isCivilDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The civil date of `at` (a civil date, or an instant with offset) in a time zone. `at` must be one of the two. */
export function civilDateOf(at: string, timeZone: string): CivilDate {
  if (datePattern.test(at)) return at
  let formatter = formatters.get(timeZone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formatters.set(timeZone, formatter)
  }
  return formatter.format(new Date(at))
}

/** A length of calendar time. */
export interface Period {
  days?: number | undefined
  months?: number | undefined
}

/**
 * The date `period` before `date`. Months first, ending on the last day of a shorter month
 * (3 months before 31 May is 28 or 29 February), then days.
 */
export function dateBefore(date: CivilDate, period: Period): CivilDate {
  return shift(date, -(period.months ?? 0), -(period.days ?? 0))
}

/** The date `period` after `date`, by the rule of `dateBefore`. */
export function dateAfter(date: CivilDate, period: Period): CivilDate {
  return shift(date, period.months ?? 0, period.days ?? 0)
}

function shift(date: CivilDate, months: number, days: number): CivilDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const index = year * 12 + (month - 1) + months
  const targetYear = Math.floor(index / 12)
  const targetMonth = index - targetYear * 12
  const lastDay = new Date(Date.UTC(targetYear, targetMonth + 1, 0)).getUTCDate()
  return new Date(Date.UTC(targetYear, targetMonth, Math.min(day, lastDay) + days)).toISOString().slice(0, 10)
}

/** The date so many days after 1970-01-01. */
export const dateOfDay = (day: number): CivilDate => new Date(day * 86_400_000).toISOString().slice(0, 10)

/** Every day from one to another, both included; none where the other is earlier. */
export const civilDates = (from: CivilDate, to: CivilDate): CivilDate[] =>
  Array.from({ length: Math.max(0, daysOf(to) - daysOf(from) + 1) }, (_, day) => dateOfDay(daysOf(from) + day))
