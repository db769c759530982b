import { compareBytes } from '../../core/byte-order.ts'
import { civilDates, dateAfter, daysOf } from '../../core/civil-date.ts'
import type { OutcomeEvent } from '../../model/event.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { Course, OutcomeModel, Synthetic } from '../../model/synthetic.ts'
import { type Candidate, candidatesOf, type TrialCase } from './candidates.ts'
import { drawBalance, drawSettlement, type Placed, pence, placeCases, type Slot } from './courses.ts'
import { lognormalPence, weightedChoice } from './draws.ts'
import { choosePayers, tellPayments } from './ordinary-payments.ts'
import { type Happening, recordedEvents, tellCourse } from './story.ts'

/**
 * Draws the events of an allocated run of any size from the model of synthetic.yaml, in order of time.
 *
 * Each case draws its course from its own stream, with the courses' numbers of cases as weights; the courses then go to
 * cases with arrears enough. Cases that none of them fits take the least demanding course of their arm.
 */
export function generateOutcomes(
  protocol: Protocol,
  synthetic: Synthetic,
  allocation: readonly TrialCase[],
  { seed }: { seed: string },
): OutcomeEvent[] {
  const model = synthetic.outcomes
  return inOrderOfTime(
    protocol.arms.flatMap(arm => {
      const candidates = candidatesOf(arm.id, allocation, model, seed)
      const placed = drawCourses(arm.id, candidates, model)
      const { paid } = choosePayers(possiblePayers(candidates, placed), drawOrdinaryAmounts(arm.id, candidates, model))
      return tellArm(candidates, placed, paid, protocol, model)
    }),
  )
}

export const coursesOf = (arm: string, model: OutcomeModel): readonly Course[] =>
  model.courses.filter(course => (course.cases[arm] ?? 0) > 0)

function drawCourses(arm: string, candidates: readonly Candidate[], model: OutcomeModel): Placed[] {
  const courses = coursesOf(arm, model)
  const leastDemanding = [...courses].sort((a, b) => pence(a.balance.from) - pence(b.balance.from))[0]
  if (leastDemanding === undefined) return []
  const choose = weightedChoice(courses.map(course => course.cases[arm] ?? 0))
  const slots = candidates.map(({ source }): Slot => ({ course: courses[choose(source)] ?? leastDemanding }))
  const { placed, left } = placeCases(candidates, slots)
  return [...placed, ...left.map(candidate => ({ candidate, slot: { course: leastDemanding } }))]
}

function drawOrdinaryAmounts(arm: string, candidates: readonly Candidate[], { ordinary }: OutcomeModel): number[] {
  const payers = ordinary.payers[arm]
  if (payers === undefined) return []
  const amount = lognormalPence(ordinary.amount)
  return candidates
    .filter(({ source }) => source.uniform() < payers.cases / payers.of)
    .map(({ source }) => amount(source))
}

/** The cases of an arm that may pay in the ordinary course; those without a course are all alike. */
export function possiblePayers(candidates: readonly Candidate[], placed: readonly Placed[]) {
  const weights = new Map(placed.map(({ candidate, slot }) => [candidate, slot.course.ordinaryWeight]))
  return candidates.map(candidate => ({ candidate, weight: weights.get(candidate) ?? 1 }))
}

/** The events of all cases of an arm, given who takes which course and who pays what in the ordinary course. */
export function tellArm(
  candidates: readonly Candidate[],
  placed: readonly Placed[],
  paid: ReadonlyMap<Candidate, number>,
  { followUp }: Pick<Protocol, 'followUp'>,
  model: OutcomeModel,
): OutcomeEvent[] {
  const { to, perCase } = followUp
  const all = civilDates(followUp.from, to)
  const places = new Map(placed.map(place => [place.candidate, place]))
  return candidates.flatMap(candidate => {
    const place = places.get(candidate)
    const ordinary = paid.get(candidate) ?? 0
    const happenings: Happening[] = []
    const from = candidate.arrived ?? followUp.from
    const dates = candidate.arrived === undefined ? all : civilDates(from, to)
    // Who arrives by itself pays in its own window, where it has one.
    const counted = candidate.arrived === undefined || perCase === undefined ? to : dateAfter(from, perCase)
    const days = Math.min(dates.length, daysOf(counted) - daysOf(from) + 1)
    if (place !== undefined) happenings.push(...courseHappenings(place, ordinary, model))
    if (ordinary > 0) happenings.push(...tellPayments(candidate, ordinary, model, days))
    return recordedEvents(happenings, dates)
  })
}

function courseHappenings(place: Placed, ordinary: number, model: OutcomeModel): Happening[] {
  const balance = drawBalance(place, ordinary, model)
  const settlement = drawSettlement(place, balance, model)
  const { id, source } = place.candidate
  return tellCourse(id, place.slot.course, { balance, settlement }, model, source)
}

/** Dates stand before the times of their day; the events of one case keep their order. */
export function inOrderOfTime(events: readonly OutcomeEvent[]): OutcomeEvent[] {
  return [...events].sort((a, b) => compareBytes(a.at, b.at) || compareBytes(a.case, b.case))
}
