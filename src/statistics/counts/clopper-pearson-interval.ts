import type { Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { betaQuantile, betaUpperQuantile } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { armOpinions } from '../second-opinion.ts'
import { type Binomial, proportionEstimates } from './proportion.ts'
import { theirClopperPearsonLimits } from './second-opinion-proportions.ts'

/**
 * The proportion of each arm with the interval that two one-sided exact binomial tests leave.
 *
 * Estimand: the probability p of the event in an arm.
 * Formula: with a = 1 - level, the lower limit is the a/2 quantile of beta(x, n - x + 1) and the upper limit the upper
 * a/2 quantile of beta(x + 1, n - x). At x = 0 the limits are 0 and 1 - (a/2)^(1/n), at x = n they are (a/2)^(1/n) and 1.
 *
 * Takes counts of one level; strata are added up. An arm without a case has no estimate. Throws `TrialError` for counts
 * of several levels. Not to be used where an interval of typical coverage is wanted: it is wider than its level says.
 *
 * Clopper and Pearson (1934).
 *
 * @example clopperPearsonInterval.compute(counts, { level: 0.95, contrasts: [] })
 */
export const clopperPearsonInterval = defineMethod({
  id: 'clopper-pearson-interval',
  title: 'Proportions with Clopper-Pearson intervals',
  requires: 'counts',
  oneLevel: true,
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'clopper-pearson-1934' }, { key: 'brown-cai-dasgupta-2001' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) =>
    proportionEstimates(summary, binomial => clopperPearson(binomial, level)),
  secondOpinion: result => armOpinions(result, theirClopperPearsonLimits),
})

/** Clopper and Pearson's interval of one proportion. */
export function clopperPearson({ events, n }: Binomial, level: number): Interval {
  const tail = (1 - level) / 2
  return {
    lower: events === 0 ? 0 : events === n ? tail ** (1 / n) : betaQuantile(tail, events, n - events + 1),
    upper: events === n ? 1 : events === 0 ? upperOfNone(tail, n) : betaUpperQuantile(tail, events + 1, n - events),
    level,
    method: 'Clopper-Pearson',
  }
}

const upperOfNone = (tail: number, n: number): number => -Math.expm1(Math.log(tail) / n)
