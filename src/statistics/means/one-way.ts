import { ratio } from '../../core/exact.ts'
import type { ArmId } from '../../model/ids.ts'
import { type Computation, undefinedBecause } from '../../model/method.ts'
import type { Moments, Summary } from '../../model/summary.ts'
import { armsOf } from '../cells.ts'
import { noCasesIn } from '../inference.ts'

/** An arm with its moments, strata added up. */
export interface Arm extends Moments {
  arm: ArmId
}

/** The moments of every arm, or why a comparison of all of them has no answer. */
export function allArms(summary: Summary<'moments'>): { arms: Arm[] } | Computation<never> {
  const arms: Arm[] = []
  for (const { arm, data } of armsOf(summary)) {
    if (data === undefined || data.n === 0) return noCasesIn(arm)
    arms.push({ arm, ...data })
  }
  if (arms.length < 2) return undefinedBecause('too_few_arms', 'A comparison needs at least two arms.')
  return { arms }
}

/** Each arm's value of something, by its name. */
export const byArm = <T>(arms: readonly Arm[], value: (arm: Arm) => T): Record<ArmId, T> =>
  Object.fromEntries(arms.map(arm => [arm.arm, value(arm)]))

/** What a reviewer checks by hand: cases and means of every arm. */
export const describeArms = (arms: readonly Arm[]) => ({
  n: byArm(arms, ({ n }) => n),
  means: byArm(arms, ({ n, sum }) => ratio(sum, BigInt(n))),
})
