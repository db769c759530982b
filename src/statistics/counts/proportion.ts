import { TrialError } from '../../core/errors.ts'
import type { ArmEstimates, Caution, Computation, Interval } from '../../model/method.ts'
import type { ClusterMoments, Counts, Summary } from '../../model/summary.ts'
import { eachArm } from '../arm-estimates.ts'
import { armsOf } from '../cells.ts'
import type { Reason } from '../inference.ts'
import { oneLevelNeeded } from '../issues.ts'

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

/** Events and cases of counts with one level, or of cluster moments of a binary outcome. */
export const binomialOf = (data: Counts | ClusterMoments): Binomial => ({
  n: data.n,
  events: 'total' in data ? Number(data.total) : (Object.values(data.events)[0] ?? 0),
})

/** Binomial variance of a proportion, p (1 - p) / n, without cancellation. */
export const proportionVariance = ({ events, n }: Binomial): number => (events * (n - events)) / (n * n * n)

/** The proportion of every arm, with the interval that a method gives for it. */
export function proportionEstimates(
  summary: Summary<'counts'>,
  intervalOf: (binomial: Binomial) => Interval | Reason,
): Computation<ArmEstimates> {
  requireOneLevel(summary)
  return eachArm(summary, (_, counts) => {
    const { events, n } = binomialOf(counts)
    const interval = intervalOf({ events, n })
    if ('reason' in interval) return interval
    const standardError = Math.sqrt(proportionVariance({ events, n }))
    return { n, estimate: events / n, standardError, interval, intermediates: { events } }
  })
}

/** With fewer cases with the event, or without, normal approximations are poor. */
export const enoughEvents = 5

/** A caution where an arm has fewer than five cases with the event, or fewer than five without. */
export function fewEventsCaution(summary: Summary<'counts' | 'clusterMoments'>): Caution[] {
  const few = armsOf(summary)
    .filter(({ data }) => data !== undefined && data.n > 0 && smallerSide(binomialOf(data)) < enoughEvents)
    .map(({ arm }) => arm)
  if (few.length === 0) return []
  const detail = `Fewer than ${enoughEvents} cases with or without the event in ${few.join(', ')}: the normal approximation is poor there.`
  return [{ code: 'few_events', detail }]
}

/** Cases with the event or without, whichever are fewer. */
export const smallerSide = ({ events, n }: Binomial): number => Math.min(events, n - events)
