import type { ArmId } from './ids.ts'
import type { Protocol } from './protocol.ts'

/** Stands between the ids of arms that are taken together; no id holds it. */
const and = '+'

/** Names several arms that a contrast takes together, as `reminders+both`. */
export const pooledArm = (arms: readonly ArmId[]): ArmId => arms.join(and)

/** The arms of one side of a contrast: one, or those that it takes together. */
export const armsOfSide = (side: ArmId): ArmId[] => side.split(and)

/** Whether a side of a contrast is several arms. */
export const isPooled = (side: ArmId): boolean => side.includes(and)

/** Whether a contrast takes arms together. */
export const hasPooledSide = ({ arm, against }: { arm: ArmId; against: ArmId }): boolean =>
  isPooled(arm) || isPooled(against)

/** The arms of the two sides of a contrast in pairs, the first of each side and so on. */
export function pairsOfSides({ arm, against }: { arm: ArmId; against: ArmId }): [arm: ArmId, against: ArmId][] {
  const others = armsOfSide(against)
  return armsOfSide(arm).flatMap((own, at): [ArmId, ArmId][] => {
    const other = others[at]
    return other === undefined ? [] : [[own, other]]
  })
}

/** Title of a side of a contrast: `Reminders or Both`. */
export const sideTitle = ({ arms }: Pick<Protocol, 'arms'>, side: ArmId): string =>
  armsOfSide(side)
    .map(id => arms.find(arm => arm.id === id)?.title ?? id)
    .join(' or ')

/** Arms of a trial of which some are taken together. */
export interface Pooling {
  /** What is left, in the order of the arms. */
  arms: readonly ArmId[]
  /** What an arm is called: its own id, or that of the arms that it is taken together with. */
  nameOf(arm: ArmId): ArmId
}

/** The arms of a trial of which those of each side are one. */
export function poolingOf(arms: readonly ArmId[], sides: readonly ArmId[]): Pooling {
  const names = new Map(sides.flatMap(side => armsOfSide(side).map(id => [id, side] as const)))
  const nameOf = (id: ArmId): ArmId => names.get(id) ?? id
  return { arms: [...new Set(arms.map(nameOf))], nameOf }
}
