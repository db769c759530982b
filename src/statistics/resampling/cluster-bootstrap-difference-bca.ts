import { defineResamplingMethod } from '../define-method.ts'
import { bootstrapDifference } from './bootstrap-difference.ts'
import { clusters } from './pools.ts'

/**
 * By how much the mean differs between two arms, where cases were allocated in clusters, by the bootstrap:
 * bias-corrected and accelerated.
 *
 * Estimand: the mean in an arm minus the mean in another, cases with nothing included.
 * Formula: whole allocation units (linked cases, or single ones) are drawn with replacement from those of an arm, as
 * many as it has, strata added up; R = T / M is the mean over the cases drawn, and with one seed all cluster bootstraps
 * draw the same. The limits are the quantiles at Phi(z0 + (z0 + z) / (1 - a (z0 + z))) of B replicates of d = R_1 -
 * R_2, for z the normal quantile of either tail, z0 that of the share of replicates below d (half of those equal to it
 * with them), and a a sixth of the skewness of d by the jackknife: sum of u^3 / (6 (sum of u^2)^1.5) over all units of
 * both arms, u the influence of a unit. There is no P. How far another seed would move the limits is among the
 * intermediates, and said in a caution.
 *
 * Takes units of a money or a binary outcome; gives the outcome's unit. `draws` replicates, 10,000 where the plan says
 * nothing, from `seed`. A contrast is undefined where an arm has no observed case or one cluster, where no cluster
 * departs from its arm's mean, and where the limits lie beyond the replicates.
 * Not to be used where payments are rare and skewed: a and z0 are poor then, and it covers less often than its level
 * says (a caution says where). Nor with fewer than some twenty payers an arm: nothing is to be had from resampling them.
 *
 * Efron (1987); Davison and Hinkley (1997), sections 5.2 to 5.4.
 *
 * @example clusterBootstrapDifferenceBca.compute(units, { level: 0.95, seed: '2015', contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const clusterBootstrapDifferenceBca = defineResamplingMethod({
  id: 'cluster-bootstrap-difference-bca',
  title: 'Differences in means, cluster bootstrap (BCa)',
  requires: 'units',
  reads: ['draws'],
  outcomes: ['binary', 'money'],
  pValues: 'none',
  assumesIndependence: false,
  citations: [{ key: 'efron-1987' }, { key: 'davison-hinkley-1997', at: 'Sections 5.2 to 5.4' }],
  resampling: bootstrapDifference(clusters, 'BCa'),
})
