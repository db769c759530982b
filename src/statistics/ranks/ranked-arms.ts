import { ratio } from '../../core/exact.ts'
import type { ArmId } from '../../model/ids.ts'
import { type Computation, undefinedBecause } from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { armsOf } from '../cells.ts'
import { noCasesIn } from '../inference.ts'

/** One arm's cases and the sum of their doubled mid-ranks among all cases. */
export interface RankedArm {
  arm: ArmId
  n: bigint
  doubledRankSum: bigint
}

/** The arms of a test of ranks. */
export interface RankedArms {
  arms: readonly RankedArm[]
  /** Cases in all, N. */
  total: bigint
  /** T: sum of t^3 - t over groups of t tied values. */
  tieTerm: bigint
  /** N^3 - N: the tie term if all cases tied. */
  largestTieTerm: bigint
  /** N^3 - N - T. */
  untied: bigint
}

/** The arms with their strata added up, those without a case included. */
export function everyArm(summary: Summary<'ranks'>): RankedArms {
  const arms = armsOf(summary).map(({ arm, data }) => ({
    arm,
    n: BigInt(data?.n ?? 0),
    doubledRankSum: data?.doubledRankSum ?? 0n,
  }))
  const total = arms.reduce((sum, { n }) => sum + n, 0n)
  const tieTerm = summary.tieTerm ?? 0n
  const largestTieTerm = total ** 3n - total
  return { arms, total, tieTerm, largestTieTerm, untied: largestTieTerm - tieTerm }
}

/** The arms with their strata added up, or why a test over all of them cannot be had. */
export function rankedArms(summary: Summary<'ranks'>): RankedArms | Computation<never> {
  const ranked = everyArm(summary)
  const empty = ranked.arms.find(({ n }) => n === 0n)
  if (empty !== undefined) return noCasesIn(empty.arm)
  if (ranked.arms.length < 2) return undefinedBecause('too_few_arms', 'A test needs at least two arms.')
  return ranked.untied === 0n ? allTied : ranked
}

/** Why nothing can be ranked. */
export const allTied = undefinedBecause('all_values_tied', 'Every case has the same value.')

/** Mean of an arm's mid-ranks. */
export const meanRank = ({ n, doubledRankSum }: RankedArm): number => ratio(doubledRankSum, 2n * n)

/** What a reviewer checks by hand: N, the mean ranks, and 1 - T / (N^3 - N). */
export const describeRanks = ({ arms, total, untied, largestTieTerm }: RankedArms) => ({
  n: Number(total),
  meanRanks: Object.fromEntries(arms.map(each => [each.arm, meanRank(each)])),
  tieCorrection: ratio(untied, largestTieTerm),
})
