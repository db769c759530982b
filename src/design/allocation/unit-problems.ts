import type { Issue } from '../../core/errors.ts'
import type { StratumId } from '../../model/ids.ts'
import { clusterLargerThanArm, stratumSmallerThanArms } from '../issues.ts'
import type { SampleTable } from '../sample-table.ts'
import type { Shares } from './shares.ts'

/** A stratum with fewer units than there are arms: some arm would stay empty in every draw. */
export const tooFewUnits = (stratum: StratumId, units: number, arms: number): Issue[] =>
  units < arms ? [stratumSmallerThanArms(stratum, units, arms)] : []

/** Clusters with more cases than the largest arm's share of all these units: no draw brings the arms near their shares. */
export function largeClusters(cases: SampleTable, units: Int32Array, { weights, total }: Shares): Issue[] {
  const sizeOf = (unit: number): number => cases.units.sizeOf(unit)
  const all = units.reduce((sum, unit) => sum + sizeOf(unit), 0)
  const room = (all * Math.max(...weights)) / total
  return Array.from(
    units.filter(unit => sizeOf(unit) > 1 && sizeOf(unit) > room),
    unit => clusterLargerThanArm(cases.clusterAt(cases.units.firstOf(unit)), sizeOf(unit), Math.floor(room)),
  )
}
