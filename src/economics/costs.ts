import { refuseIfAny } from '../core/errors.ts'
import { sumOf } from '../core/lists.ts'
import { type Computation, computed, undefinedBecause } from '../model/method.ts'
import type { ArmCost } from './amount.ts'
import { notFiniteAmong } from './issues.ts'

/** Whether a cost uses up resources, or only moves money from one party to another (fees, benefits, compensation). */
export type CostNature = 'resource' | 'transfer'

interface CostBase {
  id: string
  nature: CostNature
  /** Arms that bear it. */
  arms: readonly string[]
  /** Pence: of a fixed cost in all, of a cost per case for every case of every arm that bears it. */
  amount: number
}

/** A sum that was spent, whatever the number of cases. Several arms share it by their cases, equally, or by weights above 0. */
export interface FixedCost extends CostBase {
  kind: 'fixed'
  split: 'by_cases' | 'equally' | Readonly<Record<string, number>>
}

/** A cost that each case adds. */
export interface CostPerCase extends CostBase {
  kind: 'per_case'
  /** In pence, where the mean cost per case was measured; 0 where it is a price. */
  standardError: number
}

/** A cost that one or several arms bear. */
export type Cost = FixedCost | CostPerCase

/** Cases of each arm, missing outcomes included. */
export type CasesByArm = ReadonlyMap<string, number>

/** What an arm cost in pence, by nature and in all. */
export interface CostOfArm {
  resource: number
  transfer: number
  total: number
}

/** What one arm cost: its own costs and its part of shared ones. */
export function costOfArm(costs: readonly Cost[], arm: string, cases: CasesByArm): CostOfArm {
  const size = cases.get(arm) ?? 0
  const of = (nature: CostNature): number =>
    sumOf(
      costs
        .filter(cost => cost.nature === nature)
        .map(cost => {
          const { top, bottom } = partPerCase(cost, arm, cases)
          return (cost.amount * top * size) / bottom
        }),
    )
  const [resource, transfer] = [of('resource'), of('transfer')]
  return { resource, transfer, total: resource + transfer }
}

/**
 * What an arm cost over its comparator, on as many cases as the arm has.
 *
 * Formula: n_a (sum of c_a - c_b) with c the cost per case of each cost in each arm; the standard error of a measured
 * cost per case counts where one of the two arms bears it, and cancels where both do. Costs are taken to be unrelated
 * to each other and to what was collected.
 *
 * Takes and gives pence. Undefined with `no_cases_in_arm`. Throws `TrialError` for costs that are not finite.
 *
 * @example additionalCost(costs, { arm: 'letters', against: 'control' }, new Map([['letters', 500], ['control', 500]]))
 */
export function additionalCost(
  costs: readonly Cost[],
  { arm, against }: { arm: string; against: string },
  cases: CasesByArm,
): Computation<ArmCost> {
  refuseIfAny(costs.flatMap(notFiniteAmong))
  const size = cases.get(arm) ?? 0
  const empty = [arm, against].find(id => (cases.get(id) ?? 0) === 0)
  if (empty !== undefined) return undefinedBecause('no_cases_in_arm', `No case was allocated to ${empty}.`)
  const parts = costs.map(cost => ({
    cost,
    own: partPerCase(cost, arm, cases),
    other: partPerCase(cost, against, cases),
  }))
  const total = sumOf(
    // Over one denominator, so that what both arms bear alike leaves exactly nothing.
    parts.map(({ cost, own, other }) => {
      const top = own.top * other.bottom - other.top * own.bottom
      return (cost.amount * top * size) / (own.bottom * other.bottom)
    }),
  )
  const variance = sumOf(
    parts.map(({ cost, own, other }) =>
      cost.kind === 'fixed' ? 0 : (cost.standardError * (own.top - other.top)) ** 2,
    ),
  )
  return computed({ total, standardError: Math.sqrt(variance) })
}

/** The part of a cost's amount that falls on one case of an arm, as a fraction. */
function partPerCase(cost: Cost, arm: string, cases: CasesByArm): { top: number; bottom: number } {
  const size = cases.get(arm) ?? 0
  if (!cost.arms.includes(arm) || size === 0) return { top: 0, bottom: 1 }
  if (cost.kind === 'per_case') return { top: 1, bottom: 1 }
  if (cost.split === 'by_cases') return { top: 1, bottom: sumOf(cost.arms.map(id => cases.get(id) ?? 0)) }
  if (cost.split === 'equally') return { top: 1, bottom: cost.arms.length * size }
  const { split } = cost
  return { top: split[arm] ?? 0, bottom: sumOf(cost.arms.map(id => split[id] ?? 0)) * size }
}
