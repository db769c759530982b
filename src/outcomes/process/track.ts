import type { Meets, Moment, TimedEvent } from './moment.ts'

/** What the events of a case that meet a rule come to, up to every position of the case's order. */
export class Track {
  /** `counts[p]`: how many of the events before position p meet the rule. */
  private readonly counts: Int32Array
  /** `lasts[p]`: position of the last of them, or -1. */
  private readonly lasts: Int32Array
  private readonly events: readonly TimedEvent[]
  private sums: readonly bigint[] | undefined

  constructor(events: readonly TimedEvent[], meets: Meets) {
    this.events = events
    this.counts = new Int32Array(events.length + 1)
    this.lasts = new Int32Array(events.length + 1).fill(-1)
    for (const [position, { record }] of events.entries()) {
      const found = meets(record)
      this.counts[position + 1] = (this.counts[position] as number) + (found ? 1 : 0)
      this.lasts[position + 1] = found ? position : (this.lasts[position] as number)
    }
  }

  /** Whether an event other than the judged one that is not later meets the rule. */
  metBy({ end, self }: Moment): boolean {
    return this.countBefore(end) - (self >= 0 && self < end && this.holdsAt(self) ? 1 : 0) > 0
  }

  /** The latest event other than the judged one that is not later and meets the rule; of several at one time, by id. */
  latest({ end, self }: Moment): number | undefined {
    const last = this.lasts[end] as number
    const other = last === self ? (this.lasts[Math.max(last, 0)] as number) : last
    return other < 0 ? undefined : other
  }

  /** The latest event that is earlier and meets the rule. */
  latestEarlier(moment: Moment): number | undefined {
    const { start, dayStart, bareEnd } = moment
    const sameDay = this.lasts[start] as number
    const last = sameDay >= bareEnd ? sameDay : (this.lasts[dayStart] as number)
    return last < 0 ? undefined : last
  }

  /** Sum in pence of the amounts of the events that meet the rule, other than the judged one and not later. */
  sum({ end, self }: Moment): bigint {
    return this.sumBefore(end) - (self >= 0 && self < end ? this.amountAt(self) : 0n)
  }

  /** Amount in pence of the event at a position, or 0 where it does not meet the rule. */
  amountAt(position: number): bigint {
    return this.holdsAt(position) ? penceOf(this.events[position]) : 0n
  }

  /** Sum in pence of the amounts of the events that meet the rule and are earlier. */
  sumEarlier({ start, dayStart, bareEnd, instant }: Moment): bigint {
    if (instant === undefined) return this.sumBefore(dayStart)
    return this.sumBefore(start) - this.sumBefore(bareEnd) + this.sumBefore(dayStart)
  }

  private countBefore(position: number): number {
    return this.counts[position] as number
  }

  private holdsAt(position: number): boolean {
    return this.countBefore(position + 1) > this.countBefore(position)
  }

  private sumBefore(position: number): bigint {
    this.sums ??= this.sumAll()
    return this.sums[position] as bigint
  }

  private sumAll(): bigint[] {
    const sums = [0n]
    for (const position of this.events.keys()) {
      sums.push((sums[position] as bigint) + this.amountAt(position))
    }
    return sums
  }
}

/** The amount of an event; 0 where it has none in whole pence, which is refused by itself. */
export function penceOf(event: TimedEvent | undefined): bigint {
  const pence = event?.event.amountPence
  return pence !== undefined && Number.isSafeInteger(pence) ? BigInt(pence) : 0n
}
