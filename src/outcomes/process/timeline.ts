import { compareBytes } from '../../core/byte-order.ts'
import { civilDateOf, daysOf } from '../../core/civil-date.ts'
import type { FieldRecord } from '../../model/condition-predicate.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import { isEventTime } from '../event-time.ts'
import type { Meets, Moment, TimedEvent, When } from './moment.ts'
import { Track } from './track.ts'

/** The standing events of a case in order: by day, bare dates first, then by instant, then by id. Sorted once. */
export class CaseTimeline {
  readonly events: readonly TimedEvent[]
  private readonly known = new Map<object, unknown>()
  private readonly timeZone: string

  constructor(events: readonly OutcomeEvent[], timeZone: string, record: (event: OutcomeEvent) => FieldRecord) {
    this.timeZone = timeZone
    this.events = events
      .filter(({ at }) => isEventTime(at))
      .map(event => ({ event, record: record(event), ...whenOf(event.at, timeZone) }))
      .sort((a, b) => compareTimes(a, b) || compareBytes(a.event.id, b.event.id))
  }

  /** Counts, sums and last positions of the events that meet a rule. */
  track(meets: Meets): Track {
    return this.once(meets, () => new Track(this.events, meets))
  }

  /** What is worked out from all events, once for each key. */
  once<T>(key: object, work: () => T): T {
    if (!this.known.has(key)) this.known.set(key, work())
    return this.known.get(key) as T
  }

  /** The place of an event in the order. */
  momentOf(position: number): Moment {
    const { day, instant } = this.events[position] as TimedEvent
    return this.place({ day, instant }, position)
  }

  /** The place of an event that there might be at a time. */
  momentAt(at: string): Moment {
    return this.place(whenOf(at, this.timeZone), -1)
  }

  private place({ day, instant }: When, self: number): Moment {
    const first = (time: When): number => this.firstNotBefore(time)
    const bareEnd = first({ day, instant: Number.MIN_SAFE_INTEGER })
    const dayStart = first({ day, instant: undefined })
    if (instant === undefined) {
      return { self, day, instant, dayStart, bareEnd, start: dayStart, end: first({ day: day + 1, instant }) }
    }
    return {
      self,
      day,
      instant,
      dayStart,
      bareEnd,
      start: first({ day, instant }),
      end: first({ day, instant: instant + 1 }),
    }
  }

  /** Position of the first event that does not come before a time in the order. */
  private firstNotBefore(time: When): number {
    let [low, high] = [0, this.events.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (compareTimes(this.events[middle] as TimedEvent, time) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

const compareTimes = (a: When, b: When): number =>
  a.day - b.day || (a.instant ?? Number.NEGATIVE_INFINITY) - (b.instant ?? Number.NEGATIVE_INFINITY) || 0

function whenOf(at: string, timeZone: string): When {
  const day = civilDateOf(at, timeZone)
  return { day: daysOf(day), instant: day === at ? undefined : Date.parse(at) }
}
