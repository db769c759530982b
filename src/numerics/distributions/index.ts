import { defineRegistry } from '../../core/registry.ts'
import { betaDistribution } from './beta.ts'
import { binomialDistribution } from './binomial.ts'
import { chiSquaredDistribution } from './chi-squared.ts'
import type { ContinuousDistribution, DiscreteDistribution } from './distribution.ts'
import { fDistribution } from './f.ts'
import { hypergeometricDistribution } from './hypergeometric.ts'
import { noncentralChiSquaredDistribution } from './noncentral-chi-squared.ts'
import { noncentralFDistribution } from './noncentral-f.ts'
import { noncentralTDistribution } from './noncentral-t.ts'
import { normalDistribution } from './normal.ts'
import { poissonDistribution } from './poisson.ts'
import { studentTDistribution } from './student-t.ts'
import { studentisedRangeDistribution } from './studentised-range.ts'

/** Every continuous distribution, with all its functions. */
export const continuousDistributions = defineRegistry<ContinuousDistribution>('continuous distribution', [
  normalDistribution,
  chiSquaredDistribution,
  studentTDistribution,
  fDistribution,
  betaDistribution,
  noncentralChiSquaredDistribution,
  noncentralTDistribution,
  noncentralFDistribution,
  studentisedRangeDistribution,
])

/** Every discrete distribution, with all its functions. */
export const discreteDistributions = defineRegistry<DiscreteDistribution>('discrete distribution', [
  binomialDistribution,
  hypergeometricDistribution,
  poissonDistribution,
])

export * from './beta.ts'
export * from './binomial.ts'
export * from './chi-squared.ts'
export type { ContinuousDistribution, DiscreteDistribution, DistributionParameter } from './distribution.ts'
export * from './f.ts'
export * from './hypergeometric.ts'
export * from './noncentral-chi-squared.ts'
export * from './noncentral-f.ts'
export * from './noncentral-t.ts'
export * from './normal.ts'
export * from './poisson.ts'
export * from './student-t.ts'
export * from './studentised-range.ts'
