import { groupBy } from '../../../core/lists.ts'
import { type Measure, noReading, number, reading } from '../measure.ts'

/** Clusters whose cases are in different arms. */
export const splitClusters: Measure = {
  id: 'split_clusters',
  title: 'Linked cases in different arms',
  computes: 'Clusters of linked cases whose cases are in more than one arm.',
  unit: 'clusters',
  ofAllocation: true,
  settings: [],
  per: [],
  needsArms: true,
  read({ protocol, cases }) {
    if (protocol.clusters === undefined) return noReading('The protocol links no cases.')
    const clusters = [...groupBy(cases, ({ cluster }) => cluster).values()]
    const split = clusters.filter(members => new Set(members.map(({ arm }) => arm)).size > 1)
    return reading(split.length, `${number(split.length)} of ${number(clusters.length)} clusters`)
  },
}
