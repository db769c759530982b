import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { stratifiedCr2 } from './cr2.ts'

/**
 * By how much the mean differs between two arms, compared within strata, where cases were allocated in clusters and
 * clusters may be few.
 *
 * Estimand: sum over strata of W_s (mu_1s - mu_2s), W_s = N_s / N the stratum's share of all cases of the sample
 * or, where the sampling is known, of the eligible cases.
 * Formula: in arm a and stratum s, M_s cases have total T_s, and R_s = T_s / M_s. A cluster of m_s cases there with
 * total t_s has the score z = sum over its strata of W_s (t_s - R_s m_s) / (M_s sqrt(1 - m_s / M_s)), and v_a = sum of
 * z^2: the bias-reduced variance CR2 of the regression on arm x stratum. d = sum W_s (R_1s - R_2s), t = d / sqrt(v_1 +
 * v_2), with Satterthwaite's degrees of freedom (sum of k_ii)^2 / sum of k_ij^2, k_ij the covariance of the scores'
 * terms of clusters i and j under cases alike and independent. With one stratum this is cr2-difference-in-means.
 *
 * Takes units of amounts in minor units; gives minor units; in strata. A contrast is undefined where an arm has no
 * observed case in some stratum, only one cluster there, or where no cluster departs from its arm's means.
 * Not to be used below four degrees of freedom, which a caution says.
 *
 * Bell and McCaffrey (2002); Pustejovsky and Tipton (2018).
 *
 * @example stratifiedCr2DifferenceInMeans.compute(units, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const stratifiedCr2DifferenceInMeans = defineMethod({
  id: 'stratified-cr2-difference-in-means',
  title: 'Differences in means within strata, cluster-robust (CR2)',
  requires: 'units',
  outcomes: ['money'],
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: false,
  withinStrata: true,
  citations: [{ key: 'bell-mccaffrey-2002' }, { key: 'pustejovsky-tipton-2018' }],
  compute: (summary: Summary<'units'>, { level, contrasts }: MethodOptions) =>
    eachContrast(contrasts, spec => stratifiedCr2(summary, spec, level)),
  secondOpinion: symmetricContrastOpinions,
})
