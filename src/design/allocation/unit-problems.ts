import type { Issue } from '../../core/errors.ts'
import type { StratumId } from '../../model/ids.ts'
import { clusterLargerThanArm, stratumSmallerThanArms } from '../issues.ts'
import type { AllocationUnit } from './method.ts'
import type { Shares } from './shares.ts'
import type { DealtUnit } from './units.ts'

/** A stratum with fewer units than there are arms: some arm would stay empty in every draw. */
export const tooFewUnits = (stratum: StratumId, units: number, arms: number): Issue[] =>
  units < arms ? [stratumSmallerThanArms(stratum, units, arms)] : []

/** Clusters with more cases than the largest arm's share of all these units: no draw brings the arms near their shares. */
export function largeClusters(
  cases: readonly AllocationUnit[],
  units: readonly DealtUnit[],
  { weights, total }: Shares,
): Issue[] {
  const all = units.reduce((sum, { members }) => sum + members.length, 0)
  const room = (all * Math.max(...weights)) / total
  return units
    .filter(({ members }) => members.length > 1 && members.length > room)
    .map(({ members }) => clusterLargerThanArm(cases[members[0] ?? 0]?.cluster ?? '', members.length, Math.floor(room)))
}
