import { groupBy } from '../core/lists.ts'
import type { SetProtocol } from '../model/analysis-sets.ts'
import type { Subgrouping } from '../model/subgroups.ts'
import { subgroupSets } from '../model/subgroups.ts'
import { type DividedCases, membershipOf, type SetMembership } from './set-membership.ts'

/** A division of the cases of an analysis set into subgroups. */
export interface SubgroupDivision {
  subgrouping: Subgrouping
  /** In the order of the subgroups. */
  memberships: readonly SetMembership[]
  /** Of each case, in the order of the analysis set, the place of its subgroup; -1 where it is in none. */
  groupOf: readonly number[]
  /** Cases in no subgroup, as the value that divides them is missing. */
  inNone: number
  /** Allocation clusters with cases in several subgroups. */
  acrossClusters: number
}

/** Divides the cases of an analysis set. */
export function divideCases(subgrouping: Subgrouping, protocol: SetProtocol, set: DividedCases): SubgroupDivision {
  const memberships = subgroupSets(subgrouping).map(planned => membershipOf(planned, protocol, set))
  const groupOf = set.cases.map((_, row) => memberships.findIndex(({ droppedBy }) => droppedBy[row] === null))
  const clusters = groupBy(set.cases.keys(), row => set.cases[row]?.cluster ?? '')
  return {
    subgrouping,
    memberships,
    groupOf,
    inNone: groupOf.filter(group => group === -1).length,
    acrossClusters: [...clusters.values()].filter(rows => {
      const groups = new Set(rows.map(row => groupOf[row]).filter(group => group !== -1))
      return groups.size > 1
    }).length,
  }
}
