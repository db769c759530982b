import { InternalError } from '../../core/errors.ts'
import { gcd } from '../../core/exact.ts'
import type { AllocatedCase } from '../../model/case.ts'
import type { Targets } from '../targets.ts'
import type { ArmProbability } from './dealt.ts'

/** For a linked case: the arm's share of the trial, T_a / T. Arms in the protocol's order. */
export function linkedProbabilities({ arms, ofArm, total }: Targets): ArmProbability[] {
  return arms.map((arm, a) => ({ arm, probability: reducedProbability(BigInt(ofArm[a] ?? 0), BigInt(total)) }))
}

/**
 * For a single case of stratum s: what the target leaves on average over the stratum's single cases,
 * (target_sa - T_a / T x linked_s) / singles_s, as the ratio (target_sa T - T_a linked_s) / (singles_s T).
 * Empty where the stratum has no single case.
 */
export function singleProbabilities(
  { arms, counts, ofStratum, ofArm, total }: Targets,
  s: number,
  singles: number,
): ArmProbability[] {
  if (singles === 0) return []
  const linked = BigInt((ofStratum[s] ?? 0) - singles)
  const whole = BigInt(total)
  return arms.map((arm, a) => {
    const expected = BigInt(counts[s]?.[a] ?? 0) * whole - BigInt(ofArm[a] ?? 0) * linked
    return { arm, probability: reducedProbability(expected, BigInt(singles) * whole) }
  })
}

/** A probability in lowest terms. */
export function reducedProbability(numerator: bigint, denominator: bigint): AllocatedCase['probability'] {
  const divisor = gcd(numerator, denominator)
  const [top, bottom] = [Number(numerator / divisor), Number(denominator / divisor)]
  if (!Number.isSafeInteger(bottom)) throw new InternalError('a probability has no ratio of exact integers')
  return { numerator: top, denominator: bottom }
}
