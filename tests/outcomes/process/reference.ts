import type { OutcomeEvent } from '../../../src/model/event.ts'

/** A rule for the reference: what is asked of events is a function, written apart from the grammar. */
export interface ReferenceRule {
  id: string
  about(event: OutcomeEvent): boolean
  after?(event: OutcomeEvent): boolean
  notAfter?(event: OutcomeEvent): boolean
  limit?: { count: number; hours?: number; per?: string; until?(event: OutcomeEvent): boolean }
  amount?: {
    holds(amount: bigint, limit: bigint): boolean
    percent: bigint
    of(event: OutcomeEvent): boolean
    less?(event: OutcomeEvent): boolean
  }
}

const isBare = ({ at }: OutcomeEvent) => at.length === 10
const dayOf = ({ at }: OutcomeEvent) => at.slice(0, 10)
const daysBetween = (a: OutcomeEvent, b: OutcomeEvent) => (Date.parse(dayOf(b)) - Date.parse(dayOf(a))) / 86_400_000

/** Earlier for certain: on an earlier day, or at an earlier instant. Times here are in UTC, as London's are in winter. */
function isEarlier(a: OutcomeEvent, b: OutcomeEvent): boolean {
  if (isBare(a) || isBare(b)) return dayOf(a) < dayOf(b)
  return Date.parse(a.at) < Date.parse(b.at)
}
const isNotLater = (a: OutcomeEvent, b: OutcomeEvent) => !isEarlier(b, a)

/** The order in which events are counted: day, bare dates first, instant, id. */
function comesBefore(a: OutcomeEvent, b: OutcomeEvent): boolean {
  const key = (event: OutcomeEvent) => [dayOf(event), isBare(event) ? '' : event.at, event.id] as const
  const [one, two] = [key(a), key(b)]
  const index = one.findIndex((part, at) => part !== two[at])
  return index >= 0 && (one[index] ?? '') < (two[index] ?? '')
}

/** Whether an event breaks a rule among others, by looking at every pair: no order, no state, no sums kept. */
export function breaks(rule: ReferenceRule, event: OutcomeEvent, all: readonly OutcomeEvent[]): boolean {
  const others = all.filter(other => other !== event)
  const { after, notAfter, limit, amount } = rule
  if (after !== undefined) return !others.some(other => isNotLater(other, event) && after(other))
  if (notAfter !== undefined) return others.some(other => isEarlier(other, event) && notAfter(other))
  if (limit !== undefined) return exceeds(rule, limit, event, others)
  return amount !== undefined && !suits(amount, event, others)
}

function exceeds(
  { id, about }: ReferenceRule,
  { count, hours, per, until }: NonNullable<ReferenceRule['limit']>,
  event: OutcomeEvent,
  others: readonly OutcomeEvent[],
): boolean {
  const value = (each: OutcomeEvent) => (per === undefined ? null : (each.fields[per] ?? null))
  const overrides = (each: OutcomeEvent) => each.override?.includes(id) === true
  const isLifted = others.some(
    other => until?.(other) === true && isNotLater(other, event) && [null, value(event)].includes(value(other) as null),
  )
  if (isLifted) return false
  const alike = others.filter(other => about(other) && value(other) === value(event))
  const before = alike.filter(other =>
    overrides(event) && !overrides(other) ? isNotLater(other, event) : comesBefore(other, event),
  )
  const counted = before.filter(other => overrides(event) || !overrides(other))
  if (counted.length >= count) return true
  return alike.some(other => {
    if (hours === undefined) return false
    if (isBare(other) || isBare(event)) return daysBetween(other, event) > Math.ceil(hours / 24)
    return Date.parse(event.at) - Date.parse(other.at) > hours * 3_600_000
  })
}

function suits(
  { holds, percent, of, less }: NonNullable<ReferenceRule['amount']>,
  event: OutcomeEvent,
  others: readonly OutcomeEvent[],
): boolean {
  const earlier = others.filter(other => isNotLater(other, event))
  const measure = earlier
    .filter(of)
    .reduce<OutcomeEvent | undefined>(
      (latest, each) => (latest === undefined || comesBefore(latest, each) ? each : latest),
      undefined,
    )
  if (measure === undefined) return false
  const since = earlier.filter(other => less?.(other) === true && other !== measure && isNotLater(measure, other))
  const taken = since.reduce((sum, other) => sum + BigInt(other.amountPence ?? 0), 0n)
  return holds(BigInt(event.amountPence ?? 0) * 100n, BigInt(measure.amountPence ?? 0) * percent - taken * 100n)
}

/** What is refused of all events by some rules: `event rule` where a rule is broken unsaid, or said to be and is not. */
export function referenceVerdicts(rules: readonly ReferenceRule[], all: readonly OutcomeEvent[]): string[] {
  return all
    .flatMap(event =>
      rules.flatMap(rule => {
        const isBroken = rule.about(event) && breaks(rule, event, all)
        const isSaid = event.override?.includes(rule.id) === true
        if (isBroken === isSaid) return []
        return [`${event.id} ${isBroken ? rule.id : 'outcome.override_needless'}`]
      }),
    )
    .sort()
}
