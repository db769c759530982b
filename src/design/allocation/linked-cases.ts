import { canonicalJson } from '../../core/canonical-json.ts'
import type { StratumId } from '../../model/ids.ts'
import type { AllocatedUnit } from './method.ts'

/** Clusters of two or more sampled cases that have as many cases in every stratum as each other. */
export interface ClusterType {
  /** Canonical JSON of {stratum: cases}, strata without cases left out: the type's name in the key of its stream. */
  key: string
  /** Cases of one such cluster in each stratum. */
  casesOfStratum: readonly number[]
  /** Indices of the cases of each cluster; clusters in the order of their first case. */
  clusters: readonly (readonly number[])[]
}

export interface Grouping {
  types: readonly ClusterType[]
  /** Indices of the single cases of each stratum, ascending. */
  singles: readonly (readonly number[])[]
}

/**
 * Parts the sample (in byte order of id) into types of linked clusters and single cases of each stratum.
 * `stratumOf[i]` is the index of case i's stratum in `strata`. The names of clusters decide only who is linked, never an
 * order, so that replacing them (by pseudonyms, say) changes no draw.
 */
export function groupCases(
  cases: readonly AllocatedUnit[],
  stratumOf: Int32Array,
  strata: readonly StratumId[],
): Grouping {
  const size = new Map<string, number>()
  for (const { cluster } of cases) size.set(cluster, (size.get(cluster) ?? 0) + 1)
  const singles = strata.map((): number[] => [])
  const members = new Map<string, number[]>()
  cases.forEach(({ cluster }, index) => {
    if (size.get(cluster) === 1) singles[stratumOf[index] as number]?.push(index)
    else if (members.has(cluster)) members.get(cluster)?.push(index)
    else members.set(cluster, [index])
  })
  return { types: clusterTypes([...members.values()], stratumOf, strata), singles }
}

function clusterTypes(
  clusters: readonly number[][],
  stratumOf: Int32Array,
  strata: readonly StratumId[],
): ClusterType[] {
  const types = new Map<string, { casesOfStratum: number[]; clusters: number[][] }>()
  for (const cluster of clusters) {
    const name = cluster
      .map(index => stratumOf[index] as number)
      .sort((a, b) => a - b)
      .join()
    const type = types.get(name)
    if (type !== undefined) type.clusters.push(cluster)
    else {
      const casesOfStratum = strata.map((_, s) => cluster.filter(index => stratumOf[index] === s).length)
      types.set(name, { casesOfStratum, clusters: [cluster] })
    }
  }
  return [...types.values()].map(type => ({ key: typeKey(type.casesOfStratum, strata), ...type }))
}

function typeKey(casesOfStratum: readonly number[], strata: readonly StratumId[]): string {
  const present = strata.flatMap((stratum, index) => (casesOfStratum[index] ? [[stratum, casesOfStratum[index]]] : []))
  return canonicalJson(Object.fromEntries(present))
}
