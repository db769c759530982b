import { TrialError } from '../core/errors.ts'
import {
  type ArmEstimate,
  type ArmEstimates,
  type Caution,
  type Computation,
  computed,
  type Interval,
  type NotEstimated,
  undefinedBecause,
} from '../model/method.ts'
import type { Counts, Summary } from '../model/summary.ts'
import { armsOf } from './cells.ts'
import { oneLevelNeeded } from './issues.ts'

/** Cases with the event among n observed. */
export interface Binomial {
  events: number
  n: number
}

/** Checks that the counts have the one level that proportions are of. Throws `TrialError` otherwise. */
export function requireOneLevel(summary: Summary<'counts'>): void {
  const levels = [...new Set(summary.cells.flatMap(cell => Object.keys(cell.data.events)))]
  if (levels.length > 1) throw new TrialError([oneLevelNeeded(summary.outcome, levels)])
}

/** Events and cases of counts with one level. */
export const binomialOf = ({ n, events }: Counts): Binomial => ({ n, events: Object.values(events)[0] ?? 0 })

/** Binomial variance of a proportion, p (1 - p) / n, without cancellation. */
export const proportionVariance = ({ events, n }: Binomial): number => (events * (n - events)) / (n * n * n)

type IntervalOrReason = Interval | Pick<NotEstimated, 'reason' | 'detail'>

/** The proportion of every arm, with the interval that a method gives for it. */
export function proportionEstimates(
  summary: Summary<'counts'>,
  intervalOf: (binomial: Binomial) => IntervalOrReason,
): Computation<ArmEstimates> {
  requireOneLevel(summary)
  const estimates: ArmEstimate[] = []
  const notEstimated: NotEstimated[] = []
  for (const { arm, data } of armsOf(summary)) {
    const { events, n } = data === undefined ? { events: 0, n: 0 } : binomialOf(data)
    if (n === 0) {
      notEstimated.push({ arm, reason: 'no_cases_in_arm', detail: `No case of ${arm} has a recorded outcome.` })
      continue
    }
    const interval = intervalOf({ events, n })
    if ('reason' in interval) notEstimated.push({ arm, ...interval })
    else {
      const standardError = Math.sqrt(proportionVariance({ events, n }))
      estimates.push({ arm, n, estimate: events / n, standardError, interval, intermediates: { events } })
    }
  }
  return estimatesOrReason(estimates, notEstimated)
}

/** The estimates, or the first reason where no arm has one. */
export function estimatesOrReason(
  estimates: readonly ArmEstimate[],
  notEstimated: readonly NotEstimated[],
  cautions: readonly Caution[] = [],
): Computation<ArmEstimates> {
  const [first] = notEstimated
  if (estimates.length === 0) {
    return undefinedBecause(first?.reason ?? 'too_few_arms', first?.detail ?? 'The summary has no arm.')
  }
  return computed({ kind: 'arms', estimates, notEstimated }, cautions)
}

const enoughEvents = 5

/** A caution where an arm has fewer than five cases with the event, or fewer than five without. */
export function fewEventsCaution(summary: Summary<'counts'>): Caution[] {
  const few = armsOf(summary)
    .filter(({ data }) => data !== undefined && data.n > 0 && smallerSide(binomialOf(data)) < enoughEvents)
    .map(({ arm }) => arm)
  if (few.length === 0) return []
  const detail = `Fewer than ${enoughEvents} cases with or without the event in ${few.join(', ')}: the normal approximation is poor there.`
  return [{ code: 'few_events', detail }]
}

const smallerSide = ({ events, n }: Binomial): number => Math.min(events, n - events)
