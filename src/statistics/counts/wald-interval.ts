import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { around, normalCritical, withCautions } from '../inference.ts'
import { armOpinions, theirLimitsAround } from '../second-opinion.ts'
import { fewEventsCaution, proportionEstimates, proportionVariance } from './proportion.ts'

/**
 * The proportion of each arm with its plain normal interval, the "plus or minus" that reports print.
 *
 * Estimand: the probability p of the event in an arm.
 * Formula: p +/- z sqrt(p (1 - p) / n), with p = x / n; limits are not cut at 0 and 1.
 *
 * Takes counts of one level; strata are added up. An arm with no case, or with no variation (x = 0 or x = n, where the
 * formula gives a width of nothing), has no estimate. Throws `TrialError` for counts of several levels.
 * Not to be used with few events, where it covers too seldom: take the Wilson interval.
 *
 * Agresti and Coull (1998); Brown, Cai and DasGupta (2001).
 *
 * @example waldInterval.compute(counts, { level: 0.95, contrasts: [] })
 */
export const waldInterval = defineMethod({
  id: 'wald-interval',
  title: 'Proportions with Wald intervals',
  plainly:
    'The share of the cases with the outcome, plus and minus a margin that follows from the share and the number of cases. It is the simplest such range and too short where an outcome is rare; others stand beside it.',
  requires: 'counts',
  oneLevel: true,
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'agresti-coull-1998' }, { key: 'brown-cai-dasgupta-2001' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) => {
    const estimates = proportionEstimates(summary, binomial => {
      const variance = proportionVariance(binomial)
      if (variance === 0) {
        return { reason: 'zero_variance', detail: 'All cases are alike, so the formula gives an interval of no width.' }
      }
      return around(binomial.events / binomial.n, normalCritical(level) * Math.sqrt(variance), level, 'Wald')
    })
    return withCautions(estimates, fewEventsCaution(summary))
  },
  secondOpinion: result => armOpinions(result, theirLimitsAround),
})
