import type { MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { defineMethod } from '../define-method.ts'
import { symmetricContrastOpinions } from '../second-opinion.ts'
import { weightedDifferences } from './inverse-probability-weighted.ts'

/**
 * By how much the probability of the event differs between two arms, where cases had unequal chances of being in them.
 *
 * Estimand: the share with the event of all cases of the sample had they been in an arm, minus that in another.
 * Formula: a unit i (linked cases, or a single one) of m_i cases and total t_i has weight w_i = 1 / its probability of
 * being in its arm. R = sum of w t / W with W = sum of w m (Hájek), and v = sum of (w (t - R m) / W)^2 / (1 - w m / W),
 * the HC2 variance of the weighted regression on arms over whole units; d = R_1 - R_2, t = d / sqrt(v_1 + v_2) with
 * Satterthwaite's degrees of freedom, units less one in each arm.
 *
 * Probabilities are the design's where `redraw` gives it: the mean share of the arm over the draws of linked units of a
 * type, and for single cases of a stratum what those are expected to leave of the target. Else they are the shares of
 * the units with as many cases in each stratum, as realised; the answer is then that of weighting these types by their
 * numbers in the sample, and its standard error leaves out what this gains.
 *
 * Takes units of a binary outcome; gives a proportion. A contrast is undefined where a type of unit has no chance of an
 * arm, or no unit in it where shares are as realised, where an arm has no case or one unit, and where no unit departs
 * from its arm's mean. Not needed where all units have the same probabilities: it is then the plain difference.
 *
 * Hájek (1971); Imbens and Rubin (2015); MacKinnon and White (1985).
 *
 * @example inverseProbabilityWeightedDifferenceInProportions.compute(units, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const inverseProbabilityWeightedDifferenceInProportions = defineMethod({
  id: 'inverse-probability-weighted-difference-in-proportions',
  title: 'Differences in proportions, inverse-probability-weighted',
  requires: 'units',
  outcomes: ['binary'],
  pValues: 'each_contrast',
  assumesIndependence: false,
  withinStrata: true,
  designBased: true,
  citations: [{ key: 'hajek-1971' }, { key: 'imbens-rubin-2015' }, { key: 'mackinnon-white-1985' }],
  compute: (summary: Summary<'units'>, options: MethodOptions) => weightedDifferences(summary, options),
  secondOpinion: symmetricContrastOpinions,
})
