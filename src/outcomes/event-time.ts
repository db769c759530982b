import { type CivilDate, civilDateOf, isCivilDate, isInstant } from '../core/civil-date.ts'

/** Whether a time is one that an event may have. */
export const isEventTime = (at: string): boolean => isCivilDate(at) || isInstant(at)

/** Text whose order is the order of times: by day in the time zone, then by instant; a bare date is the start of its day. */
export function timeKey(at: string, timeZone: string): string {
  const day = civilDateOf(at, timeZone)
  return day === at ? day : `${day} ${String(Date.parse(at)).padStart(16, '0')}`
}

/** Whether one event time is not after another: instants to the moment, as soon as one is a bare date to the day. */
export function isNotAfter(earlier: string, later: string, timeZone: string): boolean {
  const first = timeKey(earlier, timeZone)
  const second = timeKey(later, timeZone)
  const toTheDay = first.length === dayLength || second.length === dayLength
  return toTheDay ? first.slice(0, dayLength) <= second.slice(0, dayLength) : first <= second
}

const dayLength = 'YYYY-MM-DD'.length

/** The day of a time key, in the time zone that it was made for. */
export const dayOf = (key: string): CivilDate => key.slice(0, dayLength)
