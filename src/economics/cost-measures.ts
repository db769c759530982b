import type { Computation } from '../model/method.ts'
import { type AcceptabilityCurve, acceptabilityCurve, type WillingnessRange } from './acceptability.ts'
import type { AdditionalAmount, AdditionalPayers, ArmCost } from './amount.ts'
import { type BreakEven, breakEven } from './break-even.ts'
import {
  type CostPerAdditional,
  costPerAdditionalPayer,
  costPerAdditionalPound,
  costSet,
} from './cost-per-additional.ts'
import type { FiellerSet } from './fieller-set.ts'
import { collectedLessCost, type NetBenefit } from './net-benefit.ts'

/** What an arm brought over its comparator, set against what it cost over it. */
export interface CostMeasures {
  additionalCost: Computation<ArmCost>
  costPerAdditionalPound: Computation<CostPerAdditional>
  /** Fieller's set of the cost per additional pound, defined whatever the sign of the additional amount. */
  costSet: Computation<FiellerSet>
  collectedLessCost: Computation<NetBenefit>
  breakEven: Computation<BreakEven>
  /** By the value of an additional pound. Null where no range was asked for. */
  acceptability: Computation<AcceptabilityCurve> | null
  /** Null where payers were not asked for. */
  payers: PayerMeasures | null
}

/** Additional payers set against what they cost, in pence for a payer. */
export interface PayerMeasures {
  costPerAdditionalPayer: Computation<CostPerAdditional>
  costSet: Computation<FiellerSet>
  acceptability: Computation<AcceptabilityCurve> | null
}

/** What the measures of one comparison are worked out from. */
export interface CostMeasuresInput {
  cost: Computation<ArmCost>
  amount: Computation<AdditionalAmount>
  payers: Computation<AdditionalPayers> | null
  level: number
  /** Value of a pound in pounds, of a payer in pence. */
  willingness: { pound?: WillingnessRange | undefined; payer?: WillingnessRange | undefined }
}

/** Every measure of one comparison, for one view of what counts as cost. */
export function costMeasures(input: CostMeasuresInput): CostMeasures {
  const { cost, amount, level, willingness } = input
  const { pound } = willingness
  const measured = whereBoth(amount, cost)
  return {
    additionalCost: cost,
    costPerAdditionalPound: measured((gain, spent) => costPerAdditionalPound(gain, spent, level)),
    costSet: measured((gain, spent) => costSet(gain, spent, level)),
    collectedLessCost: measured((gain, spent) => collectedLessCost(gain, spent, level)),
    breakEven: measured((gain, spent) => breakEven(gain, spent, level)),
    acceptability: pound === undefined ? null : measured((gain, spent) => acceptabilityCurve(gain, spent, pound)),
    payers: payerMeasures(input),
  }
}

function payerMeasures({ cost, payers, level, willingness: { payer } }: CostMeasuresInput): PayerMeasures | null {
  if (payers === null) return null
  const measured = whereBoth(payers, cost)
  return {
    costPerAdditionalPayer: measured((gain, spent) => costPerAdditionalPayer(gain, spent, level)),
    costSet: measured((gain, spent) => costSet(gain, spent, level)),
    acceptability: payer === undefined ? null : measured((gain, spent) => acceptabilityCurve(gain, spent, payer)),
  }
}

/** Computes from a gain and a cost where both are known. */
const whereBoth =
  <G>(gain: Computation<G>, cost: Computation<ArmCost>) =>
  <R>(compute: (gain: G, cost: ArmCost) => Computation<R>): Computation<R> => {
    if (gain.status === 'undefined') return gain
    return cost.status === 'undefined' ? cost : compute(gain.result, cost.result)
  }
