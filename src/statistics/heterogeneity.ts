import { InternalError } from '../core/errors.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import type { GroupEffect, Heterogeneity } from '../model/subgroup-results.ts'
import { chiSquaredUpperTail } from '../numerics/index.ts'
import { around, normalCritical } from './inference.ts'

/**
 * Does an effect differ between groups of cases?
 *
 * Null hypothesis: the effect is the same in every group.
 * Formula: Q = sum of w_i (d_i - D)^2, with w_i = 1 / se_i^2 and D the mean of the d_i by these weights, worked out as
 * sum over pairs of w_i w_j (d_i - d_j)^2 / sum of w, which does not cancel; chi-squared with one degree of freedom less than
 * there are groups. Of two groups Q is z^2 of the difference of the effects, which is then given with its interval.
 *
 * Takes differences of groups that share no case, in any one unit, in the order in which they are told. Undefined where an
 * effect has no standard error above 0. Standard errors are taken as known: not to be trusted with few events or cases in a
 * group, nor for groups whose cases are alike, as those of one cluster.
 *
 * Cochran (1954).
 *
 * @example effectHeterogeneity([{ estimate: 0.02, standardError: 0.01 }, { estimate: 0, standardError: 0.01 }], 0.95)
 */
export function effectHeterogeneity(effects: readonly GroupEffect[], level: number): Computation<Heterogeneity> {
  if (effects.length < 2) throw new InternalError(`effects of ${effects.length} group cannot be set against each other`)
  if (!effects.every(({ standardError }) => standardError > 0))
    return undefinedBecause('zero_variance', 'An effect without variance cannot be set against others.')
  const weights = effects.map(({ standardError }) => 1 / (standardError * standardError))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const value = statisticOf(effects, weights) / total
  const degreesOfFreedom = effects.length - 1
  const mean = effects.reduce((sum, { estimate }, at) => sum + ((weights[at] ?? 0) / total) * estimate, 0)
  return computed({
    statistic: { symbol: 'Q', value },
    degreesOfFreedom,
    pValue: chiSquaredUpperTail(value, degreesOfFreedom),
    nullHypothesis: 'The effect is the same in every subgroup.',
    difference: differenceOf(effects, level),
    intermediates: { weights, commonEffect: { estimate: mean, standardError: 1 / Math.sqrt(total) } },
  })
}

/** Sum over pairs of w_i w_j (d_i - d_j)^2. */
function statisticOf(effects: readonly GroupEffect[], weights: readonly number[]): number {
  let sum = 0
  for (const [at, one] of effects.entries()) {
    for (const [before, other] of effects.slice(0, at).entries()) {
      const apart = one.estimate - other.estimate
      sum += (weights[at] ?? 0) * (weights[before] ?? 0) * apart * apart
    }
  }
  return sum
}

function differenceOf([first, second, ...others]: readonly GroupEffect[], level: number): Heterogeneity['difference'] {
  if (first === undefined || second === undefined || others.length > 0) return undefined
  const estimate = second.estimate - first.estimate
  const standardError = Math.hypot(first.standardError, second.standardError)
  const interval = around(estimate, normalCritical(level) * standardError, level, 'normal')
  return { estimate, standardError, interval }
}
