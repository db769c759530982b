import type { ContrastEstimate, ContrastSpec } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { normalUpperTail } from '../../numerics/index.ts'
import { pairStrata } from '../cells.ts'
import { type Binomial, binomialOf, proportionVariance } from './proportion.ts'
import { withWilsonLimits } from './wilson-interval.ts'

/** Two proportions of one stratum and the stratum's weight; weights add to 1. */
export interface WeightedPair {
  stratum: string
  weight: number
  arm: Binomial
  against: Binomial
}

/** The strata that hold both arms of a contrast. */
export const binomialPairs = (summary: Summary<'counts'>, spec: ContrastSpec): WeightedPair[] =>
  pairStrata(summary, spec).strata.map(pair => ({
    ...pair,
    arm: binomialOf(pair.arm),
    against: binomialOf(pair.against),
  }))

/**
 * The weighted sum of differences in proportions. Its interval puts together the Wilson limits of every proportion
 * (Zou, Huang and Zhang 2009); with one stratum this is Newcombe's interval. Its test pools each stratum's probability.
 */
export function combineProportions(
  { id, arm, against }: ContrastSpec,
  strata: readonly WeightedPair[],
  level: number,
  method: string,
): ContrastEstimate {
  const pairs = strata.map(pair => describePair(pair, level))
  const sum = (value: (pair: DescribedPair) => number): number => pairs.reduce((total, pair) => total + value(pair), 0)
  const estimate = sum(({ weight, difference }) => weight * difference)
  const pooledError = Math.sqrt(sum(({ weight, pooledVariance }) => weight * weight * pooledVariance))
  const z = estimate / pooledError
  return {
    id,
    arm,
    against,
    estimate,
    standardError: Math.sqrt(sum(({ weight, variance }) => weight * weight * variance)),
    statistic: pooledError === 0 ? undefined : { symbol: 'z', value: z },
    degreesOfFreedom: undefined,
    pValue: pooledError === 0 ? undefined : 2 * normalUpperTail(Math.abs(z)),
    interval: {
      lower: estimate - Math.sqrt(sum(({ weight, below }) => weight * weight * below)),
      upper: estimate + Math.sqrt(sum(({ weight, above }) => weight * weight * above)),
      level,
      method,
    },
    intermediates: {
      test: 'score test, probability pooled over the two arms',
      pooledStandardError: pooledError,
      strata: pairs.map(({ stratum, weight, difference, limits }) => ({ stratum, weight, difference, ...limits })),
    },
  }
}

type DescribedPair = ReturnType<typeof describePair>

function describePair({ stratum, weight, arm, against }: WeightedPair, level: number) {
  const [one, other] = [withWilsonLimits(arm, level), withWilsonLimits(against, level)]
  const pooled = { events: arm.events + against.events, n: arm.n + against.n }
  return {
    stratum,
    weight,
    difference: (arm.events * against.n - against.events * arm.n) / (arm.n * against.n),
    variance: one.variance + other.variance,
    pooledVariance: proportionVariance(pooled) * pooled.n * (1 / arm.n + 1 / against.n),
    below: one.below ** 2 + other.above ** 2,
    above: one.above ** 2 + other.below ** 2,
    limits: { arm: [one.lower, one.upper], against: [other.lower, other.upper] },
  }
}
