import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { around, normalCritical } from '../inference.ts'
import { armOpinions, theirLimitsAround } from '../second-opinion.ts'
import { meanEstimates } from './mean.ts'

/**
 * The mean of each arm with its normal interval, the "plus or minus" that reports print.
 *
 * Estimand: the mean of the outcome in an arm, cases with nothing included.
 * Formula: m +/- z s / sqrt(n), s^2 = (n S2 - S^2) / (n (n - 1)) from the exact sums S of values and S2 of squares.
 *
 * Takes moments in minor units; strata are added up; gives minor units. An arm with fewer than two cases or no variation
 * has no estimate. Not to be used in small samples (take mean-interval-t), nor trusted where few cases hold most of the
 * money, which a caution says.
 *
 * Cochran (1977), chapter 2; Barber and Thompson (2000) on why the arithmetic mean.
 *
 * @example meanIntervalZ.compute(moments, { level: 0.95, contrasts: [] })
 */
export const meanIntervalZ = defineMethod({
  id: 'mean-interval-z',
  title: 'Means with normal intervals',
  plainly:
    'The average over all cases, those that paid nothing among them, plus and minus a margin that follows from how much amounts differ from case to case and from how many cases there are.',
  requires: 'moments',
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'cochran-1977', at: 'Chapter 2' }, { key: 'barber-thompson-2000' }],
  compute: (summary: Summary<'moments'>, { level }: MethodOptions) =>
    meanEstimates(summary, ({ mean, varianceOfMean }) =>
      around(mean, normalCritical(level) * Math.sqrt(varianceOfMean), level, 'z'),
    ),
  secondOpinion: result => armOpinions(result, theirLimitsAround),
})
