import { conditionText } from '../../model/condition-text.ts'
import type { FieldValue } from '../../model/event.ts'
import type { Limit } from '../../model/process.ts'
import { type Demand, kept, type Outlook } from './demand.ts'
import type { Meets, Moment, TimedEvent, When } from './moment.ts'
import type { CaseTimeline } from './timeline.ts'

/** The events of a case that share a limit, as positions in its order. */
interface Group {
  /** Events that count. */
  plain: number[]
  /** Events that depart from the limit knowingly: they do not count for the others. */
  overriding: number[]
  firstInstant?: number | undefined
  firstBare?: number | undefined
  /** The first two events that lift the limit: one of them is another than the judged one. */
  lifts: number[]
}

interface Groups {
  byValue: ReadonlyMap<FieldValue, Group>
  /** The first two events that lift the limit whatever the value. */
  liftAll: readonly number[]
}

interface LimitRule {
  limit: Limit
  about: Meets
  isOverriding(event: TimedEvent): boolean
  lifts: Meets | undefined
  /** The values that `per` can have, for an event that is only thought of. */
  perValues: readonly FieldValue[]
}

/** At most so many of the events, none later than so long after the first, until an event lifts the limit. */
export function limitDemand(rule: LimitRule): Demand {
  const { limit } = rule
  const key = {}
  const groupsOf = (timeline: CaseTimeline): Groups => timeline.once(key, () => groupEvents(timeline, rule))
  const judge = (timeline: CaseTimeline, moment: Moment, value: FieldValue, overrides: boolean) => {
    const { byValue, liftAll } = groupsOf(timeline)
    const group = byValue.get(value)
    if (group === undefined || isLifted([...group.lifts, ...liftAll], moment)) return undefined
    return tooMany(group, moment, limit, overrides) ?? tooLate(group, moment, limit, timeline)
  }
  return {
    wants: limitText(limit),
    part: 'kind',
    broken: (timeline, moment, event) => judge(timeline, moment, perValueOf(event, limit), rule.isOverriding(event)),
    outlook(timeline, moment): Outlook {
      const values = limit.per === undefined ? [null] : rule.perValues
      const open = values.filter(value => judge(timeline, moment, value, false) === undefined)
      if (open.length === values.length) return kept
      if (open.length > 0) return { state: 'depends', says: `where ${limit.per} is ${open.join(' or ')}` }
      return { state: 'broken', found: values.map(value => judge(timeline, moment, value, false)).join('; ') }
    },
  }
}

const perValueOf = ({ record }: TimedEvent, { per }: Limit): FieldValue =>
  per === undefined ? null : (record[per] ?? null)

function groupEvents({ events }: CaseTimeline, { limit, about, isOverriding, lifts }: LimitRule): Groups {
  const byValue = new Map<FieldValue, Group>()
  const liftAll: number[] = []
  const groupOf = (value: FieldValue): Group => {
    const known = byValue.get(value) ?? { plain: [], overriding: [], lifts: [] }
    byValue.set(value, known)
    return known
  }
  for (const [position, event] of events.entries()) {
    const value = perValueOf(event, limit)
    if (lifts?.(event.record) === true) {
      const lifting = value === null ? liftAll : groupOf(value).lifts
      if (lifting.length < 2) lifting.push(position)
    }
    if (!about(event.record)) continue
    const group = groupOf(value)
    ;(isOverriding(event) ? group.overriding : group.plain).push(position)
    if (event.instant === undefined) group.firstBare ??= position
    else group.firstInstant ??= position
  }
  return { byValue, liftAll }
}

const isLifted = (lifts: readonly number[], { end, self }: Moment): boolean =>
  lifts.some(position => position < end && position !== self)

/** An event that overrides the limit comes after those at its time that do not. */
function tooMany(
  { plain, overriding }: Group,
  { self, end }: Moment,
  { count }: Limit,
  overrides: boolean,
): string | undefined {
  const others = overrides
    ? countBefore(plain, end) + countBefore(overriding, self)
    : countBefore(plain, self < 0 ? end : self)
  return others < count ? undefined : `${others} before it`
}

function tooLate(group: Group, moment: Moment, { within }: Limit, { events }: CaseTimeline): string | undefined {
  if (within === undefined) return undefined
  const firsts = [group.firstInstant, group.firstBare].flatMap(position => {
    const first = position === undefined ? undefined : events[position]
    return first === undefined ? [] : [first]
  })
  const first = firsts.find(each => isLongerThan(within, each, moment))
  return first === undefined ? undefined : `the first at ${first.event.at}`
}

const millisecondsPerHour = 3_600_000
const hoursPerDay = 24

function isLongerThan(within: NonNullable<Limit['within']>, from: When, to: When): boolean {
  if ('days' in within) return to.day - from.day > within.days
  if (from.instant !== undefined && to.instant !== undefined) {
    return to.instant - from.instant > within.hours * millisecondsPerHour
  }
  return to.day - from.day > Math.ceil(within.hours / hoursPerDay)
}

/** How many of the ascending positions lie before one. */
function countBefore(positions: readonly number[], end: number): number {
  let [low, high] = [0, positions.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((positions[middle] as number) < end) low = middle + 1
    else high = middle
  }
  return low
}

function limitText({ count, within, per, until }: Limit): string {
  const time =
    within === undefined ? '' : ` within ${'hours' in within ? `${within.hours} hours` : `${within.days} days`}`
  const each = per === undefined ? '' : ` for each ${per}`
  const end = until === undefined ? '' : `, until an event of which ${conditionText(until)}`
  return `at most ${count} such events${time}${each}${end}`
}
