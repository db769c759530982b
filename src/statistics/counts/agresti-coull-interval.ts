import type { Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { around, normalCritical } from '../inference.ts'
import { armOpinions } from '../second-opinion.ts'
import { type Binomial, proportionEstimates } from './proportion.ts'
import { theirAgrestiCoullLimits } from './second-opinion-proportions.ts'

/**
 * The proportion of each arm with a normal interval around a proportion pulled to the middle.
 *
 * Estimand: the probability p of the event in an arm; the estimate stays x / n.
 * Formula: q +/- z sqrt(q (1 - q) / m) with m = n + z^2 and q = (x + z^2 / 2) / m; limits are not cut at 0 and 1.
 *
 * Takes counts of one level; strata are added up. An arm without a case has no estimate. Throws `TrialError` for counts
 * of several levels. Not to be used for rare events, where it is wider than Wilson's, around whose centre it lies, and
 * falls below 0.
 *
 * Agresti and Coull (1998).
 *
 * @example agrestiCoullInterval.compute(counts, { level: 0.95, contrasts: [] })
 */
export const agrestiCoullInterval = defineMethod({
  id: 'agresti-coull-interval',
  title: 'Proportions with Agresti-Coull intervals',
  requires: 'counts',
  pValues: 'none',
  oneLevel: true,
  assumesIndependence: true,
  citations: [{ key: 'agresti-coull-1998' }, { key: 'brown-cai-dasgupta-2001' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) =>
    proportionEstimates(summary, binomial => agrestiCoull(binomial, level)),
  secondOpinion: result => armOpinions(result, theirAgrestiCoullLimits),
})

function agrestiCoull({ events, n }: Binomial, level: number): Interval {
  const z = normalCritical(level)
  const more = n + z * z
  const [yes, no] = [events + (z * z) / 2, n - events + (z * z) / 2]
  return around(yes / more, z * Math.sqrt((yes / more) * (no / more / more)), level, 'Agresti-Coull')
}
