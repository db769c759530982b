import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { stratifiedClusterRobust } from './cluster-robust.ts'

/**
 * By how much the probability of the event differs between two arms, compared within strata, where cases were allocated in clusters.
 *
 * Estimand: sum over strata of W_s (mu_1s - mu_2s), W_s = N_s / N the stratum's share of all cases of the sample
 * or, where the sampling is known, of the eligible cases.
 * Formula: in arm a and stratum s, g clusters i of size m_i and total t_i have R = T / M. Each cluster's score is
 * z_i = sum over its strata of W_s sqrt(g / (g - 1)) (t_i - R m_i) / M, and v_a = sum of z_i^2: clusters with cases in two
 * strata bring their products. d = sum W_s (R_1s - R_2s), t = d / sqrt(v_1 + v_2), with Satterthwaite's degrees of freedom
 * over the strata (g - 1 each), an arm's never above its distinct clusters less one. With one stratum this is
 * cluster-robust-difference-in-proportions; with clusters of one case it is stratified-difference-in-means.
 *
 * Takes cluster moments of a binary outcome (totals are cases with the event); gives a proportion; in arm x stratum. A contrast is undefined where an arm has no observed case in some stratum, only one cluster there, or where no
 * cluster departs from its arm's mean.
 * Not to be used with few clusters: below fifty in an arm it carries a caution.
 *
 * Cochran (1977), chapters 6 and 9A; Satterthwaite (1946); Cameron and Miller (2015) on few clusters.
 *
 * @example stratifiedClusterRobustDifferenceInProportions.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const stratifiedClusterRobustDifferenceInProportions = defineMethod({
  id: 'stratified-cluster-robust-difference-in-proportions',
  title: 'Differences in proportions within strata, cluster-robust',
  requires: 'clusterMoments',
  outcomes: ['binary'],
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: false,
  withinStrata: true,
  citations: [
    { key: 'cochran-1977', at: 'Chapters 6 and 9A' },
    { key: 'satterthwaite-1946' },
    { key: 'cameron-miller-2015' },
  ],
  compute: (summary: Summary<'clusterMoments'>, { level, contrasts }: MethodOptions) =>
    eachContrast(contrasts, spec => stratifiedClusterRobust(summary, spec, level)),
  secondOpinion: symmetricContrastOpinions,
})
