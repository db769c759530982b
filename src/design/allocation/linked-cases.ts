import { canonicalJson } from '../../core/canonical-json.ts'
import { rowsByGroup } from '../../core/lists.ts'
import { NumberColumn } from '../../core/number-column.ts'
import type { StratumId } from '../../model/ids.ts'
import type { SampleTable } from '../sample-table.ts'

/** Clusters of two or more sampled cases that have as many cases in every stratum as each other. */
export interface ClusterType {
  /** Canonical JSON of {stratum: cases}, strata without cases left out: the type's name in the key of its stream. */
  key: string
  /** Cases of one such cluster in each stratum. */
  casesOfStratum: readonly number[]
  /** The clusters, by the numbers of their units: in the order of their first case. */
  clusters: Int32Array
}

export interface Grouping {
  types: readonly ClusterType[]
  /** The single cases of each stratum, by the numbers of their units: ascending. */
  singles: readonly Int32Array[]
}

/**
 * Parts the sample into types of linked clusters and single cases of each stratum. `stratumOf` gives the index of a case's
 * stratum in `strata`, or -1 for one that is not among them, where it is single. The names of clusters decide only who is linked, never an order, so that replacing them (by
 * pseudonyms, say) changes no draw.
 */
export function groupCases(
  { units }: Pick<SampleTable, 'units'>,
  stratumOf: (row: number) => number,
  strata: readonly StratumId[],
): Grouping {
  const types = new Map<string, { group: number; casesOfStratum: number[] }>()
  const groupOf = new NumberColumn()
  for (let unit = 0; unit < units.length; unit += 1) {
    if (units.sizeOf(unit) === 1) {
      groupOf.push(stratumOf(units.firstOf(unit)))
      continue
    }
    const strataOfCases = Array.from(units.membersOf(unit), row => stratumOf(row)).sort((a, b) => a - b)
    const name = strataOfCases.join()
    const type = types.get(name) ?? {
      group: strata.length + types.size,
      casesOfStratum: strata.map((_, s) => strataOfCases.filter(stratum => stratum === s).length),
    }
    types.set(name, type)
    groupOf.push(type.group)
  }
  const groups = rowsByGroup(units.length, unit => groupOf.at(unit) ?? 0, strata.length + types.size)
  return {
    types: [...types.values()].map(({ group, casesOfStratum }) => {
      return { key: typeKey(casesOfStratum, strata), casesOfStratum, clusters: groups[group]! }
    }),
    singles: groups.slice(0, strata.length),
  }
}

function typeKey(casesOfStratum: readonly number[], strata: readonly StratumId[]): string {
  const present = strata.flatMap((stratum, index) => (casesOfStratum[index] ? [[stratum, casesOfStratum[index]]] : []))
  return canonicalJson(Object.fromEntries(present))
}
