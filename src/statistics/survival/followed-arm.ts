import type { ArmId } from '../../model/ids.ts'
import type { ArmEstimates, Computation } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { type EstimatedArm, estimateArms } from '../arm-estimates.ts'
import { observedIn } from '../cells.ts'
import { noCases, type Reason } from '../inference.ts'
import { atRiskOn, eventOf, isKnownOn, type LifeTable, lifeTable } from './life-table.ts'

/** An arm that is looked at up to a day. */
export interface FollowedArm {
  arm: ArmId
  day: number
  n: number
  table: LifeTable
  /** Cases still at risk on the day. */
  atRisk: number
  /** Cases that had the event up to and on the day. */
  events: number
}

/** What a reviewer checks by hand of an arm. */
export const followedIntermediates = ({ n, atRisk, events }: FollowedArm) => ({ n, atRisk, events })

/**
 * Arms up to the day asked for or, where none was, to the last to which some case of each of them was followed; for an arm that
 * cannot be looked at so far the reason.
 */
export function followArms(
  summary: Summary<'eventTimes'>,
  arms: readonly ArmId[],
  asked: number | undefined,
): (FollowedArm | (Reason & { arm: ArmId }))[] {
  const event = eventOf(summary)
  const found = arms.map(arm => {
    const data = observedIn(summary, arm)
    return { arm, data, table: data && lifeTable(data, event) }
  })
  const day = asked ?? Math.min(...found.flatMap(({ table }) => (table === undefined ? [] : [table.lastDay])))
  return found.map(({ arm, data, table }) => {
    if (data === undefined || table === undefined) return { arm, ...noCases(arm) }
    if (!isKnownOn(table, day)) return { arm, ...notFollowed(arm, day, table) }
    const events = table.rows.reduce((sum, row) => (row.time <= day ? sum + row.events : sum), 0)
    return { arm, day, n: data.n, table, atRisk: atRiskOn(data)(day), events }
  })
}

/** An estimate of every arm that can be looked at up to the day asked for. */
export function estimateFollowedArms(
  summary: Summary<'eventTimes'>,
  asked: number | undefined,
  estimateOf: (followed: FollowedArm) => EstimatedArm | Reason,
): Computation<ArmEstimates> {
  const found = new Map(followArms(summary, summary.arms, asked).map(each => [each.arm, each]))
  return estimateArms(summary.arms, arm => {
    const followed = found.get(arm) as FollowedArm | Reason
    return 'reason' in followed ? followed : estimateOf(followed)
  })
}

const notFollowed = (arm: ArmId, day: number, { lastDay }: LifeTable): Reason => ({
  reason: 'not_followed_so_long',
  detail: `No case of ${arm} was followed to day ${day}; the last day to which one was is ${lastDay}.`,
})
