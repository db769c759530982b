import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { eachContrast } from '../inference.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { unstratifiedCr2 } from './cr2.ts'

/**
 * By how much the probability of the event differs between two arms, where cases were allocated in clusters and
 * clusters may be few.
 *
 * Estimand: the probability over cases in an arm minus that in another.
 * Formula: in arm a, clusters i of m_i cases and total t_i have R = T / M, the share of cases with the event. The
 * bias-reduced variance CR2 of the regression on arms is v_a = sum of (t_i - R m_i)^2 / (1 - m_i / M) / M^2; d = R_1 -
 * R_2, t = d / sqrt(v_1 + v_2). Satterthwaite's degrees of freedom under cases alike and independent are (1 / M_1 + 1 /
 * M_2)^2 / (D_1 + D_2), where D_a = sum of m_i^2 / M^4 + sum over i and j apart of b_i b_j / M^6 and b_i = m_i^2 / (1 -
 * m_i / M). With clusters of one case the standard error is Welch's (HC2).
 *
 * Takes units of a binary outcome; gives a proportion; strata are added up, and a cluster may have cases in several. A
 * contrast is undefined where an arm has no case or one cluster, or where no cluster departs from its arm's mean.
 * Not to be used below four degrees of freedom, which a caution says.
 *
 * Bell and McCaffrey (2002); Pustejovsky and Tipton (2018).
 *
 * @example cr2DifferenceInProportions.compute(units, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const cr2DifferenceInProportions = defineMethod({
  id: 'cr2-difference-in-proportions',
  title: 'Differences in proportions, cluster-robust (CR2)',
  requires: 'units',
  outcomes: ['binary'],
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: false,
  citations: [{ key: 'bell-mccaffrey-2002' }, { key: 'pustejovsky-tipton-2018' }],
  compute: (summary: Summary<'units'>, { level, contrasts }: MethodOptions) =>
    eachContrast(contrasts, spec => unstratifiedCr2(summary, spec, level)),
  secondOpinion: symmetricContrastOpinions,
})
