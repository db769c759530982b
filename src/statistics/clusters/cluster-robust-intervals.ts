import { ratio } from '../../core/exact.ts'
import type { ArmEstimates, Caution, Computation } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { armByStudentT, eachArmWithinStrata } from '../arm-estimates.ts'
import { armsOf } from '../cells.ts'
import { withCautions } from '../inference.ts'
import { clusteredMean, enoughClusters } from './clustered-mean.ts'

/** The weighted mean over cases of each arm with its interval, from the clusters in every stratum of the summary. */
export function clusterRobustIntervals(summary: Summary<'clusterMoments'>, level: number): Computation<ArmEstimates> {
  const estimates = eachArmWithinStrata(summary, (arm, strata) => {
    const few = strata.find(({ data }) => data.clusters < 2)
    if (few !== undefined) {
      const detail = `${arm} has one cluster in stratum ${few.stratum}, so no variance there.`
      return { reason: 'too_few_clusters', detail }
    }
    const { mean, variance, degreesOfFreedom, clusters } = clusteredMean(summary, arm, strata)
    if (variance === 0) return { reason: 'zero_variance', detail: `No cluster of ${arm} departs from its mean.` }
    return armByStudentT({
      n: strata.reduce((sum, { data }) => sum + data.n, 0),
      estimate: mean,
      variance,
      degreesOfFreedom,
      level,
      method: 'cluster-robust t',
      intermediates: {
        clusters,
        strata: strata.map(({ stratum, weight, data }) => ({
          stratum,
          weight,
          mean: ratio(data.total, data.size),
          clusters: data.clusters,
        })),
      },
    })
  })
  return withCautions(estimates, fewClustersCaution(summary))
}

function fewClustersCaution(summary: Summary<'clusterMoments'>): Caution[] {
  const few = armsOf(summary).flatMap(({ arm, data }) =>
    data !== undefined && data.n > 0 && data.clusters < enoughClusters ? [`${arm} ${data.clusters}`] : [],
  )
  if (few.length === 0) return []
  const detail = `Few clusters in an arm: ${few.join(', ')}. Below ${enoughClusters} a cluster-robust interval may be too narrow.`
  return [{ code: 'few_clusters', detail }]
}
