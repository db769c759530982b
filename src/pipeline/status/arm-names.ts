import { compareBytes } from '../../core/byte-order.ts'
import { sha256 } from '../../core/hash.ts'
import type { ArmId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import { labelAt } from '../../outcomes/masked-set.ts'

/** What an arm is called. */
export type ArmNames = (arm: ArmId) => string

/** The arms by their titles. */
export const namedArms =
  ({ arms }: Pick<Protocol, 'arms'>): ArmNames =>
  arm =>
    arms.find(({ id }) => id === arm)?.title ?? arm

/**
 * The arms as `Arm A`, `Arm B`, … in an order that the draw decides and nobody sees at a glance, the same every day. It keeps
 * a reader from seeing what arm is what; whoever wants to find out can.
 */
export function maskedArms({ arms, id: trial }: Pick<Protocol, 'arms' | 'id'>, draw: string): ArmNames {
  const order = arms
    .map(({ id }) => ({ id, key: sha256(`${trial}\n${draw}\n${id}`) }))
    .sort((a, b) => compareBytes(a.key, b.key))
    .map(({ id }) => id)
  return arm => `Arm ${labelAt(order.indexOf(arm)).toUpperCase()}`
}
