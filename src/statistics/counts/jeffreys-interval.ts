import type { Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { betaQuantile, betaUpperQuantile } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { armOpinions } from '../second-opinion.ts'
import { type Binomial, proportionEstimates } from './proportion.ts'
import { theirJeffreysLimits } from './second-opinion-proportions.ts'

/**
 * The proportion of each arm with the equal-tailed interval of its posterior distribution under Jeffreys's prior.
 *
 * Estimand: the probability p of the event in an arm; the estimate stays x / n.
 * Formula: the a/2 quantiles, a = 1 - level, of beta(x + 1/2, n - x + 1/2); the lower limit is 0 at x = 0 and the upper
 * limit 1 at x = n.
 *
 * Takes counts of one level; strata are added up. An arm without a case has no estimate. Throws `TrialError` for counts
 * of several levels. Not to be used where coverage must never fall below the level: take Clopper-Pearson.
 *
 * Brown, Cai and DasGupta (2001).
 *
 * @example jeffreysInterval.compute(counts, { level: 0.95, contrasts: [] })
 */
export const jeffreysInterval = defineMethod({
  id: 'jeffreys-interval',
  title: 'Proportions with Jeffreys intervals',
  requires: 'counts',
  pValues: 'none',
  oneLevel: true,
  assumesIndependence: true,
  citations: [{ key: 'brown-cai-dasgupta-2001', at: 'Section 4.3' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) =>
    proportionEstimates(summary, binomial => jeffreys(binomial, level)),
  secondOpinion: result => armOpinions(result, theirJeffreysLimits),
})

function jeffreys({ events, n }: Binomial, level: number): Interval {
  const tail = (1 - level) / 2
  const [a, b] = [events + 0.5, n - events + 0.5]
  return {
    lower: events === 0 ? 0 : betaQuantile(tail, a, b),
    upper: events === n ? 1 : betaUpperQuantile(tail, a, b),
    level,
    method: 'Jeffreys',
  }
}
