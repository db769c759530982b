import { compareBytes } from '../../core/byte-order.ts'
import type { CivilDate } from '../../core/civil-date.ts'
import { InternalError } from '../../core/errors.ts'
import type { SimulationSource } from '../../core/simulation-random.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { Course, OutcomeModel, Step } from '../../model/synthetic.ts'
import { between } from './courses.ts'
import { weightedChoice } from './draws.ts'

/** An event before it has an id. `day` counts from the first day of follow-up; `minute` is of the day, UTC. */
export interface Happening {
  day: number
  minute?: number | undefined
  event: Omit<OutcomeEvent, 'id' | 'at'>
}

/** The amounts of a case's course, pence. */
export interface CourseAmounts {
  balance: number
  settlement: number
}

interface Moment {
  day: number
  minute: number | undefined
}

const minutesPerHour = 60
const hoursPerDay = 24

/** What happens to a case on its course, in order of time. */
export function tellCourse(
  caseId: string,
  course: Course,
  amounts: CourseAmounts,
  model: OutcomeModel,
  source: SimulationSource,
): Happening[] {
  const happenings: Happening[] = []
  let now: Moment = { day: -1, minute: undefined }
  let previous: number | undefined
  for (const entry of course.steps) {
    const { use, fields } = typeof entry === 'string' ? { use: entry, fields: {} } : entry
    const step = model.steps[use]
    if (step === undefined) throw new InternalError(`course ${course.id} has no step "${use}"`)
    const moments = momentsOf(step, now, model, source)
    now = moments.at(-1) ?? now
    for (const moment of moments) {
      const failed = step.attempts !== undefined && moment !== now ? { [step.attempts.field]: false } : {}
      const amountPence = amountOf(step, amounts, previous, source)
      previous = amountPence ?? previous
      const values = { ...step.fields, ...fields, ...failed }
      happenings.push({ ...moment, event: eventOfStep(caseId, step, amountPence, values, model) })
    }
  }
  return happenings
}

function eventOfStep(
  caseId: string,
  { kind, by, override, reason }: Step,
  amountPence: number | undefined,
  fields: OutcomeEvent['fields'],
  model: OutcomeModel,
): Happening['event'] {
  return {
    case: caseId,
    kind,
    by: by ?? model.by,
    ...(amountPence === undefined ? {} : { amountPence }),
    ...(override === undefined ? {} : { reason, override: [...override].sort(compareBytes) }),
    fields,
  }
}

/** When a step happens, after each of its failed attempts. A step that waits for minutes, or has attempts, has a time of day. */
function momentsOf(step: Step, now: Moment, model: OutcomeModel, source: SimulationSource): Moment[] {
  const { wait } = step
  if ('minutes' in wait) {
    const minute = (now.minute ?? model.workingHours.from * minutesPerHour) + whole(wait.minutes, source)
    return [{ day: now.day, minute }]
  }
  const day = now.day + whole(wait.days, source)
  return step.attempts === undefined ? [{ day, minute: undefined }] : attemptsFrom(day, step.attempts, model, source)
}

/** Attempts on days apart, each earlier in the day than the one before, so that the last is in time. */
function attemptsFrom(
  day: number,
  { shares, withinHours }: NonNullable<Step['attempts']>,
  { workingHours }: OutcomeModel,
  source: SimulationSource,
): Moment[] {
  const attempts = 1 + weightedChoice(shares)(source)
  const daysBetween = shares.length === 1 ? 0 : Math.floor(withinHours / hoursPerDay / (shares.length - 1))
  const range = { from: workingHours.from * minutesPerHour, to: workingHours.to * minutesPerHour - 1 }
  const minutes = Array.from({ length: attempts }, () => whole(range, source)).sort((a, b) => b - a)
  return minutes.map((minute, index) => ({ day: day + index * daysBetween, minute }))
}

function amountOf(
  { amount }: Step,
  { balance, settlement }: CourseAmounts,
  previous: number | undefined,
  source: SimulationSource,
) {
  if (amount === undefined) return undefined
  if (amount === 'previous') return previous
  if (amount === 'balance') return balance
  if (amount === 'settlement') return settlement
  if (amount === 'remainder') return balance - settlement
  return Math.round(balance * between(amount.shareOfBalance, source.uniform()))
}

const whole = ({ from, to }: { from: number; to: number }, source: SimulationSource): number =>
  from + source.below(to - from + 1)

/** The happenings of a case as events in order of time, with the case's own running numbers as ids. `dates` are the days of follow-up. */
export function recordedEvents(happenings: readonly Happening[], dates: readonly CivilDate[]): OutcomeEvent[] {
  return [...happenings]
    .sort((a, b) => a.day - b.day || (a.minute ?? -1) - (b.minute ?? -1))
    .map(({ day, minute, event }, index) => ({
      id: `${event.case}-${twoDigits(index + 1)}`,
      at: atText(dates[day], minute),
      ...event,
    }))
}

function atText(date: CivilDate | undefined, minute: number | undefined): string {
  if (date === undefined) throw new InternalError('a course runs out of follow-up')
  if (minute === undefined) return date
  return `${date}T${twoDigits(Math.floor(minute / minutesPerHour))}:${twoDigits(minute % minutesPerHour)}:00Z`
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')
