import { defineResamplingMethod } from '../define-method.ts'
import { bootstrapDifference } from './bootstrap-difference.ts'
import { cases } from './pools.ts'

/**
 * By how much the mean differs between two arms, by the bootstrap: studentised.
 *
 * Estimand: the mean in an arm minus the mean in another, cases with nothing included.
 * Formula: cases are drawn with replacement from those of an arm, as many as it has, strata added up; R is their mean,
 * and with one seed all bootstraps of cases draw the same. The limits are d minus the quantiles of t* = (d* - d) / se*
 * over B replicates, times se: se = sqrt(v_1 + v_2) with v = g / (g - 1) x sum of (t - R m)^2 / M^2 in every arm (s^2 /
 * n for units of one case), and se* the same of a replicate. There is no P. How far another seed would move the limits
 * is among the intermediates, and said in a caution.
 *
 * Takes frequencies of a money or a binary outcome; gives the outcome's unit. `draws` replicates, 10,000 where the plan
 * says nothing, from `seed`. A contrast is undefined where an arm has no observed case or one, where neither arm
 * varies, and where the limits lie beyond the replicates.
 * Not to be used where payments are rare and skewed: it then covers less often than its level says (a caution says
 * where). Nor with fewer than some twenty payers an arm: limits then rest on replicates with next to none.
 *
 * Efron and Tibshirani (1993), chapter 12; Barber and Thompson (2000).
 *
 * @example bootstrapDifferenceT.compute(frequencies, { level: 0.95, seed: '2015', contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const bootstrapDifferenceT = defineResamplingMethod({
  id: 'bootstrap-difference-t',
  title: 'Differences in means, bootstrap (studentised)',
  requires: 'frequencies',
  reads: ['draws'],
  outcomes: ['binary', 'money'],
  pValues: 'none',
  assumesIndependence: true,
  citations: [{ key: 'efron-tibshirani-1993', at: 'Chapter 12' }, { key: 'barber-thompson-2000' }],
  resampling: bootstrapDifference(cases, 'bootstrap-t'),
})
