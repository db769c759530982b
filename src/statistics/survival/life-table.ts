import { InternalError } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import type { EventTime, EventTimes, Summary } from '../../model/summary.ts'

/** A day on which the waiting of some case ended: cases at risk on it, those with the event, and those that something else ended. */
export interface LifeTableRow {
  time: number
  atRisk: number
  events: number
  competing: number
}

/** The days on which something ended the waiting, in order, and the last day to which any case was followed. */
export interface LifeTable {
  n: number
  rows: readonly LifeTableRow[]
  lastDay: number
}

/** The end that a summary looks at. */
export function eventOf({ event, outcome }: Summary<'eventTimes'>): string {
  if (event === undefined) throw new InternalError(`the event times of ${outcome} do not say which end is looked at`)
  return event
}

/** The life table of a cell. */
export function lifeTable({ n, times }: EventTimes, event: string): LifeTable {
  const rows: LifeTableRow[] = []
  let atRisk = n
  for (const at of times) {
    const ended = endedOn(at)
    const events = at.ends[event] ?? 0
    if (ended > 0) rows.push({ time: at.time, atRisk, events, competing: ended - events })
    atRisk -= ended + at.censored
  }
  return { n, rows, lastDay: times[times.length - 1]?.time ?? 0 }
}

/** Gives the cases whose waiting has not ended before a day; to be asked of later and later days. */
export function atRiskOn({ n, times }: EventTimes): (day: number) => number {
  let [atRisk, next] = [n, 0]
  return day => {
    for (let at = times[next]; at !== undefined && at.time < day; at = times[next]) {
      atRisk -= at.censored + endedOn(at)
      next += 1
    }
    return atRisk
  }
}

const endedOn = ({ ends }: EventTime): number => sumOf(Object.values(ends))

/** Whether the shares are known on a day: some case was followed to it, or the waiting of every case had ended before. */
export function isKnownOn({ rows, lastDay }: LifeTable, day: number): boolean {
  const last = rows[rows.length - 1]
  return day <= lastDay || (last !== undefined && last.atRisk === last.events + last.competing)
}
