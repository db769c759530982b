import type { ArmId } from '../model/ids.ts'
import type { Pooling } from '../model/pooled-arms.ts'
import type { PlacedUnit, Summary, SummaryKind, UnitType } from '../model/summary.ts'
import { type MergeableKind, merge } from './merge.ts'

/** The summary as it would be had the arms that a contrast takes together been one from the start; other arms stay as they are. */
export function poolArms<K extends SummaryKind>(summary: Summary<K>, { arms, nameOf }: Pooling): Summary<K> {
  const { across, distinctClusters, unitTypes, roster } = summary
  const renamed = <T extends { arm: ArmId }>(part: T): T => ({ ...part, arm: nameOf(part.arm) })
  const one: Summary<K> = {
    ...summary,
    arms,
    control: nameOf(summary.control),
    cells: summary.cells.map(renamed),
    ...(across && { across: across.map(renamed) }),
    ...(distinctClusters && { distinctClusters: added(distinctClusters, nameOf) }),
    ...(unitTypes && { unitTypes: unitTypes.flatMap(type => ofEachArm(type, nameOf)) }),
    ...(roster && { roster: roster.map((unit): PlacedUnit => renamed(unit)) }),
  }
  // Ranks of one summary are ranks among the same cases in every arm, so that they add up too.
  return merge([one as Summary<MergeableKind>]) as Summary<K>
}

function added(counts: Readonly<Record<ArmId, number>>, nameOf: Pooling['nameOf']): Record<ArmId, number> {
  const sums: Record<ArmId, number> = {}
  for (const [arm, count] of Object.entries(counts)) sums[nameOf(arm)] = (sums[nameOf(arm)] ?? 0) + count
  return sums
}

const ofEachArm = ({ cases, arms }: UnitType, nameOf: Pooling['nameOf']): UnitType[] =>
  Object.entries(arms).map(([arm, units]) => ({ cases, arms: { [nameOf(arm)]: units } }))
