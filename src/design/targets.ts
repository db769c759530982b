import { InternalError, type Issue, refuseIfAny } from '../core/errors.ts'
import { sumOf } from '../core/lists.ts'
import { declaredTargets } from '../model/allocation.ts'
import type { ArmId, StratumId } from '../model/ids.ts'
import { declaredStrata } from '../model/strata.ts'
import type { TargetTable } from '../model/targets.ts'
import type { DesignProtocol } from './allocation/method.ts'
import { armWithoutCases, unknownArm, unknownStratum } from './issues.ts'

/** A protocol of fixed counts. */
export type TargetProtocol = DesignProtocol<'fixed-counts'>

/** The protocol's targets as a table of whole cases. */
export interface Targets {
  arms: readonly ArmId[]
  strata: readonly StratumId[]
  /** `counts[s][a]`: cases of stratum s in arm a. */
  counts: readonly (readonly number[])[]
  /** Cases of each stratum, of each arm, and of the trial. */
  ofStratum: readonly number[]
  ofArm: readonly number[]
  total: number
}

/** The targets of fixed counts, which the protocol states or the sampling drew before. */
export function targetTable(allocation: TargetProtocol['allocation']): TargetTable {
  const targets = declaredTargets(allocation)
  if (targets === undefined) throw new InternalError('targets were read before the sampling drew them')
  return targets
}

/** Reads the targets; refuses strata and arms that the protocol does not have, and arms that get no case. */
export function readTargets({ arms, caseload, strata, allocation }: TargetProtocol): Targets {
  const armIds = arms.map(({ id }) => id)
  const possible = new Set(declaredStrata({ strata, caseload }))
  const rows = Object.entries(targetTable(allocation))
  const counts = rows.map(([, row]) => armIds.map(arm => row[arm] ?? 0))
  const ofArm = armIds.map((_, arm) => sumOf(counts.map(row => row[arm] ?? 0)))
  const issues: Issue[] = [
    ...rows.filter(([id]) => !possible.has(id)).map(([id]) => unknownStratum(id, [...possible])),
    ...rows.flatMap(([id, row]) =>
      Object.keys(row)
        .filter(arm => !armIds.includes(arm))
        .map(arm => unknownArm(id, arm, armIds)),
    ),
    ...armIds.filter((_, arm) => ofArm[arm] === 0).map(arm => armWithoutCases(arm)),
  ]
  refuseIfAny(issues)
  const strataIds = rows.map(([id]) => id)
  return { arms: armIds, strata: strataIds, counts, ofStratum: counts.map(sumOf), ofArm, total: sumOf(ofArm) }
}

/** Targets as a protocol writes them, with every arm in every stratum. */
export function targetsById({ arms, strata, counts }: Targets): TargetTable {
  const row = (s: number) => Object.fromEntries(arms.map((arm, a) => [arm, counts[s]?.[a] ?? 0]))
  return Object.fromEntries(strata.map((stratum, s) => [stratum, row(s)]))
}
