import { parsePounds } from '../core/money.ts'
import {
  type AdditionalAmount,
  additionalAmount,
  type BreakEven,
  breakEven,
  type CollectedLessCost,
  type CostPerAdditionalPound,
  collectedLessCost,
  costPerAdditionalPound,
  costSet,
  type FiellerSet,
} from '../economics/index.ts'
import type { Computation } from '../model/method.ts'
import type { Plan } from '../model/plan.ts'
import type { Protocol } from '../model/protocol.ts'
import type { Counts, Moments, Summary } from '../model/summary.ts'
import { meanOf, minimumDetectableDifference, minimumDetectableProportion } from '../statistics/index.ts'
import { collapseStrata } from '../summaries/index.ts'
import type { SummarySource } from './analyse-plan.ts'

/** What an arm cost and brought in beside the control arm. Money in pence. */
export interface ArmEconomics {
  arm: string
  against: string
  cost: number
  additional: Computation<AdditionalAmount>
  costPerAdditionalPound: Computation<CostPerAdditionalPound>
  /** Fieller's set of the cost per additional pound, defined whatever the sign of the additional amount. */
  costSet: Computation<FiellerSet>
  collectedLessCost: Computation<CollectedLessCost>
  breakEven: Computation<BreakEven>
  /** Least effects that the arm's size could have detected, at the plan's power and alpha, two-sided and unadjusted. */
  minimumDetectable: { amount: Computation<number>; share: Computation<number> | null; controlShare: number | null }
}

/** The economics of every arm that has a cost. */
export interface Economics {
  schema: 'equipoise/economics/1'
  trial: string
  notice: string | null
  level: number
  arms: readonly ArmEconomics[]
}

/** Cost of each arm in pence, as the protocol states it. */
export function protocolCosts({ costs }: Pick<Protocol, 'costs'>): Map<string, number> {
  const byArm = new Map<string, number>()
  for (const { arm, amount } of costs) byArm.set(arm, (byArm.get(arm) ?? 0) + (parsePounds(amount) ?? 0))
  return byArm
}

/** The economics of every arm that has a cost, each beside the control arm. Null where the plan asks for none. */
export function evaluateEconomics(
  { protocol, plan, notice }: { protocol: Protocol; plan: Plan; notice: string | null },
  costs: ReadonlyMap<string, number>,
  source: SummarySource,
): Economics | null {
  const asked = plan.economics
  const moments = asked && (source(asked.outcome, 'moments') as Summary<'moments'> | undefined)
  if (asked === undefined || moments === undefined) return null
  const events =
    asked.events === undefined ? undefined : (source(asked.events, 'counts') as Summary<'counts'> | undefined)
  const amounts = byArm(moments)
  const against = moments.control
  const control = amounts.get(against)
  const arms = moments.arms
    .filter(arm => arm !== against && costs.has(arm))
    .flatMap((arm): ArmEconomics[] => {
      const data = amounts.get(arm)
      if (data === undefined || control === undefined) return []
      const shares = events === undefined ? undefined : byArm(events)
      return [armEconomics(plan, { arm, against, cost: costs.get(arm) ?? 0 }, data, control, shares)]
    })
  return { schema: 'equipoise/economics/1', trial: protocol.id, notice, level: plan.confidenceLevel, arms }
}

function armEconomics(
  plan: Plan,
  identity: Pick<ArmEconomics, 'arm' | 'against' | 'cost'>,
  data: Moments,
  control: Moments,
  shares: ReadonlyMap<string, Counts> | undefined,
): ArmEconomics {
  const level = plan.confidenceLevel
  const additional = additionalAmount(data, control)
  const cost = { total: identity.cost }
  const on = <R>(compute: (amount: AdditionalAmount) => Computation<R>): Computation<R> =>
    additional.status === 'computed' ? compute(additional.result) : additional
  return {
    ...identity,
    additional,
    costPerAdditionalPound: on(amount => costPerAdditionalPound(amount, cost, level)),
    costSet: on(amount => costSet(amount, cost, level)),
    collectedLessCost: on(amount => collectedLessCost(amount, cost, level)),
    breakEven: on(amount => breakEven(amount, cost, level)),
    minimumDetectable: {
      amount: on(() => minimumDetectableDifference(spread(data), spread(control), plan)),
      share: detectableShare(plan, identity, shares),
      controlShare: shareOf(shares?.get(identity.against)),
    },
  }
}

const spread = (data: Moments) => ({ n: data.n, standardDeviation: Math.sqrt(meanOf(data).variance) })

function shareOf(counts: Counts | undefined): number | null {
  return counts === undefined || counts.n === 0 ? null : (counts.events.yes ?? 0) / counts.n
}

function detectableShare(
  plan: Plan,
  { arm, against }: Pick<ArmEconomics, 'arm' | 'against'>,
  shares: ReadonlyMap<string, Counts> | undefined,
): Computation<number> | null {
  const [own, control] = [shares?.get(arm), shares?.get(against)]
  const probability = shareOf(control)
  if (own === undefined || control === undefined || probability === null) return null
  return minimumDetectableProportion({ n: own.n }, { n: control.n, probability }, plan)
}

function byArm<K extends 'counts' | 'moments'>(summary: Summary<K>) {
  return new Map(collapseStrata(summary).cells.map(cell => [cell.arm, cell.data]))
}
