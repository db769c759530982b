import { refuseIfAny } from '../../core/errors.ts'
import { shuffled } from '../../core/random.ts'
import type { StratumId } from '../../model/ids.ts'
import { type Cluster, clustersOf } from './clusters.ts'
import type { SamplingFrame, SamplingProtocol } from './frame.ts'
import { clusterAcrossStrata, clustersAboveEligible } from './issues.ts'
import type { SamplingMethod } from './method.ts'
import { shareOf } from './within-strata.ts'

/** A simple random sample of the clusters of each stratum, each with all its eligible cases. */
export const stratifiedClusterSampling: SamplingMethod<'stratified-cluster'> = {
  id: 'stratified-cluster',
  title: 'Simple random sample of clusters in each stratum',
  algorithm: { name: 'stratified-cluster-sample', version: 1 },
  exactPromises: ['Every stratum has its number of sampled clusters, each with all its eligible cases.'],
  probabilityPromises: [
    'All sets of that many clusters of a stratum are equally likely; an eligible case is sampled with sampled clusters / clusters of its stratum.',
    'Strata are independent.',
  ],
  inclusion: 'over_all_draws',
  draw(frame, { clusters: wanted }, protocol, streamFor) {
    const clusters = clustersByStratum(frame, protocol)
    refuseIfAny(
      [...clusters].flatMap(([stratum, { length }]) => {
        const number = wanted[stratum] ?? 0
        return number > length ? [clustersAboveEligible(`sampling.clusters.${stratum}`, number, length)] : []
      }),
    )
    const chosen = [...clusters].flatMap(([stratum, all]) =>
      shuffled(all, streamFor('clusters', stratum)).slice(0, wanted[stratum] ?? 0),
    )
    return {
      rows: chosen.flatMap(({ rows }) => rows),
      inclusion: stratum => shareOf(wanted[stratum] ?? 0, clusters.get(stratum)?.length ?? 0),
    }
  },
}

/** The clusters of each stratum; refuses clusters with cases in several. */
function clustersByStratum(frame: SamplingFrame, protocol: SamplingProtocol): ReadonlyMap<StratumId, Cluster[]> {
  const stratumOfRow = new Map<number, StratumId>()
  for (const stratum of frame.strata) for (const row of frame.rowsOf(stratum)) stratumOfRow.set(row, stratum)
  const clusters = new Map<StratumId, Cluster[]>(frame.strata.map(stratum => [stratum, []]))
  const torn: string[] = []
  for (const cluster of clustersOf(frame, frame.rows, protocol)) {
    const strata = new Set(cluster.rows.map(row => stratumOfRow.get(row) ?? ''))
    const [stratum = ''] = strata
    if (strata.size > 1) torn.push(cluster.name)
    else clusters.get(stratum)?.push(cluster)
  }
  refuseIfAny(torn.length > 0 ? [clusterAcrossStrata(protocol.clusters?.field ?? '', torn)] : [])
  return clusters
}
