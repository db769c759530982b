import { normalUpperTail, studentTQuantile } from '../../numerics/index.ts'
import type { Rejection } from './rejection.ts'
import { powerOfT } from './t-test.ts'

/** How cases lie in the clusters that were allocated together. */
export interface Clustering {
  /** Mean number of cases of a cluster. */
  meanSize: number
  /** Coefficient of variation of the sizes: their standard deviation over their mean; 0 where all are alike. */
  variationOfSizes: number
  /** Intracluster correlation, 0 to 1. */
  correlation: number
}

/**
 * By how much the variance of a mean is larger than with as many cases allocated singly: 1 + ((cv^2 + 1) m - 1) icc.
 *
 * Eldridge, Ashby and Kerry (2006), International Journal of Epidemiology 35, 1292-1300.
 *
 * @example designEffect({ meanSize: 20, variationOfSizes: 0, correlation: 0.05 }) // 1.95
 */
export const designEffect = ({ meanSize, variationOfSizes, correlation }: Clustering): number =>
  1 + ((variationOfSizes ** 2 + 1) * meanSize - 1) * correlation

/**
 * The level at which a test by the normal distribution rejects where Student's t with as many degrees of freedom as there are
 * clusters less 2 does: 2 P(Z > t), t the upper alpha / 2 point. It takes the variance between few clusters to be
 * estimated, and is alpha where they are many.
 *
 * Donner and Klar (2000), section 5.
 *
 * @example levelWithClusters(0.05, 40) // 0.0429
 */
export const levelWithClusters = (alpha: number, clusters: number): number =>
  2 * normalUpperTail(-studentTQuantile(alpha / 2, Math.max(1, clusters - 2)))

/** An arm whose clusters were allocated whole. */
export interface ClusteredArm {
  clusters: number
}

/**
 * Power of the t test of a difference between arms of clusters, with as many degrees of freedom as there are clusters less 2.
 * `effect` is the difference over the standard deviation of single cases; of proportions over sqrt(p (1 - p)).
 *
 * Donner and Klar (2000), section 5.
 */
export function powerOfClusters(
  { arm, against, clustering }: { arm: ClusteredArm; against: ClusteredArm; clustering: Clustering },
  effect: number,
  rejection: Rejection,
): number {
  const perCluster = designEffect(clustering) / clustering.meanSize
  const standardError = Math.sqrt(perCluster * (1 / arm.clusters + 1 / against.clusters))
  return powerOfT(arm.clusters + against.clusters - 2, effect / standardError, rejection)
}
