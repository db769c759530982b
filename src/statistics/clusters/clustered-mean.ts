import { ratio } from '../../core/exact.ts'
import type { ArmId } from '../../model/ids.ts'
import type { AcrossStrata, ClusterMoments, Summary } from '../../model/summary.ts'
import type { ArmStratum } from '../cells.ts'
import { satterthwaite } from '../inference.ts'

type ClusteredStratum = ArmStratum<'clusterMoments'>

/** The weighted mean over cases of one arm, with the variance that its clusters give. */
export interface ClusteredMean {
  mean: number
  variance: number
  degreesOfFreedom: number
  clusters: number
}

/** Clusters of an arm below which its cluster-robust variance is a poor estimate. */
export const enoughClusters = 50

/** The weighted mean of one arm and its variance, with what clusters in several strata add to it. Needs two clusters in each. */
export function clusteredMean(
  summary: Summary<'clusterMoments'>,
  arm: ArmId,
  strata: readonly ClusteredStratum[],
): ClusteredMean {
  const terms = strata.map(({ weight, data }) => ({
    variance: weight * weight * finite(data.clusters) * ownVariance(data),
    degreesOfFreedom: data.clusters - 1,
  }))
  const own = terms.reduce((sum, { variance }) => sum + variance, 0)
  const shared = (summary.across ?? [])
    .filter(pair => pair.arm === arm)
    .reduce((sum, pair) => sum + sharedCovariance(strata, pair), 0)
  const counted = strata.reduce((sum, { data }) => sum + data.clusters, 0)
  const clusters = summary.distinctClusters?.[arm] ?? counted
  return {
    mean: strata.reduce((sum, { weight, data }) => sum + weight * ratio(data.total, data.size), 0),
    variance: Math.max(own + 2 * shared, 0),
    degreesOfFreedom: Math.min(satterthwaite(terms.filter(({ variance }) => variance > 0)), clusters - 1),
    clusters,
  }
}

/** The factor g / (g - 1) of a variance estimated from g clusters. */
const finite = (clusters: number): number => clusters / (clusters - 1)

/** Sum over clusters of (t - R m)^2 / M^2, for R = T / M: as (M^2 sum t^2 - 2 T M sum t m + T^2 sum m^2) / M^4. */
function ownVariance({ size: M, total: T, totalSquared, sizeTotal, sizeSquared }: ClusterMoments): number {
  return ratio(M * M * totalSquared - 2n * T * M * sizeTotal + T * T * sizeSquared, M ** 4n)
}

/** Sum over clusters with cases in two strata of the product of their (t - R m) / M, weighted as the variances are. */
function sharedCovariance(strata: readonly ClusteredStratum[], pair: AcrossStrata): number {
  const [first, second] = pair.strata.map(stratum => strata.find(each => each.stratum === stratum))
  if (first === undefined || second === undefined) return 0
  const { size: M1, total: T1, clusters: g1 } = first.data
  const { size: M2, total: T2, clusters: g2 } = second.data
  const products =
    M1 * M2 * pair.totalTotal - M1 * T2 * pair.totalSize - T1 * M2 * pair.sizeTotal + T1 * T2 * pair.sizeSize
  const covariance = ratio(products, M1 * M1 * M2 * M2)
  return first.weight * second.weight * Math.sqrt(finite(g1) * finite(g2)) * covariance
}
