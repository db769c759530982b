import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { unstratifiedClusterRobust } from './cluster-robust.ts'

/**
 * By how much the probability of the event differs between two arms, where cases were allocated in clusters.
 *
 * Estimand: the probability over cases in an arm minus that in another.
 * Formula: in arm a, g clusters i of size m_i and total t_i have R = T / M, the mean over cases, a ratio of two sums over
 * clusters. v_a = g / (g - 1) x sum of (t_i - R m_i)^2 / M^2; d = R_1 - R_2, t = d / sqrt(v_1 + v_2), with
 * (v_1 + v_2)^2 / (v_1^2 / (g_1 - 1) + v_2^2 / (g_2 - 1)) degrees of freedom. With clusters of one case this is Welch's t.
 *
 * Takes cluster moments of a binary outcome (totals are cases with the event); gives a proportion; strata are added up. A contrast is undefined where an arm has no case or one cluster, or where no cluster departs from its arm's
 * mean.
 * Not to be used with few clusters: below fifty in an arm it carries a caution.
 *
 * Cochran (1977), chapters 6 and 9A; Satterthwaite (1946); Cameron and Miller (2015) on few clusters.
 *
 * @example clusterRobustDifferenceInProportions.compute(moments, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const clusterRobustDifferenceInProportions = defineMethod({
  id: 'cluster-robust-difference-in-proportions',
  title: 'Differences in proportions, cluster-robust',
  requires: 'clusterMoments',
  outcomes: ['binary'],
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: false,
  citations: [
    { key: 'cochran-1977', at: 'Chapters 6 and 9A' },
    { key: 'satterthwaite-1946' },
    { key: 'cameron-miller-2015' },
  ],
  compute: (summary: Summary<'clusterMoments'>, { level, contrasts }: MethodOptions) =>
    eachContrast(contrasts, spec => unstratifiedClusterRobust(summary, spec, level)),
  secondOpinion: symmetricContrastOpinions,
})
