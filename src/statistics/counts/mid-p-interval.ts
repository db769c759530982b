import type { Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { binomialCdf, binomialPmf, binomialUpperTail, findRoot } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { clopperPearson } from './clopper-pearson-interval.ts'
import { type Binomial, proportionEstimates } from './proportion.ts'

/**
 * The proportion of each arm with the interval that two one-sided exact tests leave when they count half of the
 * observed outcome's probability.
 *
 * Estimand: the probability p of the event in an arm.
 * Formula: with a = 1 - level, the lower limit solves P(X > x) + P(X = x) / 2 = a / 2 for a binomial X and the upper limit
 * P(X < x) + P(X = x) / 2 = a / 2; they are 0 at x = 0 and 1 at x = n. It lies within Clopper and Pearson's.
 *
 * Takes counts of one level; strata are added up. An arm without a case has no estimate. Throws `TrialError` for counts
 * of several levels. Not to be used where coverage must never fall below the level: take Clopper-Pearson.
 *
 * Lancaster (1961); Berry and Armitage (1995).
 *
 * @example midPInterval.compute(counts, { level: 0.95, contrasts: [] })
 */
export const midPInterval = defineMethod({
  id: 'mid-p-interval',
  title: 'Proportions with mid-P intervals',
  requires: 'counts',
  pValues: 'none',
  oneLevel: true,
  assumesIndependence: true,
  citations: [{ key: 'lancaster-1961' }, { key: 'berry-armitage-1995' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) =>
    proportionEstimates(summary, binomial => midP(binomial, level)),
})

function midP({ events, n }: Binomial, level: number): Interval {
  const tail = (1 - level) / 2
  const outer = clopperPearson({ events, n }, level)
  const half = (p: number): number => binomialPmf(events, n, p) / 2
  const above = (p: number): number => binomialUpperTail(events, n, p) + half(p) - tail
  const below = (p: number): number => binomialCdf(events - 1, n, p) + half(p) - tail
  return {
    lower: events === 0 ? 0 : findRoot(above, outer.lower, outer.upper),
    upper: events === n ? 1 : findRoot(below, outer.lower, outer.upper),
    level,
    method: 'mid-P',
  }
}
