import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  binomialPmf,
  binomialProbabilities,
  binomialQuantile,
  binomialUpperQuantile,
  discreteDistributions,
  hypergeometricPmf,
  hypergeometricUpperTail,
} from '../../src/numerics/index.ts'
import { relativeError } from './oracle.ts'

const parameterSets: Readonly<Record<string, readonly (readonly number[])[]>> = {
  binomial: [
    [1, 0.5],
    [9, 0.02],
    [60, 0.37],
    [400, 0.9],
    [5, 0],
    [5, 1],
    [0, 0.3],
  ],
  hypergeometric: [
    [10, 4, 3],
    [50, 20, 40],
    [200, 3, 100],
    [7, 7, 3],
    [7, 0, 3],
    [0, 0, 0],
  ],
  poisson: [[0.004], [1], [17.5], [300]],
}

describe.each(discreteDistributions.all)('$title', distribution => {
  const { pmf, logPmf, cdf, upperTail, logCdf, logUpperTail, quantile, upperQuantile, support } = distribution
  const sets = parameterSets[distribution.id] ?? []

  it('has parameter sets here, of the declared length', () => {
    expect(sets.length).toBeGreaterThan(0)
    for (const set of sets) expect(set).toHaveLength(distribution.parameters.length)
  })

  it.each(sets.map(set => [set] as const))(
    'has tails that are the sums of its probabilities, with parameters %j',
    set => {
      const [least, most] = support(...set)
      const last = Math.min(most, 1500)
      const probabilities = Array.from({ length: last - least + 1 }, (_, i) => pmf(least + i, ...set))
      let below = 0
      probabilities.forEach((probability, i) => {
        const k = least + i
        below += probability
        const above = probabilities.slice(i + 1).reduceRight((sum, each) => sum + each, 0)
        expect(relativeError(cdf(k, ...set), below)).toBeLessThan(1e-12)
        expect(relativeError(Math.exp(logPmf(k, ...set)), probability)).toBeLessThan(1e-12)
        if (above > 1e-290) expect(relativeError(upperTail(k, ...set), above)).toBeLessThan(1e-12)
        expect(relativeError(Math.exp(logCdf(k, ...set)), cdf(k, ...set))).toBeLessThan(1e-12)
        expect(relativeError(Math.exp(logUpperTail(k, ...set)), upperTail(k, ...set))).toBeLessThan(1e-12)
      })
      expect(below).toBeCloseTo(1, 13)
    },
  )

  it('is empty outside its support', () => {
    for (const set of sets) {
      const [least, most] = support(...set)
      expect([pmf(least - 1, ...set), cdf(least - 1, ...set), upperTail(least - 1, ...set)]).toEqual([0, 0, 1])
      if (most < Infinity) {
        expect([pmf(most + 1, ...set), cdf(most, ...set), upperTail(most, ...set)]).toEqual([0, 1, 0])
      }
    }
  })

  it.each(sets.map(set => [set] as const))('has the smallest counts that reach p as quantiles, with %j', set => {
    for (const p of [1e-300, 1e-30, 1e-6, 0.01, 0.3, 0.5, 0.8, 0.999]) {
      const lower = quantile(p, ...set)
      expect(cdf(lower, ...set)).toBeGreaterThanOrEqual(p * (1 - 1e-12))
      expect(cdf(lower - 1, ...set)).toBeLessThan(p)
      const upper = upperQuantile(p, ...set)
      expect(upperTail(upper, ...set)).toBeLessThanOrEqual(p * (1 + 1e-12))
      expect(upperTail(upper - 1, ...set)).toBeGreaterThan(p)
    }
  })

  it.each(sets.map(set => [set] as const))('gives every count back from its smaller tail, with parameters %j', set => {
    const [least, most] = support(...set)
    for (let k = least; k <= Math.min(most, 400); k++) {
      const [below, above] = [cdf(k, ...set), upperTail(k, ...set)]
      const tells = (tail: number): boolean => tail < 0.5 && tail > 1e-290 && pmf(k, ...set) > 1e-11 * tail
      if (tells(below)) expect(quantile(below, ...set)).toBe(k)
      if (tells(above)) expect(upperQuantile(above, ...set)).toBe(k)
    }
  })

  it('reaches the ends of its support at probabilities 0 and 1', () => {
    for (const set of sets) {
      const [least, most] = support(...set)
      const attained = (end: number): boolean => end === Infinity || logPmf(end, ...set) > -Infinity
      if (!attained(least) || !attained(most)) continue
      expect([quantile(0, ...set), quantile(1, ...set)]).toEqual([least, most])
      expect([upperQuantile(0, ...set), upperQuantile(1, ...set)]).toEqual([most, least])
    }
  })

  it('throws a RangeError that names what is out of range', () => {
    const good = sets[0] ?? []
    for (const f of [pmf, logPmf, cdf, upperTail, logCdf, logUpperTail]) {
      expect(() => f(0.5, ...good)).toThrow(/^k: expected a whole number from .* received 0.5$/)
      expect(() => f(Number.NaN, ...good)).toThrow(RangeError)
      distribution.parameters.forEach(({ name }, position) => {
        expect(() => f(1, ...good.with(position, Number.NaN))).toThrow(`${name}: expected`)
        expect(() => f(1, ...good.with(position, -1))).toThrow(/received -1$/)
      })
    }
    for (const find of [quantile, upperQuantile]) {
      for (const p of [Number.NaN, -1e-9, 1.1]) expect(() => find(p, ...good)).toThrow(/expected a number from 0 to 1/)
      distribution.parameters.forEach(({ name }, position) => {
        expect(() => find(0.5, ...good.with(position, -1))).toThrow(`${name}: expected`)
      })
    }
  })
})

it('has one count only as quantile where the probability is 0 or 1', () => {
  for (const q of [0, 0.3, 1]) {
    expect([binomialQuantile(q, 5, 0), binomialUpperQuantile(q, 5, 0)]).toEqual([0, 0])
    expect([binomialQuantile(q, 5, 1), binomialUpperQuantile(q, 5, 1)]).toEqual([5, 5])
  }
})

it('gives the tea-tasting table by hand: 1, 16, 36, 16, 1 of 70', () => {
  expect([0, 1, 2, 3, 4].map(k => Math.round(hypergeometricPmf(k, 8, 4, 4) * 70))).toEqual([1, 16, 36, 16, 1])
  expect(hypergeometricUpperTail(2, 8, 4, 4)).toBeCloseTo(17 / 70, 15)
})

it('is symmetric in successes and draws', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500), (k, a, b, extra) => {
      const population = Math.max(a, b) + extra
      const swapped = hypergeometricPmf(k, population, b, a)
      expect(relativeError(hypergeometricPmf(k, population, a, b), swapped)).toBeLessThan(1e-11)
    }),
  )
})

it('lists all binomial probabilities as the single ones', () => {
  expect(() => binomialProbabilities(-2, 0.5)).toThrow('n: expected a whole number from 0')
  expect(() => binomialProbabilities(2, 1.5)).toThrow('p: expected a number from 0 to 1, received 1.5')
  for (const [n, p] of [
    [0, 0.4],
    [1, 0.5],
    [12, 0],
    [12, 1],
    [250, 0.03],
    [6718, 0.0129],
    [20_000, 0.5],
  ] as const) {
    const all = binomialProbabilities(n, p)
    expect(all).toHaveLength(n + 1)
    all.forEach((probability, k) => {
      const single = binomialPmf(k, n, p)
      if (single > 1e-290) expect(relativeError(probability, single)).toBeLessThan(2e-12)
    })
  }
})
