import { sumOf } from '../../core/lists.ts'
import {
  type Caution,
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  undefinedBecause,
} from '../../model/method.ts'
import type { ClusterMoments, Summary } from '../../model/summary.ts'
import { collapseStrata } from '../../summaries/index.ts'
import { type PairedStratum, pairStrata } from '../cells.ts'
import { byStudentT, noCasesIn, satterthwaite, stratumLacking } from '../inference.ts'
import { differenceOfMeans } from '../means/sums-of-squares.ts'
import { clusteredMean, enoughClusters } from './clustered-mean.ts'

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
  const meanOfSide = (side: 'arm' | 'against') =>
    clusteredMean(
      summary,
      spec[side],
      strata.map(each => ({ ...each, data: each[side] })),
    )
  const [arm, against] = [meanOfSide('arm'), meanOfSide('against')]
  if (arm.variance + against.variance === 0) {
    return undefinedBecause(
      'zero_variance',
      `No cluster of ${spec.arm} or ${spec.against} departs from its arm's mean.`,
    )
  }
  const estimate = byStudentT({
    spec,
    estimate: sumOf(strata.map(each => each.weight * differenceOfMeans(perCase(each.arm), perCase(each.against)))),
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

const perCase = ({ size, total }: ClusterMoments) => ({ n: Number(size), sum: total })

function fewClustersCaution({ arm, against }: ContrastSpec, clusters: number): Caution[] {
  if (clusters >= enoughClusters) return []
  const detail = `The smaller of ${arm} and ${against} has ${clusters} clusters; below ${enoughClusters} a cluster-robust interval may be too narrow.`
  return [{ code: 'few_clusters', detail }]
}
