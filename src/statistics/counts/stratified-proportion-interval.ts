import type { Interval, MethodOptions } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { eachArmWithinStrata } from '../arm-estimates.ts'
import { armStrata } from '../cells.ts'
import { defineMethod } from '../define-method.ts'
import { armOpinions } from '../second-opinion.ts'
import { binomialOf, requireOneLevel } from './proportion.ts'
import { theirCombinedLimits } from './second-opinion-proportions.ts'
import { withWilsonLimits } from './wilson-interval.ts'

/**
 * The proportion of each arm, its strata weighted as they are in the sample.
 *
 * Estimand: sum over strata of W_s p_s, W_s = N_s / N the stratum's share of all cases of the sample or, where
 * the sampling is known, of the eligible cases (the design's weights: other arms and missing outcomes count in them).
 * Formula: the estimate p puts in observed proportions x_s / n_s, the standard error is
 * sqrt(sum W_s^2 p_s (1 - p_s) / n_s). The interval takes the Wilson limits l_s, u_s of every stratum:
 * lower = p - sqrt(sum W_s^2 (p_s - l_s)^2), upper = p + sqrt(sum W_s^2 (u_s - p_s)^2). With one stratum it is Wilson's.
 *
 * Takes counts of one level in arm x stratum. An arm without an observed case in some stratum has no estimate: the
 * weights cannot be kept then. Throws `TrialError` for counts of several levels. Not to be used with very many strata of
 * a few cases each, where Wilson's limits pull every stratum to the middle and the interval is too wide.
 *
 * Zou, Huang and Zhang (2009); Wilson (1927).
 *
 * @example stratifiedProportionInterval.compute(counts, { level: 0.95, contrasts: [] })
 */
export const stratifiedProportionInterval = defineMethod({
  id: 'stratified-proportion-interval',
  title: 'Proportions with Wilson intervals combined over strata',
  requires: 'counts',
  oneLevel: true,
  pValues: 'none',
  assumesIndependence: true,
  withinStrata: true,
  citations: [{ key: 'zou-huang-zhang-2009' }, { key: 'wilson-1927' }],
  compute: (summary: Summary<'counts'>, { level }: MethodOptions) => {
    requireOneLevel(summary)
    return eachArmWithinStrata(summary, (_, strata) => {
      const parts = strata.map(({ stratum, weight, data }) => {
        const binomial = binomialOf(data)
        return { stratum, weight, ...binomial, ...withWilsonLimits(binomial, level) }
      })
      return {
        n: total(parts.map(({ n }) => n)),
        estimate: total(parts.map(({ weight, proportion }) => weight * proportion)),
        standardError: Math.sqrt(total(parts.map(({ weight, variance }) => weight * weight * variance))),
        interval: combineLimits(parts, level),
        intermediates: {
          events: total(parts.map(({ events }) => events)),
          strata: parts.map(({ stratum, weight, proportion, lower, upper }) => ({
            stratum,
            weight,
            proportion,
            lower,
            upper,
          })),
        },
      }
    })
  },
  secondOpinion: (result, summary) =>
    armOpinions(result, estimate => {
      const { strata } = armStrata(summary, estimate.arm)
      return theirCombinedLimits(
        estimate,
        strata.map(({ weight, data }) => ({ weight, arm: binomialOf(data) })),
      )
    }),
})

interface Part {
  weight: number
  lower: number
  upper: number
  below: number
  above: number
}

/** p -/+ the root of the sum of squares, reached from the weighted sum of limits: one stratum then keeps Wilson's digits. */
function combineLimits(parts: readonly Part[], level: number): Interval {
  const weighted = (side: 'lower' | 'upper' | 'below' | 'above') => parts.map(part => part.weight * part[side])
  return {
    lower: total(weighted('lower')) + shortfall(weighted('below')),
    upper: total(weighted('upper')) - shortfall(weighted('above')),
    level,
    method: 'Wilson limits combined',
  }
}

const total = (terms: readonly number[]): number => terms.reduce((sum, term) => sum + term, 0)

/** By how much the root of the sum of squares falls short of the sum. */
const shortfall = (terms: readonly number[]): number => total(terms) - Math.sqrt(total(terms.map(term => term * term)))
