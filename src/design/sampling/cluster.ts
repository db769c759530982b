import { refuseIfAny } from '../../core/errors.ts'
import { shuffled } from '../../core/random.ts'
import { wholeSample } from '../../model/ids.ts'
import { clustersOf } from './clusters.ts'
import { clustersAboveEligible } from './issues.ts'
import type { SamplingMethod } from './method.ts'
import { shareOf } from './within-strata.ts'

/** A simple random sample of clusters, each with all its eligible cases. */
export const clusterSampling: SamplingMethod<'cluster'> = {
  id: 'cluster',
  title: 'Simple random sample of clusters',
  algorithm: { name: 'cluster-sample', version: 1 },
  exactPromises: ['The sample has its number of clusters, each with all its eligible cases.'],
  probabilityPromises: [
    'All sets of that many clusters are equally likely, so that an eligible case is sampled with clusters of the sample / clusters.',
    'The number of cases varies with the sizes of the clusters drawn.',
  ],
  inclusion: 'over_all_draws',
  draw(frame, { clusters: wanted }, protocol, streamFor) {
    const clusters = clustersOf(frame, frame.rows, protocol)
    refuseIfAny(wanted > clusters.length ? [clustersAboveEligible('sampling.clusters', wanted, clusters.length)] : [])
    const chosen = shuffled(clusters, streamFor('clusters', wholeSample)).slice(0, wanted)
    return { rows: chosen.flatMap(({ rows }) => rows), inclusion: () => shareOf(wanted, clusters.length) }
  },
}
