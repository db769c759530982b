import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { collapseStrata } from '../../summaries/index.ts'
import { fewEventsCaution } from '../counts/proportion.ts'
import { defineMethod } from '../define-method.ts'
import { withCautions } from '../inference.ts'
import { studentTArmOpinions } from '../second-opinion.ts'
import { clusterRobustIntervals } from './cluster-robust-intervals.ts'

/**
 * The proportion of each arm, where cases were allocated in clusters.
 *
 * Estimand: the probability p of the event over the cases of an arm.
 * Formula: g clusters i of size m_i and total t_i have R = T / M, the mean over cases, a ratio of two sums over clusters.
 * v = g / (g - 1) x sum of (t_i - R m_i)^2 / M^2; R +/- t sqrt(v), t with g - 1 degrees of freedom. With clusters of one
 * case this is mean-interval-t of zeros and ones. Limits are not cut at 0 and 1.
 *
 * Takes cluster moments of a binary outcome (totals are cases with the event); gives a proportion; strata are added up.
 * An arm has no estimate where it has no case or one cluster, or where no cluster departs from its mean.
 * Not to be used with few clusters or few events: below fifty clusters, or five cases with or without the event, in an
 * arm it carries a caution.
 *
 * Cochran (1977), chapters 6 and 9A; Cameron and Miller (2015) on few clusters and g - 1 degrees of freedom.
 *
 * @example clusterRobustProportionInterval.compute(moments, { level: 0.95, contrasts: [] })
 */
export const clusterRobustProportionInterval = defineMethod({
  id: 'cluster-robust-proportion-interval',
  title: 'Proportions with cluster-robust t intervals',
  requires: 'clusterMoments',
  outcomes: ['binary'],
  pValues: 'none',
  assumesIndependence: false,
  citations: [{ key: 'cochran-1977', at: 'Chapters 6 and 9A' }, { key: 'cameron-miller-2015' }],
  compute: (summary: Summary<'clusterMoments'>, { level }: MethodOptions) =>
    withCautions(clusterRobustIntervals(collapseStrata(summary), level), fewEventsCaution(summary)),
  secondOpinion: studentTArmOpinions,
})
