import { chiSquaredUpperTail } from '../../../src/numerics/index.ts'
import type { AmountModel } from '../../../src/pipeline/simulation/amounts.ts'
import type { ArmModel, TrialModel } from '../../../src/pipeline/simulation/trial-model.ts'

export const table = (...pence: number[]): AmountModel => ({ of: { table: pence }, factor: 1 })

export const armWith = (arm: string, changes: Partial<ArmModel> = {}): ArmModel => ({
  ...{ arm, rate: 0.3, reach: [], attrition: 0, choice: [] },
  amounts: { ordinary: table(100, 300), afterStages: table(700) },
  ...changes,
})

/** A trial of two arms and two strata, with stages in one arm. */
export const small = (changes: Partial<TrialModel> = {}): TrialModel => ({
  ...{ payers: 'paid', amount: 'amount', afterStages: 'after', choice: null, waiting: null, observedAfter: ['called'] },
  arms: [armWith('called', { reach: [0.8, 0.4], attrition: 0.2 }), armWith('control', { attrition: 0.1 })],
  control: 'control',
  stages: [
    { id: 'reached', title: 'Reached' },
    { id: 'agreed', title: 'Agreed' },
  ],
  cells: [
    { arm: 0, stratum: 'x', cases: 12 },
    { arm: 1, stratum: 'x', cases: 9 },
    { arm: 0, stratum: 'y', cases: 20 },
    { arm: 1, stratum: 'y', cases: 25 },
  ],
  stratified: true,
  clusters: null,
  ...changes,
})

/** P of the chi-squared test that draws come from exact probabilities; what is rarer than expected in 5 draws is put together. */
export function fits(drawn: ReadonlyMap<string, number>, law: ReadonlyMap<string, number>): number {
  const total = [...drawn.values()].reduce((sum, count) => sum + count, 0)
  for (const key of drawn.keys()) if (!law.has(key)) throw new Error(`${key} cannot be drawn`)
  let [statistic, cells, restDrawn, restExpected] = [0, 0, 0, 0]
  for (const [key, probability] of law) {
    const [own, expected] = [drawn.get(key) ?? 0, total * probability]
    if (expected < 5) {
      restDrawn += own
      restExpected += expected
    } else {
      statistic += (own - expected) ** 2 / expected
      cells += 1
    }
  }
  if (restExpected >= 5) {
    statistic += (restDrawn - restExpected) ** 2 / restExpected
    cells += 1
  }
  return chiSquaredUpperTail(statistic, cells - 1)
}

export const count = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
