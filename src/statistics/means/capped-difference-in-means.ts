import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { cappedDifferences, settingNeeded } from './capped-amounts.ts'

/**
 * By how much the mean differs between two arms when no amount counts for more than a cap: whether a few large amounts
 * make the difference.
 *
 * Estimand: the mean of min(amount, cap) in an arm minus that in another, cases with nothing included.
 * Formula: Welch's t on the capped amounts, as difference-in-means-welch.
 *
 * Takes frequencies of amounts in minor units, strata added up, and the setting `cap` in minor units, fixed before the
 * amounts were seen; gives minor units. How many cases of each arm lay above the cap is among the intermediates. A
 * contrast is undefined where an arm has fewer than two cases, or neither varies below the cap.
 * Not to be used in place of the difference in means: what was collected above the cap was collected.
 *
 * Tukey (1962); Welch (1947).
 *
 * @example cappedDifferenceInMeans.compute(frequencies, { level: 0.95, cap: 100000, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const cappedDifferenceInMeans = defineMethod({
  id: 'capped-difference-in-means',
  title: "Differences in means of capped amounts by Welch's t",
  requires: 'frequencies',
  reads: ['cap'],
  outcomes: ['money'],
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'tukey-1962' }, { key: 'welch-1947' }],
  compute: (summary: Summary<'frequencies'>, options: MethodOptions) =>
    options.cap === undefined ? settingNeeded('cap') : cappedDifferences(summary, options, options.cap),
  secondOpinion: symmetricContrastOpinions,
})
