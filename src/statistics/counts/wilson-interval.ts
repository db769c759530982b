import type { Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { normalCritical } from '../inference.ts'
import { armOpinions } from '../second-opinion.ts'
import { type Binomial, proportionEstimates, proportionVariance } from './proportion.ts'
import { theirWilsonLimits } from './second-opinion-proportions.ts'

/**
 * The proportion of each arm with the interval of probabilities that a score test does not reject.
 *
 * Estimand: the probability p of the event in an arm.
 * Formula: the roots of (n + z^2) p^2 - (2 x + z^2) p + x^2 / n = 0. No continuity correction.
 *
 * Takes counts of one level; strata are added up. An arm without a case has no estimate. Throws `TrialError` for counts
 * of several levels. Not to be used where coverage must never fall below the level: take Clopper-Pearson.
 *
 * Wilson (1927); Brown, Cai and DasGupta (2001).
 *
 * @example wilsonInterval.compute(counts, { level: 0.95, contrasts: [] })
 */
export const wilsonInterval = defineMethod({
  id: 'wilson-interval',
  title: 'Proportions with Wilson intervals',
  requires: 'counts',
  oneLevel: true,
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'wilson-1927' }, { key: 'brown-cai-dasgupta-2001' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) =>
    proportionEstimates(summary, binomial => wilson(binomial, level)),
  secondOpinion: result => armOpinions(result, theirWilsonLimits),
})

/** Wilson's interval of one proportion. The lower root comes from the product of the roots, so that x = 0 gives 0. */
export function wilson({ events, n }: Binomial, level: number): Interval {
  const z = normalCritical(level)
  const z2 = z * z
  const root = z * Math.sqrt(z2 + (4 * events * (n - events)) / n)
  const upper = (2 * events + z2 + root) / (2 * (n + z2))
  // At x = n the root is 1 but for rounding.
  return { lower: (events * events) / (n * (n + z2) * upper), upper: events === n ? 1 : upper, level, method: 'Wilson' }
}

/** A proportion with its variance, and how far its Wilson limits lie below and above it. */
export function withWilsonLimits(binomial: Binomial, level: number) {
  const proportion = binomial.events / binomial.n
  const { lower, upper } = wilson(binomial, level)
  const variance = proportionVariance(binomial)
  return { proportion, variance, lower, upper, below: proportion - lower, above: upper - proportion }
}
