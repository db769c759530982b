import { allocatedOf, type Flow, flowId } from '../results/flow-numbers.ts'
import { isSmall } from './small-counts.ts'

/** Ids of the allocated cases of strata with few cases in some arm. The design fixes how large arms are beside each other, so all arms of a stratum go. */
export function heldStrata(manifests: Flow | undefined, leastCases: number): string[] {
  const strata = manifests === undefined ? [] : Object.entries(allocatedOf(manifests))
  return strata.flatMap(([stratum, row]) =>
    Object.values(row).some(count => isSmall(count, leastCases))
      ? Object.keys(row).map(arm => flowId('allocated', stratum, arm))
      : [],
  )
}
