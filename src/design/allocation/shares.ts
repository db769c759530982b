import { sumOf } from '../../core/lists.ts'
import type { ArmId } from '../../model/ids.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { ArmProbability } from './dealt.ts'
import { reducedProbability } from './probability.ts'

/** Whole shares of the arms, in the protocol's order. */
export interface Shares {
  arms: readonly ArmId[]
  weights: readonly number[]
  total: number
}

/** The shares that a ratio gives, equal ones without it. */
export function sharesOf({ arms }: Pick<Protocol, 'arms'>, ratio?: Readonly<Record<ArmId, number>>): Shares {
  const ids = arms.map(({ id }) => id)
  const weights = ids.map(id => (ratio === undefined ? 1 : (ratio[id] ?? 0)))
  return { arms: ids, weights, total: sumOf(weights) }
}

/** The shares by arm, as the design of a method names them. */
export const ratioById = ({ arms, weights }: Shares): Record<ArmId, number> =>
  Object.fromEntries(arms.map((arm, a) => [arm, weights[a] ?? 0]))

/** The chances of the arms, one list for every case. */
export function equalChances(sample: { readonly length: number }, { weights, total }: Shares): (readonly number[])[] {
  const chances = weights.map(weight => weight / total)
  return Array.from({ length: sample.length }, () => chances)
}

/** Each arm with its share as probability. */
export const shareProbabilities = ({ arms, weights, total }: Shares): ArmProbability[] =>
  arms.map((arm, a) => ({ arm, probability: reducedProbability(BigInt(weights[a] ?? 0), BigInt(total)) }))

/** The arms of one block at the exact ratio: each as often as its weight says, in the protocol's order. */
export const slotsOf = ({ weights }: Shares): number[] => weights.flatMap((weight, a) => Array<number>(weight).fill(a))
