import { type CivilDate, daysOf } from '../../core/civil-date.ts'
import { declaredStrata } from '../../model/strata.ts'
import { processDeviations } from '../../outcomes/index.ts'
import type { Watched } from './trial-state.ts'
import { countsByWeek } from './weeks.ts'

/** Allocated cases beside planned ones. `planned` is null where the protocol fixes none. */
export interface EnrolmentCell {
  arm: string
  allocated: number
  planned: number | null
}

/** How enrolment stands against the plan. */
export interface EnrolmentState {
  allocated: number
  /** Planned by the day. */
  planned: number | null
  /** Empty where the arms are sealed. */
  strata: readonly { stratum: string; arms: readonly EnrolmentCell[] }[]
  /** Where cases arrive one by one: allocated cases by the end of each week, and those planned by then. */
  weeks: readonly { week: CivilDate; allocated: number; planned: number | null }[]
}

/** Allocated cases by stratum and arm against the targets, and where they arrive by week against the plan. */
export function enrolmentState({ state }: Watched): EnrolmentState {
  const { protocol, cases, targets, plannedCases, armsKnown } = state
  const strata = armsKnown ? declaredStrata(protocol) : []
  return {
    allocated: cases.length,
    planned: plannedCases ?? null,
    strata: strata.map(stratum => ({
      stratum,
      arms: protocol.arms.map(({ id }) => ({
        arm: id,
        allocated: cases.filter(each => each.arm === id && each.stratum === stratum).length,
        planned: targets?.[stratum]?.[id] ?? null,
      })),
    })),
    weeks: protocol.enrolment === undefined ? [] : arrivalWeeks(state),
  }
}

function arrivalWeeks({ protocol, cases, asOf }: Watched['state']): EnrolmentState['weeks'] {
  const { enrolment, caseload } = protocol
  if (enrolment === undefined) return []
  const from = daysOf(caseload.asOf.date)
  const days = daysOf(enrolment.until) - from + 1
  let allocated = 0
  return countsByWeek(
    cases.map(({ since }) => since),
    caseload.asOf.date,
    asOf,
  ).map(({ week, events }) => {
    allocated += events
    const over = Math.min(Math.max(daysOf(week) + 7 - from, 0), days)
    const planned = enrolment.cases === undefined ? null : (enrolment.cases * over) / days
    return { week, allocated, planned }
  })
}

/** What happened so far. */
export interface EventsState {
  recorded: number
  standing: number
  /** Events after the day, which are not counted. */
  later: number
  first: CivilDate | null
  last: CivilDate | null
  kinds: readonly KindState[]
  weeks: readonly { week: CivilDate; events: number }[]
  /** Rules of the process that were departed from, in the protocol's order. */
  deviations: readonly { rule: string; title: string; events: number; cases: number }[]
}

/** A step of the process: its events, and the share of the cases that had it. */
export interface KindState {
  kind: string
  title: string
  events: number
  cases: number
  /** Cases to which it may happen; null where the arms are sealed and it may happen in some only. */
  of: number | null
  /** By arm; only where it was asked to show outcomes by arm. */
  arms: readonly { arm: string; cases: number; of: number }[] | null
}

/** Events by kind, and by week from the first to the day. */
export function eventsState({ state, events, later }: Watched, byArm: boolean): EventsState {
  const { records, protocol, asOf } = state
  const days = records.map(({ day }) => day).sort()
  const first = days[0] ?? null
  return {
    recorded: events.length,
    standing: records.length,
    later,
    first,
    last: days.at(-1) ?? null,
    kinds: protocol.process.events.map(kind => kindState(kind, state, byArm)),
    weeks: first === null ? [] : countsByWeek(days, first, asOf),
    deviations: deviationsByRule(state),
  }
}

function deviationsByRule({ protocol, records }: Watched['state']): EventsState['deviations'] {
  const found = processDeviations(
    protocol,
    records.map(({ event }) => event),
  )
  return protocol.process.rules.flatMap(({ id, title }) => {
    const own = found.filter(({ rule }) => rule === id)
    const cases = new Set(own.map(deviation => deviation.case)).size
    return own.length === 0 ? [] : [{ rule: id, title, events: own.length, cases }]
  })
}

function kindState(
  { kind, title, arms }: Watched['state']['protocol']['process']['events'][number],
  { records, cases, protocol, armsKnown }: Watched['state'],
  byArm: boolean,
): KindState {
  const own = records.filter(({ event }) => event.kind === kind)
  const struck = new Set(own.map(({ of }) => of.id))
  const countIn = (within: readonly (typeof cases)[number][]): number =>
    within.filter(({ id }) => struck.has(id)).length
  const open = arms === undefined ? cases : cases.filter(({ arm }) => arms.includes(arm))
  const inArms = protocol.arms
    .filter(({ id }) => arms?.includes(id) ?? true)
    .map(({ id }) => ({ arm: id, within: cases.filter(({ arm }) => arm === id) }))
  return {
    kind,
    title,
    events: own.length,
    cases: struck.size,
    of: arms === undefined || armsKnown ? open.length : null,
    arms:
      byArm && armsKnown ? inArms.map(({ arm, within }) => ({ arm, cases: countIn(within), of: within.length })) : null,
  }
}
