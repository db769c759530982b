import { describe, expect, it } from 'vitest'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import { logGamma } from '../../../src/numerics/index.ts'
import { type ArrivalDraw, arrivalRatio, priorArrivals } from '../../../src/statistics/index.ts'

const drawn = (arms: readonly number[], planned: readonly number[], chances?: readonly number[]): ArrivalDraw[] =>
  arms.map((arm, at) => ({ arm, planned, chance: chances?.[at] ?? planned[arm] ?? 0 }))

describe('arrivalRatio', () => {
  it('multiplies predicted over actual chances, by hand', () => {
    // Arm 0 twice: (100 * 0.5 + 0) / 100 / 0.5 = 1, then (50 + 1) / 101 / 0.5.
    const { evidence, largestEvidence, pValue, arrivals } = arrivalRatio(drawn([0, 0], [0.5, 0.5]))
    expect(arrivals).toBe(2)
    expect(evidence).toBeCloseTo(51 / 101 / 0.5, 14)
    expect(largestEvidence).toBeCloseTo(51 / 101 / 0.5, 14)
    expect(pValue).toBeCloseTo((0.5 * 101) / 51, 14)
  })

  it('is the Bayes factor of Lindon and Malek where chances do not change', () => {
    const planned = [0.2, 0.3, 0.5]
    const arms = [0, 2, 2, 1, 0, 0, 2, 1, 1, 1, 2, 0]
    const counts = planned.map((_, arm) => arms.filter(each => each === arm).length)
    const alphas = planned.map(share => priorArrivals * share)
    const logFactor =
      logGamma(priorArrivals) -
      logGamma(priorArrivals + arms.length) +
      alphas.reduce((sum, alpha, arm) => sum + logGamma(alpha + (counts[arm] ?? 0)) - logGamma(alpha), 0) -
      counts.reduce((sum, count, arm) => sum + count * Math.log(planned[arm] ?? 0), 0)
    expect(Math.log(arrivalRatio(drawn(arms, planned)).evidence)).toBeCloseTo(logFactor, 10)
  })

  it('keeps its largest evidence: P never rises', () => {
    const arms = [...Array<number>(40).fill(0), ...Array<number>(40).fill(1)]
    const ps = arms.map((_, at) => arrivalRatio(drawn(arms.slice(0, at + 1), [0.5, 0.5])).pValue)
    expect(ps.every((p, at) => at === 0 || p <= (ps[at - 1] ?? 1) + 1e-15)).toBe(true)
    const all = arrivalRatio(drawn(arms, [0.5, 0.5]))
    expect(all.evidence).toBeLessThan(all.largestEvidence)
  })

  it('leaves out an arrival whose arm was certain, and finds one that was impossible', () => {
    expect(arrivalRatio([{ arm: 0, planned: [0.5, 0.5], chance: 1 }]).evidence).toBe(1)
    expect(arrivalRatio([{ arm: 0, planned: [0.5, 0.5], chance: 0 }]).pValue).toBe(0)
    expect(arrivalRatio([])).toEqual({ arrivals: 0, evidence: 1, largestEvidence: 1, pValue: 1 })
  })

  /** Trials of `length` arrivals by `next`, of which P falls to alpha at any arrival. */
  function crossing(
    trials: number,
    length: number,
    alpha: number,
    next: (random: () => number) => ArrivalDraw[],
  ): number {
    let crossed = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const stream = simulationStream({ purpose: 'arrival ratio', seed: 'validity', replicate: trial })
      const draws = next(() => stream.uniform()).slice(0, length)
      if (arrivalRatio(draws).pValue <= alpha) crossed += 1
    }
    return crossed / trials
  }

  // Monte Carlo tolerance: 3 standard errors of a share of 0.05 in 2,000 trials, 0.0146.
  const tolerance = 3 * Math.sqrt((0.05 * 0.95) / 2000)

  it('errs in at most 5% of trials looked at after each of 300 arrivals, with fixed chances', () => {
    const planned = [0.25, 0.25, 0.5]
    const simple = (random: () => number) =>
      Array.from({ length: 300 }, (): ArrivalDraw => {
        const u = random()
        const arm = u < 0.25 ? 0 : u < 0.5 ? 1 : 2
        return { arm, planned, chance: planned[arm] ?? 0 }
      })
    expect(crossing(2000, 300, 0.05, simple)).toBeLessThan(0.05 + tolerance)
  })

  /** Blocks of 4 or 6 with each draw's own chance. */
  const blocks =
    (share: (left: readonly number[]) => number) =>
    (random: () => number): ArrivalDraw[] => {
      const draws: ArrivalDraw[] = []
      while (draws.length < 300) {
        const half = random() < 0.5 ? 2 : 3
        const left = [half, half]
        while ((left[0] ?? 0) + (left[1] ?? 0) > 0) {
          const honest = (left[0] ?? 0) / ((left[0] ?? 0) + (left[1] ?? 0))
          const arm = random() < share(left) ? 0 : 1
          draws.push({ arm, planned: [0.5, 0.5], chance: arm === 0 ? honest : 1 - honest })
          left[arm] = (left[arm] ?? 0) - 1
        }
      }
      return draws
    }

  it('errs in at most 5% of trials in permuted blocks, by the chance of each draw', () => {
    const honest = blocks(([a = 0, b = 0]) => a / (a + b))
    expect(crossing(2000, 300, 0.05, honest)).toBeLessThan(0.05 + tolerance)
  })

  it('finds a mechanism that gives 65% in place of 50%, within 400 arrivals in nearly all trials', () => {
    const biased = (random: () => number) =>
      Array.from(
        { length: 400 },
        (): ArrivalDraw => ({ arm: random() < 0.65 ? 0 : 1, planned: [0.5, 0.5], chance: 0.5 }),
      )
    expect(crossing(200, 400, 0.01, biased)).toBeGreaterThan(0.9)
  })
})
