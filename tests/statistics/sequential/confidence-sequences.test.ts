import { describe, expect, it } from 'vitest'
import { normalUpperQuantile } from '../../../src/numerics/index.ts'
import { meanSequence, proportionSequence, type SequenceLimits } from '../../../src/statistics/index.ts'

/** The chance that the limits leave out p after any of the first n cases: every path of the tree, added up by its events. */
function missedEver(p: number, n: number, limits: (events: number, cases: number) => SequenceLimits): number {
  let alive = [1]
  let missed = 0
  for (let cases = 1; cases <= n; cases += 1) {
    const next = Array<number>(cases + 1).fill(0)
    for (const [events, chance] of alive.entries()) {
      next[events] = (next[events] ?? 0) + chance * (1 - p)
      next[events + 1] = (next[events + 1] ?? 0) + chance * p
    }
    alive = next.map((chance, events) => {
      const { lower, upper } = limits(events, cases)
      if (lower <= p && p <= upper) return chance
      missed += chance
      return 0
    })
  }
  return missed
}

const proportion = (alpha: number) => (events: number, n: number) => proportionSequence({ events, n }, alpha)
const bounded = (alpha: number, sharpestAt: number) => (events: number, n: number) =>
  meanSequence({ n, mean: events / n, scale: 0.5 }, alpha, sharpestAt)

describe('confidence sequences', () => {
  it.each([0.01, 0.1, 0.3, 0.5, 0.95])('miss p = %d with at most alpha over all of 150 looks, by every path', p => {
    for (const alpha of [0.05, 0.2]) {
      for (const limits of [proportion(alpha), bounded(alpha, 30), bounded(alpha, 150)]) {
        expect(missedEver(p, 150, limits)).toBeLessThanOrEqual(alpha)
      }
    }
  })

  it('are not empty promises: the usual interval at every look misses far more often, and these miss sometimes', () => {
    const z = normalUpperQuantile(0.025)
    const usual = (events: number, n: number) => {
      const half = z * Math.sqrt(0.25 / n)
      return { lower: events / n - half, upper: events / n + half }
    }
    expect(missedEver(0.5, 150, usual)).toBeGreaterThan(0.25)
    expect(missedEver(0.5, 150, proportion(0.05))).toBeGreaterThan(0.01)
    expect(missedEver(0.5, 150, bounded(0.05, 30))).toBeGreaterThan(0.005)
  })

  it('the limits of a proportion are where the mixture is 1 / alpha times the likelihood, by hand for one event of two', () => {
    // The mixture is B(3/2, 3/2) / B(1/2, 1/2) = (pi / 8) / pi = 1/8, so p (1 - p) = alpha / 8.
    const { lower, upper } = proportionSequence({ events: 1, n: 2 }, 0.2)
    const root = Math.sqrt(1 - 4 * (0.2 / 8)) / 2
    expect(lower).toBeCloseTo(0.5 - root, 13)
    expect(upper).toBeCloseTo(0.5 + root, 13)
  })

  it('the published control group, by mpmath at 30 digits', () => {
    const { lower, upper } = proportionSequence({ events: 62, n: 6000 }, 0.05)
    expect(lower).toBeCloseTo(0.00604371684827, 13)
    expect(upper).toBeCloseTo(0.01626527408408, 13)
  })

  it('reach the end where there was no event or nothing else, and say nothing without a case', () => {
    expect(proportionSequence({ events: 0, n: 40 }, 0.05).lower).toBe(0)
    expect(proportionSequence({ events: 40, n: 40 }, 0.05).upper).toBe(1)
    expect(proportionSequence({ events: 0, n: 0 }, 0.05)).toEqual({ lower: 0, upper: 1 })
    expect(meanSequence({ n: 0, mean: 0, scale: 1 }, 0.05, 100)).toEqual({ lower: -Infinity, upper: Infinity })
  })

  it('a mean is known best, for its number of cases, at the number for which it was tuned', () => {
    const halfAt = (tuned: number) => meanSequence({ n: 400, mean: 0, scale: 2 }, 0.05, tuned).upper
    const best = halfAt(400)
    for (const tuned of [100, 350, 390, 410, 450, 2000]) expect(halfAt(tuned)).toBeGreaterThan(best)
    // Robbins's boundary by hand: n = 4, r = 4, alpha = 1/2: sqrt(8 log(2 * 4)) / 4.
    const tuned = 4 * (solved(0.25) - 1)
    expect(meanSequence({ n: 4, mean: 0, scale: 1 }, 0.5, tuned).upper).toBeCloseTo(Math.sqrt(8 * Math.log(8)) / 4, 10)
  })

  /** The larger root of w exp(1 - w) = y, by iterating w = 1 - log(y) + log(w). */
  function solved(y: number): number {
    let w = 5
    for (let step = 0; step < 200; step += 1) w = 1 - Math.log(y) + Math.log(w)
    return w
  }
})
