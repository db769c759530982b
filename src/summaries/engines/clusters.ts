import { compareBytes } from '../../core/byte-order.ts'
import type { ArmId, StratumId } from '../../model/ids.ts'
import type { AcrossStrata, ClusterMoments } from '../../model/summary.ts'
import type { AnalysisRow } from '../column.ts'

interface Part {
  stratum: StratumId
  size: number
  total: bigint
}

/** Observed cases of each allocation cluster, split by stratum. A case allocated singly is a cluster of its own. */
export class ClusterTally {
  readonly #byArm = new Map<ArmId, Map<string, Part[]>>()
  readonly #cells = new Map<ArmId, Map<StratumId, ClusterMoments>>()
  readonly #singles = new Map<ArmId, number>()

  add({ arm, stratum, cluster, value }: AnalysisRow): void {
    const amount = BigInt(value as number)
    if (cluster === null) {
      this.#singles.set(arm, (this.#singles.get(arm) ?? 0) + 1)
      addPart(this.cell(arm, stratum), { stratum, size: 1, total: amount })
      return
    }
    const clusters = entry(this.#byArm, arm, () => new Map<string, Part[]>())
    const parts = entry(clusters, cluster, () => [])
    const part = parts.find(candidate => candidate.stratum === stratum)
    if (part === undefined) parts.push({ stratum, size: 1, total: amount })
    else {
      part.size += 1
      part.total += amount
    }
  }

  /** The clusters that have cases in more than one arm. */
  inSeveralArms(): string[] {
    return splitClusters(this.#byArm)
  }

  /** Sums over the clusters of a cell, complete after `join`. */
  cell(arm: ArmId, stratum: StratumId): ClusterMoments {
    const cells = entry(this.#cells, arm, () => new Map<StratumId, ClusterMoments>())
    return entry(cells, stratum, emptyMoments)
  }

  /** Adds every cluster to its cells; gives the products across strata, and how many clusters each arm has. */
  join(arms: readonly ArmId[]): { across: AcrossStrata[]; distinctClusters: Record<ArmId, number> } {
    const pairs = new Map<string, AcrossStrata>()
    for (const [arm, clusters] of this.#byArm) {
      for (const parts of clusters.values()) {
        for (const part of parts) addPart(this.cell(arm, part.stratum), part)
        if (parts.length > 1) addPairs(pairs, arm, parts)
      }
    }
    const distinct = arms.map(arm => [arm, (this.#byArm.get(arm)?.size ?? 0) + (this.#singles.get(arm) ?? 0)] as const)
    return {
      across: [...pairs].sort(([a], [b]) => compareBytes(a, b)).map(([, pair]) => pair),
      distinctClusters: Object.fromEntries(distinct),
    }
  }
}

/** The clusters, by arm, that occur in more than one. */
export function splitClusters(byArm: ReadonlyMap<ArmId, ReadonlyMap<string, unknown>>): string[] {
  const arms = [...byArm.values()]
  return arms.flatMap((clusters, index) =>
    [...clusters.keys()].filter(cluster => arms.slice(0, index).some(earlier => earlier.has(cluster))),
  )
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const emptyMoments = (): ClusterMoments => ({
  n: 0,
  missing: 0,
  clusters: 0,
  size: 0n,
  sizeSquared: 0n,
  total: 0n,
  totalSquared: 0n,
  sizeTotal: 0n,
})

function addPart(cell: ClusterMoments, part: Part): void {
  const size = BigInt(part.size)
  cell.clusters += 1
  cell.size += size
  cell.sizeSquared += size * size
  cell.total += part.total
  cell.totalSquared += part.total * part.total
  cell.sizeTotal += size * part.total
}

function addPairs(pairs: Map<string, AcrossStrata>, arm: ArmId, unordered: readonly Part[]): void {
  const parts = [...unordered].sort((a, b) => compareBytes(a.stratum, b.stratum))
  parts.forEach((first, index) => {
    for (const second of parts.slice(index + 1)) {
      const key = JSON.stringify([first.stratum, second.stratum, arm])
      const sofar = pairs.get(key)
      const [size1, size2] = [BigInt(first.size), BigInt(second.size)]
      pairs.set(key, {
        arm,
        strata: [first.stratum, second.stratum],
        clusters: (sofar?.clusters ?? 0) + 1,
        sizeSize: (sofar?.sizeSize ?? 0n) + size1 * size2,
        sizeTotal: (sofar?.sizeTotal ?? 0n) + size1 * second.total,
        totalSize: (sofar?.totalSize ?? 0n) + first.total * size2,
        totalTotal: (sofar?.totalTotal ?? 0n) + first.total * second.total,
      })
    }
  })
}
