import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import {
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  undefinedBecause,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { observedIn } from '../cells.ts'
import { ratioByNormal } from '../counts/logarithmic.ts'
import { noCasesIn } from '../inference.ts'
import type { EventDay } from './event-days.ts'

type DaysOf = (summary: Summary<'eventTimes'>, arms: readonly ArmId[]) => readonly EventDay[]

/** The hazard ratio of a contrast over days of events. */
export function hazardRatioOf(
  summary: Summary<'eventTimes'>,
  spec: ContrastSpec,
  level: number,
  daysOf: DaysOf,
): Computation<ContrastEstimate> {
  const lacking = [spec.arm, spec.against].find(arm => observedIn(summary, arm) === undefined)
  if (lacking !== undefined) return noCasesIn(lacking)
  // A day on which one arm alone has cases at risk tells nothing.
  const days = daysOf(summary, [spec.arm, spec.against])
    .map(({ atRisk, events }): Day => ({ atRisk: pairOf(atRisk), events: pairOf(events) }))
    .filter(({ atRisk }) => atRisk[0] > 0 && atRisk[1] > 0)
  const events = pairOf([0, 1].map(arm => days.reduce((sum, day) => sum + (day.events[arm] as number), 0)))
  const without = [spec.arm, spec.against].find((_, arm) => events[arm] === 0)
  if (without !== undefined) {
    return undefinedBecause('no_events', `No case of ${without} had the event while cases of both arms were at risk.`)
  }
  if (days.every(({ atRisk, events: on }) => sumOf(on) === sumOf(atRisk))) {
    return undefinedBecause('no_variation_in_outcome', 'On every day with an event, all cases at risk had it.')
  }
  const fit = maximise(days)
  if (fit === undefined)
    return undefinedBecause('not_converged', 'The partial likelihood has no maximum that was found.')
  const { log, information } = fit
  const standardError = 1 / Math.sqrt(information)
  return computed(
    ratioByNormal({
      spec,
      estimate: Math.exp(log),
      standardError,
      z: log / standardError,
      level,
      method: 'Wald on the logarithm',
      intermediates: { events: { arm: events[0], against: events[1] }, log, information },
    }),
  )
}

type Pair = readonly [number, number]
interface Day {
  atRisk: Pair
  events: Pair
}

const pairOf = (values: readonly number[]): Pair => [values[0] ?? 0, values[1] ?? 0]

const mostSteps = 50
/** Of the logarithm of the ratio: beyond what a standard error could show. */
const precision = 1e-13

/** Newton's method from no difference. */
function maximise(days: readonly Day[]): { log: number; information: number } | undefined {
  let log = 0
  for (let step = 0; step < mostSteps; step += 1) {
    const { slope, information } = likelihood(days, log)
    // The log-likelihood is concave; long steps from far away are cut, so that none leaves the doubles.
    const move = Math.max(-1, Math.min(1, slope / information))
    if (!Number.isFinite(move)) return undefined
    log += move
    if (Math.abs(move) <= precision * Math.max(1, Math.abs(log)))
      return { log, information: likelihood(days, log).information }
  }
  return undefined
}

/** First and less the second derivative of the logarithm of the partial likelihood, ties by Efron's approximation. */
function likelihood(days: readonly Day[], log: number): { slope: number; information: number } {
  const ratio = Math.exp(log)
  let [slope, information] = [0, 0]
  for (const { atRisk, events } of days) {
    const d = events[0] + events[1]
    slope += events[0]
    for (let tied = 0; tied < d; tied += 1) {
      const own = (atRisk[0] - (tied * events[0]) / d) * ratio
      const share = own / (own + atRisk[1] - (tied * events[1]) / d)
      slope -= share
      information += share * (1 - share)
    }
  }
  return { slope, information }
}
