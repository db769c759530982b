import type { ArmEstimates, Computation, Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import type { EstimatedArm } from '../arm-estimates.ts'
import { defineMethod } from '../define-method.ts'
import { normalCritical, type Reason } from '../inference.ts'
import { estimateFollowedArms, type FollowedArm, followedIntermediates } from './followed-arm.ts'
import { shareBy } from './incidence.ts'

/**
 * Which share of the cases of each arm had the event by a day, also where some were not followed so long.
 *
 * Estimand: the probability of the event up to and on day t (`day`; where absent the last to which every arm was followed). What
 * competes with it ends the waiting for good: after a write-off no payment comes.
 * Formula: F(t) = sum over days u up to t of S(u-) d_u / n_u, with d_u of the n_u cases at risk on day u having the event and S(u-)
 * the share whose waiting has not ended before. Where nothing competes it is 1 less the estimate of Kaplan and Meier.
 * Variance: F linearised in the hazards of each day; Greenwood's where nothing competes. Interval: log(-log(1 - F)) plus and minus
 * z x its standard error.
 *
 * Takes event times in days; strata are added up; gives shares. Censoring must tell nothing of what would have followed. An arm
 * is not estimated where no case had the event by then, where every case had it, or where none was followed to that day.
 *
 * Kaplan and Meier (1958); Aalen and Johansen (1978); Kalbfleisch and Prentice (2002) on the interval.
 *
 * @example cumulativeIncidence.compute(times, { level: 0.95, contrasts: [], day: 90 })
 */
export const cumulativeIncidence = defineMethod({
  id: 'cumulative-incidence',
  title: 'Shares with the event by a day (Kaplan-Meier; Aalen-Johansen where something competes), log-log intervals',
  requires: 'eventTimes',
  reads: ['day'],
  pValues: 'none',
  assumesIndependence: true,
  citations: [
    { key: 'kaplan-meier-1958' },
    { key: 'aalen-johansen-1978' },
    { key: 'kalbfleisch-prentice-2002', at: 'section 1.4' },
  ],
  compute: (summary: Summary<'eventTimes'>, { day, level }: MethodOptions): Computation<ArmEstimates> =>
    estimateFollowedArms(summary, day, followed => shareOf(followed, level)),
})

function shareOf(followed: FollowedArm, level: number): EstimatedArm | Reason {
  const { arm, n, day, table } = followed
  const { estimate, variance } = shareBy(table, day)
  if (estimate === 0) return { reason: 'no_events', detail: `No case of ${arm} had the event by day ${day}.` }
  if (variance === 0) return { reason: 'zero_variance', detail: `Every case of ${arm} had the event by day ${day}.` }
  const standardError = Math.sqrt(variance)
  const interval = logLogInterval(estimate, standardError, level)
  return { n, estimate, standardError, interval, intermediates: { day, ...followedIntermediates(followed) } }
}

/** 1 - (1 - F)^exp(-+ z se / ((1 - F) |log(1 - F)|)). */
function logLogInterval(share: number, standardError: number, level: number): Interval {
  const log = Math.log1p(-share)
  const width = (normalCritical(level) * standardError) / ((1 - share) * -log)
  return {
    lower: -Math.expm1(log * Math.exp(-width)),
    upper: -Math.expm1(log * Math.exp(width)),
    level,
    method: 'log-log',
  }
}
