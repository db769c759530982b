import { assurance, leastCases, powerOfZ, valueOfSample } from '../../design/index.ts'
import { additionalCost } from '../../economics/index.ts'
import type { Computation } from '../../model/method.ts'
import type { Plan } from '../../model/plan.ts'
import { isPooled } from '../../model/pooled-arms.ts'
import { controlArm, type Protocol } from '../../model/protocol.ts'
import type { Sizing } from '../../model/sizing.ts'
import { normalQuantile } from '../../numerics/index.ts'
import { normalCritical } from '../../statistics/index.ts'
import { protocolCosts } from '../economics.ts'
import { fewestCases, priorOf, spreadIn } from './expected.ts'

/** Whether a trial can tell an arm that brings nothing from one that pays for itself. Pence per case of the arm. */
export interface BreakEvenPower {
  /** The amount that is set against costs. */
  outcome: string
  contrast: string
  title: string
  /** What the arm costs more than its comparator. */
  costPerCase: number
  /** Probability that the interval leaves break-even out where the arm brings nothing more. */
  tellsNothing: number
  /** Least additional amount that is shown, with the plan's power, to pay for itself. */
  shownToPay: number
  /** Probability that the interval lies above break-even, over what is believed beforehand; null where nothing is. */
  assurance: number | null
  /** What the trial's answer is worth to the cases it will be applied to, less what its calls cost; null without both. */
  valueLessCost: number | null
  /** Cases of both arms together at which `tellsNothing` reaches the plan's power. */
  casesNeeded: Computation<number>
  /** What so many cases of the arm would cost more than the comparator, with the cost per case as it is. */
  costOfNeeded: number | null
}

/** Of every contrast with control whose arm bears a cost, where the plan sets an amount against costs. */
export function breakEvenPower(
  protocol: Protocol,
  plan: Plan,
  {
    sizing,
    cases,
    designEffect,
    levelOf,
  }: {
    sizing: Sizing
    cases: Readonly<Record<string, number>>
    designEffect: number
    levelOf(alpha: number, cases: number): number
  },
): BreakEvenPower[] {
  const expected = sizing.outcomes.find(({ outcome }) => outcome === plan.economics?.outcome)
  if (expected === undefined) return []
  const costs = protocolCosts(protocol)
  const compared = plan.contrasts.filter(({ arm, against }) => against === controlArm(protocol) && !isPooled(arm))
  return compared.flatMap(({ id, title, arm, against }): BreakEvenPower[] => {
    const found = additionalCost(costs, { arm, against }, new Map(Object.entries(cases)))
    const [own, other] = [cases[arm] ?? 0, cases[against] ?? 0]
    if (found.status === 'undefined' || found.result.total <= 0) return []
    const costPerCase = found.result.total / own
    const errorAt = (n: number, m: number): number =>
      Math.sqrt(designEffect * (spreadIn(expected, arm) ** 2 / n + spreadIn(expected, against) ** 2 / m))
    const tells = (n: number, m: number): number =>
      powerOfZ(costPerCase / errorAt(n, m), { alpha: levelOf(1 - plan.confidenceLevel, n + m), sides: 'two' })
    const share = own / (own + other)
    const prior = priorOf(expected)
    const error = errorAt(own, other)
    const level = 1 - levelOf(1 - plan.confidenceLevel, own + other)
    const shows = (difference: number): number =>
      powerOfZ((difference - costPerCase) / error, { alpha: (1 - level) / 2, sides: 'one' })
    const net = prior && { ...prior, mean: prior.mean - costPerCase }
    const needed = leastCases(all => tells(all * share, all * (1 - share)), plan.power, fewestCases)
    return [
      {
        ...{ outcome: expected.outcome, contrast: id, title, costPerCase },
        tellsNothing: tells(own, other),
        shownToPay: costPerCase + (normalCritical(level) + normalQuantile(plan.power)) * errorAt(own, other),
        assurance: prior === undefined ? null : assurance(shows, prior),
        valueLessCost:
          net === undefined || sizing.population === undefined
            ? null
            : sizing.population * valueOfSample(net, error) - found.result.total,
        casesNeeded: needed,
        costOfNeeded: needed.status === 'computed' ? Math.ceil(needed.result * share) * costPerCase : null,
      },
    ]
  })
}
