import { civilDateOf, isCivilDate } from '../core/civil-date.ts'
import type { Issue } from '../core/errors.ts'
import { type FieldValue, voidKind } from '../model/event.ts'
import { isCaseId } from '../model/ids.ts'
import type { EventField, EventKind, FieldType } from '../model/protocol.ts'
import type { LocatedEvent } from '../storage/event-parts.ts'
import { type EventContext, partPlace } from './event-context.ts'
import { isEventTime, isNotAfter } from './event-time.ts'
import * as issues from './issues.ts'
import { overrideIssues } from './process/override-facts.ts'

/** What is wrong with an event taken by itself: its case, kind, time, amount and fields. */
export function factIssues(
  located: LocatedEvent,
  kinds: ReadonlyMap<string, EventKind>,
  context: EventContext,
): Issue[] {
  const { event } = located
  const kind = kinds.get(event.kind)
  return [
    ...(isCaseId(event.id) ? [] : [issues.eventIdInvalid(partPlace(located, 'id'), event.id)]),
    ...(event.by.trim() === '' ? [issues.recorderMissing(partPlace(located, 'by'))] : []),
    ...caseIssues(located, kind, context),
    ...timeIssues(located, context),
    ...overrideIssues(located, context.protocol.process),
    ...(kind === undefined
      ? [issues.kindUnknown(partPlace(located, 'kind'), event.kind, [...kinds.keys()])]
      : [...amountIssues(located, kind), ...fieldIssues(located, kind)]),
  ]
}

function caseIssues(located: LocatedEvent, kind: EventKind | undefined, context: EventContext): Issue[] {
  const { event } = located
  const place = () => partPlace(located, 'case')
  const arm = context.allocation.get(event.case)?.arm
  if (arm === undefined) {
    const refuse = context.knownCases.has(event.case) ? issues.caseNotAllocated : issues.caseUnknown
    return [refuse(place(), event.case)]
  }
  if (kind?.arms === undefined || kind.arms.includes(arm)) return []
  return [issues.kindNotInArm(place(), kind.kind, kind.arms, arm)]
}

function timeIssues(located: LocatedEvent, { protocol, allocation }: EventContext): Issue[] {
  const { followUp, timeZone } = protocol
  const { at, kind } = located.event
  const place = () => partPlace(located, 'at')
  if (!isEventTime(at)) return [issues.timeInvalid(place(), at)]
  // When an error was found has nothing to do with when cases are followed.
  if (kind === voidKind) return []
  const day = civilDateOf(at, timeZone)
  const arrived = allocation.get(located.event.case)?.at
  if (arrived !== undefined && !isNotAfter(arrived, at, timeZone))
    return [issues.beforeAllocation(place(), arrived, at)]
  if (followUp.from <= day && day <= followUp.to) return []
  return [issues.outsideFollowUp(place(), followUp, day === at ? day : `${at}, which is ${day} in ${timeZone}`)]
}

function amountIssues(located: LocatedEvent, { kind, amount }: EventKind): Issue[] {
  const pence = located.event.amountPence
  const place = () => partPlace(located, 'amount')
  if (amount === 'none') return pence === undefined ? [] : [issues.amountUnexpected(place(), kind)]
  if (pence === undefined) return [issues.amountMissing(place(), kind)]
  return Number.isSafeInteger(pence) ? [] : [issues.amountNotPence(place(), pence)]
}

function fieldIssues(located: LocatedEvent, { kind, fields }: EventKind): Issue[] {
  const values = new Map(Object.entries(located.event.fields).filter(([, value]) => value !== null))
  const unknown = [...values].filter(([name]) => !fields.some(field => field.id === name))
  return [
    ...unknown.map(([name, value]) => issues.fieldUnknown(partPlace(located, name), kind, value)),
    ...fields.flatMap(field => {
      const value = values.get(field.id)
      const place = () => partPlace(located, field.id)
      if (value === undefined) return field.optional ? [] : [issues.fieldMissing(place(), expectation(field))]
      return holds(field, value) ? [] : [issues.fieldInvalid(place(), expectation(field), value)]
    }),
  ]
}

const isWhole = (value: FieldValue): boolean => Number.isSafeInteger(value)

const holdsType: Readonly<Record<FieldType, (value: FieldValue, field: EventField) => boolean>> = {
  text: value => typeof value === 'string',
  category: (value, { levels = [] }) => typeof value === 'string' && levels.includes(value),
  boolean: value => typeof value === 'boolean',
  integer: isWhole,
  money: isWhole,
  date: value => typeof value === 'string' && isCivilDate(value),
}

const holds = (field: EventField, value: FieldValue): boolean => holdsType[field.type](value, field)

const expectations: Readonly<Record<FieldType, string>> = {
  text: 'text',
  category: 'a declared level',
  boolean: 'true or false',
  integer: 'a whole number',
  money: 'pounds with at most 2 decimals',
  date: 'a calendar date YYYY-MM-DD',
}

function expectation({ type, levels }: EventField): string {
  return type === 'category' ? `one of ${(levels ?? []).join(', ')}` : expectations[type]
}
