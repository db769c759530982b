import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import type { Caution, ContrastSpec, UndefinedReason } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { type AlikeUnits, alikeCases, alikeUnits } from '../clusters/alike-units.ts'
import { noCases, type Reason } from '../inference.ts'
import { skewCautionOf } from '../means/mean.ts'
import { type Pool, poolOf } from './resample-units.ts'

/** What is drawn with replacement within each arm. */
export interface Resampled<K extends 'frequencies' | 'units'> {
  unit: 'case' | 'cluster'
  tooFew: UndefinedReason
  unitsOf(summary: Summary<K>, arm: ArmId): AlikeUnits[]
}

export const cases: Resampled<'frequencies'> = { unit: 'case', tooFew: 'too_few_cases', unitsOf: alikeCases }
export const clusters: Resampled<'units'> = { unit: 'cluster', tooFew: 'too_few_clusters', unitsOf: alikeUnits }

/** The pools of a contrast's two arms. */
export interface PairOfPools {
  arm: Pool
  against: Pool
}

/** The pools of a contrast, or why its difference cannot be resampled. Each arm's pool is made once. */
export function pairsOf<K extends 'frequencies' | 'units'>(
  { unit, tooFew, unitsOf }: Resampled<K>,
  summary: Summary<K>,
): (spec: ContrastSpec) => PairOfPools | Reason {
  const pools = new Map<ArmId, Pool | Reason>()
  const poolIn = (arm: ArmId): Pool | Reason => {
    const known = pools.get(arm)
    if (known !== undefined) return known
    const units = unitsOf(summary, arm)
    const single = units.length === 1 && units[0]?.count === 1
    const tooFewUnits = { reason: tooFew, detail: `One ${unit} of ${arm} gives no variance.` }
    const pool = units.length === 0 ? noCases(arm) : single ? tooFewUnits : poolOf(units)
    pools.set(arm, pool)
    return pool
  }
  return spec => {
    const [arm, against] = [poolIn(spec.arm), poolIn(spec.against)]
    if ('reason' in arm) return arm
    if ('reason' in against) return against
    if (arm.observed.variance + against.observed.variance > 0) return { arm, against }
    const detail = `No ${unit} of ${spec.arm} or ${spec.against} departs from its arm's mean.`
    return { reason: 'zero_variance', detail }
  }
}

/** A caution where the totals of an arm's units are so uneven that few of them make its mean. */
export function skewOfUnits<K extends 'frequencies' | 'units'>(
  { unitsOf }: Resampled<K>,
  summary: Summary<K>,
): Caution[] {
  const amounts = summary.arms.map(arm => {
    const units = unitsOf(summary, arm)
    const add = (power: bigint): bigint =>
      units.reduce((sum, { total, count }) => sum + BigInt(count) * BigInt(total) ** power, 0n)
    return { arm, n: sumOf(units.map(({ count }) => count)), sum: add(1n), sumSquares: add(2n) }
  })
  return skewCautionOf(summary, amounts, 'bootstrap')
}
