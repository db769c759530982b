import { defineResamplingMethod } from '../define-method.ts'
import { bootstrapDifference } from './bootstrap-difference.ts'
import { cases } from './pools.ts'

/**
 * By how much the mean differs between two arms, by the bootstrap: the percentiles of the replicates.
 *
 * Estimand: the mean in an arm minus the mean in another, cases with nothing included.
 * Formula: cases are drawn with replacement from those of an arm, as many as it has, strata added up; R is their mean,
 * and with one seed all bootstraps of cases draw the same. The limits are the (1 - level) / 2 and (1 + level) / 2
 * quantiles of B replicates of d = R_1 - R_2. There is no P. How far another seed would move the limits is among the
 * intermediates, and said in a caution.
 *
 * Takes frequencies of a money or a binary outcome; gives the outcome's unit. `draws` replicates, 10,000 where the plan
 * says nothing, from `seed`. A contrast is undefined where an arm has no observed case or one, where neither arm
 * varies, and where the limits lie beyond the replicates.
 * Not to be used where payments are rare and skewed: resampling then sees too few amounts, and it covers less often than
 * its level says (a caution says where); the other bootstraps cover no better there.
 *
 * Efron and Tibshirani (1993), chapter 13; Barber and Thompson (2000).
 *
 * @example bootstrapDifferencePercentile.compute(frequencies, { level: 0.95, seed: '2015', contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const bootstrapDifferencePercentile = defineResamplingMethod({
  id: 'bootstrap-difference-percentile',
  title: 'Differences in means, bootstrap (percentile)',
  requires: 'frequencies',
  reads: ['draws'],
  outcomes: ['binary', 'money'],
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'efron-tibshirani-1993', at: 'Chapter 13' }, { key: 'barber-thompson-2000' }],
  resampling: bootstrapDifference(cases, 'percentile'),
})
