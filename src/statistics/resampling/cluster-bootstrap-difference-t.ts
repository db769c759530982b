import { defineResamplingMethod } from '../define-method.ts'
import { bootstrapDifference } from './bootstrap-difference.ts'
import { clusters } from './pools.ts'

/**
 * By how much the mean differs between two arms, where cases were allocated in clusters, by the bootstrap: studentised.
 *
 * Estimand: the mean in an arm minus the mean in another, cases with nothing included.
 * Formula: whole allocation units (linked cases, or single ones) are drawn with replacement from those of an arm, as
 * many as it has, strata added up; R = T / M is the mean over the cases drawn, and with one seed all cluster bootstraps
 * draw the same. The limits are d minus the quantiles of t* = (d* - d) / se* over B replicates, times se: se = sqrt(v_1
 * + v_2) with v = g / (g - 1) x sum of (t - R m)^2 / M^2 in every arm (s^2 / n for units of one case), and se* the same
 * of a replicate. There is no P. How far another seed would move the limits is among the intermediates, and said in a
 * caution.
 *
 * Takes units of a money or a binary outcome; gives the outcome's unit. `draws` replicates, 10,000 where the plan says
 * nothing, from `seed`. A contrast is undefined where an arm has no observed case or one cluster, where no cluster
 * departs from its arm's mean, and where the limits lie beyond the replicates.
 * Not to be used where payments are rare and skewed: it then covers less often than its level says (a caution says
 * where). Nor with fewer than some twenty payers an arm: limits then rest on replicates with next to none.
 *
 * Efron and Tibshirani (1993), chapter 12; Barber and Thompson (2000).
 *
 * @example clusterBootstrapDifferenceT.compute(units, { level: 0.95, seed: '2015', contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const clusterBootstrapDifferenceT = defineResamplingMethod({
  id: 'cluster-bootstrap-difference-t',
  title: 'Differences in means, cluster bootstrap (studentised)',
  requires: 'units',
  reads: ['draws'],
  outcomes: ['binary', 'money'],
  pValues: 'none',
  assumesIndependence: false,
  citations: [{ key: 'efron-tibshirani-1993', at: 'Chapter 12' }, { key: 'barber-thompson-2000' }],
  resampling: bootstrapDifference(clusters, 'bootstrap-t'),
})
