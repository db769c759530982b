import type { Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { armOpinions } from '../second-opinion.ts'
import { type Binomial, proportionEstimates } from './proportion.ts'
import { theirCorrectedWilsonLimits } from './second-opinion-proportions.ts'
import { wilson } from './wilson-interval.ts'

/**
 * The proportion of each arm with the interval that a score test with continuity correction does not reject.
 *
 * Estimand: the probability p of the event in an arm.
 * Formula: the limits solve |x / n - p| - 1 / (2 n) = z sqrt(p (1 - p) / n): they are Wilson's lower limit at x - 1/2 and
 * his upper limit at x + 1/2. The lower limit is 0 at x = 0 and the upper limit 1 at x = n.
 *
 * Takes counts of one level; strata are added up. An arm without a case has no estimate. Throws `TrialError` for counts
 * of several levels. Not to be used where typical coverage is wanted: it covers about as often as Clopper-Pearson.
 *
 * Wilson (1927); Newcombe (1998, single proportion), method 4.
 *
 * @example wilsonIntervalCorrected.compute(counts, { level: 0.95, contrasts: [] })
 */
export const wilsonIntervalCorrected = defineMethod({
  id: 'wilson-interval-corrected',
  title: 'Proportions with Wilson intervals, continuity corrected',
  requires: 'counts',
  pValues: 'none',
  oneLevel: true,
  assumesIndependence: true,
  citations: [{ key: 'wilson-1927' }, { key: 'newcombe-1998-single', at: 'Method 4' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) =>
    proportionEstimates(summary, binomial => correctedWilson(binomial, level)),
  secondOpinion: result => armOpinions(result, theirCorrectedWilsonLimits),
})

function correctedWilson({ events, n }: Binomial, level: number): Interval {
  return {
    lower: events === 0 ? 0 : wilson({ events: events - 0.5, n }, level).lower,
    upper: events === n ? 1 : wilson({ events: events + 0.5, n }, level).upper,
    level,
    method: 'Wilson, continuity corrected',
  }
}
