import { ratio } from '../core/exact.ts'
import {
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  undefinedBecause,
} from '../model/method.ts'
import type { AcrossStrata, ClusterMoments, Summary } from '../model/summary.ts'
import { collapseStrata } from '../summaries/index.ts'
import { type PairedStratum, pairStrata } from './cells.ts'
import { byStudentT, noCasesIn, satterthwaite, stratumLacking } from './inference.ts'

/** One arm's cells of a contrast with the strata's weights. */
interface WeightedCell {
  stratum: string
  weight: number
  data: ClusterMoments
}

interface ArmSide {
  mean: number
  variance: number
  degreesOfFreedom: number
  clusters: number
}

/** The contrast over all strata together. */
export function unstratifiedClusterRobust(
  summary: Summary<'clusterMoments'>,
  spec: ContrastSpec,
  level: number,
): Computation<ContrastEstimate> {
  const { strata, lacking } = pairStrata(collapseStrata(summary), spec)
  const [whole] = strata
  if (whole === undefined || lacking.length > 0) return emptyArm(summary, spec)
  return combine({ ...summary, across: undefined, distinctClusters: undefined }, spec, [whole], level)
}

const emptyArm = (summary: Summary<'clusterMoments'>, { arm, against }: ContrastSpec): Computation<never> =>
  noCasesIn(summary.cells.some(cell => cell.arm === arm && cell.data.n > 0) ? against : arm)

/** The contrast within strata, with the strata's shares of the sample as weights. */
export function stratifiedClusterRobust(
  summary: Summary<'clusterMoments'>,
  spec: ContrastSpec,
  level: number,
): Computation<ContrastEstimate> {
  const { strata, lacking } = pairStrata(summary, spec)
  if (lacking.length > 0 || strata.length === 0) return stratumLacking(spec, lacking)
  return combine(summary, spec, strata, level)
}

function combine(
  summary: Summary<'clusterMoments'>,
  spec: ContrastSpec,
  strata: readonly PairedStratum<'clusterMoments'>[],
  level: number,
): Computation<ContrastEstimate> {
  const few = strata.find(({ arm, against }) => Math.min(arm.clusters, against.clusters) < 2)
  if (few !== undefined) {
    return undefinedBecause(
      'too_few_clusters',
      `An arm has one cluster in stratum ${few.stratum}, so no variance there.`,
    )
  }
  const cellsOf = (side: 'arm' | 'against') =>
    strata.map(({ stratum, weight, ...data }) => ({ stratum, weight, data: data[side] }))
  const arm = sideOf(summary, spec.arm, cellsOf('arm'))
  const against = sideOf(summary, spec.against, cellsOf('against'))
  if (arm.variance + against.variance === 0) {
    return undefinedBecause(
      'zero_variance',
      `No cluster of ${spec.arm} or ${spec.against} departs from its arm's mean.`,
    )
  }
  const estimate = byStudentT({
    spec,
    estimate: arm.mean - against.mean,
    standardError: Math.sqrt(arm.variance + against.variance),
    degreesOfFreedom: satterthwaite([arm, against]),
    level,
    method: 'cluster-robust t',
    intermediates: {
      means: { arm: arm.mean, against: against.mean },
      clusters: { arm: arm.clusters, against: against.clusters },
    },
  })
  return computed(estimate, fewClustersCaution(spec, Math.min(arm.clusters, against.clusters)))
}

/** The weighted mean of one arm and its variance, with what clusters in several strata add to it. */
function sideOf(summary: Summary<'clusterMoments'>, arm: string, cells: readonly WeightedCell[]): ArmSide {
  const terms = cells.map(({ weight, data }) => ({
    variance: weight * weight * finite(data.clusters) * ownVariance(data),
    degreesOfFreedom: data.clusters - 1,
  }))
  const own = terms.reduce((sum, { variance }) => sum + variance, 0)
  const shared = (summary.across ?? [])
    .filter(pair => pair.arm === arm)
    .reduce((sum, pair) => sum + sharedCovariance(cells, pair), 0)
  const counted = cells.reduce((sum, { data }) => sum + data.clusters, 0)
  const clusters = summary.distinctClusters?.[arm] ?? counted
  return {
    mean: cells.reduce((sum, { weight, data }) => sum + weight * ratio(data.total, data.size), 0),
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
function sharedCovariance(cells: readonly WeightedCell[], pair: AcrossStrata): number {
  const [first, second] = pair.strata.map(stratum => cells.find(cell => cell.stratum === stratum))
  if (first === undefined || second === undefined) return 0
  const { size: M1, total: T1, clusters: g1 } = first.data
  const { size: M2, total: T2, clusters: g2 } = second.data
  const products =
    M1 * M2 * pair.totalTotal - M1 * T2 * pair.totalSize - T1 * M2 * pair.sizeTotal + T1 * T2 * pair.sizeSize
  const covariance = ratio(products, M1 * M1 * M2 * M2)
  return first.weight * second.weight * Math.sqrt(finite(g1) * finite(g2)) * covariance
}

const enoughClusters = 50

function fewClustersCaution({ arm, against }: ContrastSpec, clusters: number): Caution[] {
  if (clusters >= enoughClusters) return []
  const detail = `The smaller of ${arm} and ${against} has ${clusters} clusters; below ${enoughClusters} a cluster-robust interval may be too narrow.`
  return [{ code: 'few_clusters', detail }]
}
