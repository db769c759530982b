import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { studentTArmOpinions } from '../second-opinion.ts'
import { clusterRobustIntervals } from './cluster-robust-intervals.ts'

/**
 * The mean of each arm, its strata weighted as they are in the sample, where cases were allocated in clusters.
 *
 * Estimand: sum over strata of W_s mu_s, W_s = N_s / N the stratum's share of all cases of the sample
 * or, where the sampling is known, of the eligible cases.
 * Formula: in stratum s, g clusters i of size m_i and total t_i have R_s = T / M. Each cluster's score is
 * z_i = sum over its strata of W_s sqrt(g / (g - 1)) (t_i - R_s m_i) / M, and v = sum of z_i^2: clusters with cases in two
 * strata bring their products. R = sum W_s R_s; R +/- t sqrt(v), t with Satterthwaite's degrees of freedom over the strata
 * (g - 1 each), never above the distinct clusters less one. With one stratum this is
 * cluster-robust-mean-interval; with clusters of one case it has the standard error of stratified-mean-interval.
 *
 * Takes cluster moments of minor units in arm x stratum; gives minor units.
 * An arm has no estimate where it has no observed case in some stratum, only one cluster there, or where no cluster
 * departs from its mean.
 * Not to be used with few clusters: below fifty in an arm it carries a caution.
 *
 * Cochran (1977), chapters 5, 6 and 9A; Satterthwaite (1946); Cameron and Miller (2015) on few clusters.
 *
 * @example stratifiedClusterRobustMeanInterval.compute(moments, { level: 0.95, contrasts: [] })
 */
export const stratifiedClusterRobustMeanInterval = defineMethod({
  id: 'stratified-cluster-robust-mean-interval',
  title: 'Means with cluster-robust t intervals combined over strata',
  requires: 'clusterMoments',
  outcomes: ['money'],
  pValues: 'none',
  assumesIndependence: false,
  withinStrata: true,
  citations: [
    { key: 'cochran-1977', at: 'Chapters 5, 6 and 9A' },
    { key: 'satterthwaite-1946' },
    { key: 'cameron-miller-2015' },
  ],
  compute: (summary: Summary<'clusterMoments'>, { level }: MethodOptions) => clusterRobustIntervals(summary, level),
  secondOpinion: studentTArmOpinions,
})
