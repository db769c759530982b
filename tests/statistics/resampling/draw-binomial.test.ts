import { describe, expect, test } from 'vitest'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import { binomialPmf, chiSquaredUpperTail } from '../../../src/numerics/index.ts'
import { drawBinomial } from '../../../src/statistics/resampling/draw-binomial.ts'

const draws = 40_000

/** Pearson's P of the drawn numbers against the exact probabilities, values expected fewer than 10 times taken together. */
function goodnessOfFit(n: number, p: number): number {
  const source = simulationStream({ purpose: 'test', seed: `${n} ${p}` })
  const seen = new Map<number, number>()
  for (let i = 0; i < draws; i += 1) {
    const k = drawBinomial(n, p, source)
    seen.set(k, (seen.get(k) ?? 0) + 1)
  }
  expect([...seen.keys()].every(k => Number.isInteger(k) && k >= 0 && k <= n)).toBe(true)
  const rest = { expected: 0, observed: 0 }
  let statistic = 0
  let groups = 0
  for (let k = 0; k <= n; k += 1) {
    const expected = draws * binomialPmf(k, n, p)
    const observed = seen.get(k) ?? 0
    if (expected < 10) {
      rest.expected += expected
      rest.observed += observed
      continue
    }
    statistic += (observed - expected) ** 2 / expected
    groups += 1
  }
  if (rest.expected > 10) {
    statistic += (rest.observed - rest.expected) ** 2 / rest.expected
    groups += 1
  }
  return chiSquaredUpperTail(statistic, groups - 1)
}

describe('drawn numbers of successes have the binomial distribution', () => {
  test.each([
    ['searched from zero', 12, 0.3],
    ['few of many', 6000, 0.0013],
    ['rejection, just above the search', 100, 0.101],
    ['rejection, the payers of an arm', 6000, 62 / 6000],
    ['rejection, near a half', 200, 0.47],
    ['rejection, its mirror', 5906, 5827 / 5906],
    ['searched, its mirror', 30, 0.95],
  ])('%s: n = %i, p = %f', (_, n, p) => {
    // Fixed streams: the same P on every run. A wrong sampler gives far below 1e-4 at 40,000 draws.
    expect(goodnessOfFit(n, p)).toBeGreaterThan(1e-3)
  })

  test('certain numbers take no randomness', () => {
    const source = { below: () => expect.fail(), pick: () => expect.fail(), uniform: () => expect.fail() }
    expect(drawBinomial(0, 0.3, source)).toBe(0)
    expect(drawBinomial(7, 0, source)).toBe(0)
    expect(drawBinomial(7, 1, source)).toBe(7)
  })
})
