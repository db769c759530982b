import {
  type CostMeasures,
  type CostPerAdditional,
  costOfArm,
  type FiellerSet,
  type Frontier,
  frontier,
} from '../economics/index.ts'
import type { Computation } from '../model/method.ts'
import { meanOf } from '../statistics/index.ts'
import { type EconomicsData, gainsOf, measuresOf } from './economics-data.ts'

/** A frontier with what one more pound or payer costs at each step, and the set of what it may cost. */
export interface PricedFrontier extends Pick<Frontier, 'alternatives'> {
  steps: readonly PricedStep[]
}

/** From one arm of a frontier to the next dearer one. A ratio of payers is in pence. */
export interface PricedStep {
  arm: string
  against: string
  costPerAdditional: Computation<CostPerAdditional>
  costSet: Computation<FiellerSet>
}

/** Arms in order of cost, by what they collect and by how many pay. */
export interface Frontiers {
  pounds: PricedFrontier
  payers: PricedFrontier | null
}

/** Orders the arms that bear a cost, and control, by what a case costs. */
export function frontiersOf(data: EconomicsData, arms: readonly string[]): Frontiers {
  const { amounts, counts } = data
  const collected = (arm: string): number | undefined => {
    const moments = amounts.get(arm)
    return moments === undefined || moments.n < 2 ? undefined : meanOf(moments).mean
  }
  const paying = (arm: string): number | undefined => {
    const cell = counts?.get(arm)
    return cell === undefined || cell.n === 0 ? undefined : (cell.events.yes ?? 0) / cell.n
  }
  return {
    pounds: priced(data, frontierOf(data, arms, collected), ({ costPerAdditionalPound, costSet }) => [
      { costPerAdditional: costPerAdditionalPound, costSet },
    ]),
    payers:
      counts === undefined
        ? null
        : priced(data, frontierOf(data, arms, paying), ({ payers }) =>
            payers === null ? [] : [{ costPerAdditional: payers.costPerAdditionalPayer, costSet: payers.costSet }],
          ),
  }
}

function frontierOf(
  { costs, cases }: EconomicsData,
  arms: readonly string[],
  effectOf: (arm: string) => number | undefined,
): Frontier {
  const alternatives = arms.flatMap(arm => {
    const [effect, size] = [effectOf(arm), cases.get(arm) ?? 0]
    if (effect === undefined || size === 0) return []
    return [{ arm, costPerCase: costOfArm(costs, arm, cases).total / size, effect }]
  })
  return frontier(alternatives)
}

type Price = Pick<PricedStep, 'costPerAdditional' | 'costSet'>

function priced(
  data: EconomicsData,
  { alternatives, steps }: Frontier,
  priceOf: (measures: CostMeasures) => readonly Price[],
): PricedFrontier {
  return {
    alternatives,
    steps: steps.flatMap(pair =>
      priceOf(measuresOf(data, pair, gainsOf(data, pair), data.costs)).map(price => ({ ...pair, ...price })),
    ),
  }
}
