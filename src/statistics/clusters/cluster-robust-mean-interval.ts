import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { collapseStrata } from '../../summaries/index.ts'
import { defineMethod } from '../define-method.ts'
import { studentTArmOpinions } from '../second-opinion.ts'
import { clusterRobustIntervals } from './cluster-robust-intervals.ts'

/**
 * The mean of each arm, where cases were allocated in clusters.
 *
 * Estimand: the mean of the outcome over the cases of an arm, cases with nothing included.
 * Formula: g clusters i of size m_i and total t_i have R = T / M, the mean over cases, a ratio of two sums over clusters.
 * v = g / (g - 1) x sum of (t_i - R m_i)^2 / M^2; R +/- t sqrt(v), t with g - 1 degrees of freedom. With clusters of one
 * case this is mean-interval-t.
 *
 * Takes cluster moments of minor units; gives minor units; strata are added up.
 * An arm has no estimate where it has no case or one cluster, or where no cluster departs from its mean.
 * Not to be used with few clusters: below fifty in an arm it carries a caution.
 *
 * Cochran (1977), chapters 6 and 9A; Cameron and Miller (2015) on few clusters and g - 1 degrees of freedom.
 *
 * @example clusterRobustMeanInterval.compute(moments, { level: 0.95, contrasts: [] })
 */
export const clusterRobustMeanInterval = defineMethod({
  id: 'cluster-robust-mean-interval',
  title: 'Means with cluster-robust t intervals',
  requires: 'clusterMoments',
  outcomes: ['money'],
  pValues: 'none',
  assumesIndependence: false,
  citations: [{ key: 'cochran-1977', at: 'Chapters 6 and 9A' }, { key: 'cameron-miller-2015' }],
  compute: (summary: Summary<'clusterMoments'>, { level }: MethodOptions) =>
    clusterRobustIntervals(collapseStrata(summary), level),
  secondOpinion: studentTArmOpinions,
})
