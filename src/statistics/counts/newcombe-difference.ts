import { computed, type MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { collapseStrata } from '../../summaries/index.ts'
import { defineMethod } from '../define-method.ts'
import { contrastOpinions } from '../second-opinion.ts'
import { eachPair } from './pair.ts'
import { binomialPairs, combineProportions } from './proportion-difference.ts'
import { theirCombinedLimits } from './second-opinion-proportions.ts'

/**
 * By how much the probability of the event differs between two arms.
 *
 * Estimand: p_1 - p_2, a declared arm minus another.
 * Formula: d = p_1 - p_2; the interval runs from d - sqrt((p_1 - l_1)^2 + (u_2 - p_2)^2) to
 * d + sqrt((u_1 - p_1)^2 + (p_2 - l_2)^2), with l and u the Wilson limits of each arm (hybrid score, Newcombe's method 10,
 * uncorrected). P is of the score test with pooled probability, z = d / sqrt(p (1 - p)(1/n_1 + 1/n_2)): z^2 is Pearson's
 * chi-squared of the two arms. The standard error is the unpooled one. P is absent where no case or every case of both
 * arms has the event.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined where an arm has no case. Throws `TrialError`
 * for counts of several levels. Test and interval use different variances, so near the level they may disagree.
 *
 * Newcombe (1998), method 10.
 *
 * @example newcombeDifference.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const newcombeDifference = defineMethod({
  id: 'newcombe-difference',
  title: 'Differences in proportions with Newcombe intervals',
  plainly:
    'A share has a range of values with which the data go together, and so has the share of the other arm. This interval puts the two together to a range for their difference. Unlike the simplest formula it keeps its promise where an outcome is rare.',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'newcombe-1998', at: 'Method 10' }, { key: 'pearson-1900' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) =>
    eachPair(summary, options, (pair, spec) =>
      computed(combineProportions(spec, [{ stratum: 'all', weight: 1, ...pair }], options.level, 'Newcombe')),
    ),
  secondOpinion: (result, summary) =>
    contrastOpinions(result, contrast =>
      theirCombinedLimits(contrast, binomialPairs(collapseStrata(summary), contrast)),
    ),
})
