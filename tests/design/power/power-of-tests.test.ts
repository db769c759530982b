import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  arcsinePowerOfTwoProportions,
  designEffect,
  leastCases,
  leastEffect,
  levelWithClusters,
  normalPowerOfTwoProportions,
  powerAgainstControl,
  powerOfAnova,
  powerOfChiSquared,
  powerOfClusters,
  powerOfEquivalenceOfMeans,
  powerOfEquivalenceOfProportions,
  powerOfNonInferiorityOfMeans,
  powerOfNonInferiorityOfProportions,
  powerOfOneMean,
  powerOfProportions,
  powerOfStrata,
  powerOfT,
  powerOfTwoMeans,
  powerOfTwoProportions,
  powerOfZ,
} from '../../../src/design/power/index.ts'
import { reasonOf, resultOf } from '../../support/analysis.ts'

const two = { alpha: 0.05, sides: 'two' } as const
const one = { alpha: 0.05, sides: 'one' } as const

interface Entry {
  kind: string
  result: number & readonly number[]
  [given: string]: unknown
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../oracles/design/${name}`, import.meta.url), 'utf8')) as { cases: Entry[] }
const entries = read('power.json').cases
const ofKind = (kind: string) => entries.filter(entry => entry.kind === kind)
const number = (value: unknown) => value as number
const numbers = (value: unknown) => value as readonly number[]
const means = (entry: Entry) => ({
  arm: { n: number(entry.n1) },
  against: { n: number(entry.n2) },
  difference: number(entry.difference),
  standardDeviation: number(entry.sd),
  margin: number(entry.margin),
})

/** R's noncentral t is good to about 3e-8, its noncentral F stops at terms of 1e-9, the others are good to about 1e-12. */
const rDigits: Readonly<Record<string, number>> = { t: 1e-7, F: 5e-9, other: 1e-10 }

const computedAs: Readonly<Record<string, [digits: keyof typeof rDigits, of: (entry: Entry) => number]>> = {
  two_means: ['t', ({ n1, n2, effect }) => powerOfTwoMeans({ n: number(n1) }, { n: number(n2) }, number(effect), two)],
  two_means_one_sided: [
    't',
    ({ n1, n2, effect }) => powerOfTwoMeans({ n: number(n1) }, { n: number(n2) }, number(effect), one),
  ],
  one_mean: ['t', ({ n, effect }) => powerOfOneMean({ n: number(n) }, number(effect), two)],
  normal_proportions: [
    'other',
    ({ n, p1, p2 }) =>
      normalPowerOfTwoProportions(
        { arm: { n: number(n), probability: number(p2) }, against: { n: number(n), probability: number(p1) } },
        two,
      ),
  ],
  arcsine_proportions: [
    'other',
    ({ n1, n2, p1, p2 }) =>
      arcsinePowerOfTwoProportions(
        { arm: { n: number(n1), probability: number(p1) }, against: { n: number(n2), probability: number(p2) } },
        two,
      ),
  ],
  k_proportions: [
    'other',
    ({ n, p }) =>
      powerOfProportions(
        numbers(n).map((each, at) => ({ n: each, probability: numbers(p)[at] ?? 0 })),
        0.05,
      ),
  ],
  anova: [
    'F',
    ({ n, mean, sd }) =>
      powerOfAnova(
        numbers(n).map((each, at) => ({ n: each, mean: numbers(mean)[at] ?? 0 })),
        number(sd),
        0.05,
      ),
  ],
  equivalence_means: ['other', entry => powerOfEquivalenceOfMeans(means(entry), 0.05)],
  non_inferiority_means: ['t', entry => powerOfNonInferiorityOfMeans(means(entry), 0.05)],
}

describe('power beside R', () => {
  it.each(Object.keys(computedAs))('of %s', kind => {
    const [digits, of] = computedAs[kind] as [string, (entry: Entry) => number]
    expect(ofKind(kind).length).toBeGreaterThan(1)
    for (const entry of ofKind(kind)) {
      expect(Math.abs(of(entry) - entry.result), JSON.stringify(entry)).toBeLessThan(rDigits[digits] ?? 0)
    }
  })

  it("of Dunnett's comparisons: critical value, any and each", () => {
    expect(ofKind('dunnett')).toHaveLength(2)
    for (const { n0, n, effect, result } of ofKind('dunnett')) {
      const arms = numbers(n).map((each, at) => ({ n: each, effect: numbers(effect)[at] ?? 0 }))
      const found = powerAgainstControl({ control: { n: number(n0) }, arms }, two)
      const [critical = 0, any = 0, ...each] = result
      // mvtnorm integrates by quasi-Monte Carlo, good to about 1e-5 for the critical value.
      expect(Math.abs(found.critical - critical)).toBeLessThan(1e-4)
      expect(Math.abs(found.any - any)).toBeLessThan(5e-5)
      for (const [at, power] of each.entries()) expect(Math.abs((found.each[at] ?? 0) - power)).toBeLessThan(5e-5)
      expect(found.all).toBeLessThan(Math.min(...found.each))
      expect(found.any).toBeGreaterThan(Math.max(...found.each))
    }
  })

  it('of every call of pwr that statsmodels keeps', () => {
    const cases = read('power-pwr.json').cases as unknown as Record<string, number & string>[]
    expect(cases.length).toBeGreaterThan(20)
    for (const entry of cases) {
      const { test = '', sig_level: alpha = 0, power = 0, n = 0, d = 0, alternative } = entry
      const rejection = { alpha, sides: alternative === 'two.sided' ? 'two' : 'one' } as const
      // A test that rejects below nothing is one that rejects above it, turned round.
      const effect = alternative === 'less' ? -d : d
      const found = test.startsWith('pwr.chisq')
        ? powerOfChiSquared({ cases: entry.N ?? 0, effect: entry.w ?? 0, degreesOfFreedom: entry.df ?? 0 }, alpha)
        : test.startsWith('pwr.t2n')
          ? powerOfTwoMeans({ n: entry.n1 ?? 0 }, { n: entry.n2 ?? 0 }, effect, rejection)
          : test.includes('one.sample')
            ? powerOfOneMean({ n }, effect, rejection)
            : powerOfTwoMeans({ n }, { n }, effect, rejection)
      expect(Math.abs(found - power), JSON.stringify(entry)).toBeLessThan(1e-9)
    }
  })
})

describe('power', () => {
  const sizes = fc.integer({ min: 3, max: 400 })
  const effects = fc.double({ min: 0, max: 2, noNaN: true })

  it('is alpha where there is nothing to find, and grows with the effect', () => {
    fc.assert(
      fc.property(sizes, sizes, effects, effects, (n1, n2, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)]
        for (const rejection of [one, two]) {
          const of = (effect: number) => powerOfTwoMeans({ n: n1 }, { n: n2 }, effect, rejection)
          expect(of(0)).toBeCloseTo(0.05, 12)
          expect(of(more)).toBeGreaterThanOrEqual(of(less) - 1e-13)
        }
      }),
    )
    expect(
      powerOfProportions(
        [5906, 6718, 6000].map(n => ({ n, probability: 0.01 })),
        0.05,
      ),
    ).toBeCloseTo(0.05, 12)
    expect(
      powerOfAnova(
        [3, 4, 5].map(n => ({ n, mean: 7 })),
        2,
        0.05,
      ),
    ).toBeCloseTo(0.05, 12)
  })

  it('of two arms is the same by t, by analysis of variance, and turned round', () => {
    fc.assert(
      fc.property(sizes, sizes, effects, (n1, n2, effect) => {
        const t = powerOfTwoMeans({ n: n1 }, { n: n2 }, effect, two)
        const arms = [
          { n: n1, mean: 3 * effect },
          { n: n2, mean: 0 },
        ]
        expect(Math.abs(powerOfAnova(arms, 3, 0.05) - t)).toBeLessThan(1e-11)
        expect(Math.abs(powerOfTwoMeans({ n: n2 }, { n: n1 }, -effect, two) - t)).toBeLessThan(1e-12)
      }),
    )
  })

  it("of one arm beside control by Dunnett's is the t test's", () => {
    const found = powerAgainstControl({ control: { n: 30 }, arms: [{ n: 22, effect: 0.7 }] }, two)
    const t = powerOfTwoMeans({ n: 22 }, { n: 30 }, 0.7, two)
    for (const power of [found.each[0], found.any, found.all]) expect(Math.abs((power ?? 0) - t)).toBeLessThan(1e-9)
    const alone = powerAgainstControl({ control: { n: 30 }, arms: [{ n: 22, effect: 0.7 }] }, one)
    expect(alone.any).toBeCloseTo(powerOfTwoMeans({ n: 22 }, { n: 30 }, 0.7, one), 9)
  })

  it('to find any difference by Dunnett is alpha where there is none, whatever the sizes', () => {
    for (const n of [
      [10, 10],
      [12, 40, 7],
    ]) {
      const arms = n.map(each => ({ n: each, effect: 0 }))
      expect(powerAgainstControl({ control: { n: 15 }, arms }, two).any).toBeCloseTo(0.05, 8)
    }
  })

  it('by the normal distribution is far from exact where events are rare, and near where they are not', () => {
    const rare = { arm: { n: 400, probability: 0.03 }, against: { n: 100, probability: 0.005 } }
    const usual = { arm: { n: 4000, probability: 0.42 }, against: { n: 4000, probability: 0.4 } }
    expect(Math.abs(normalPowerOfTwoProportions(rare, two) - powerOfTwoProportions(rare, 0.05))).toBeGreaterThan(0.02)
    expect(Math.abs(normalPowerOfTwoProportions(usual, two) - powerOfTwoProportions(usual, 0.05))).toBeLessThan(0.005)
  })
})

describe('power with a margin', () => {
  const design = (difference: number, n = 80) => ({
    ...{ arm: { n }, against: { n }, difference, standardDeviation: 1, margin: 0.5 },
  })

  it('is alpha at the margin for non-inferiority, and at most alpha for equivalence', () => {
    expect(powerOfNonInferiorityOfMeans(design(-0.5), 0.05)).toBeCloseTo(0.05, 12)
    expect(powerOfEquivalenceOfMeans(design(0.5), 0.05)).toBeLessThanOrEqual(0.05)
    expect(powerOfEquivalenceOfMeans(design(0.5, 2000), 0.05)).toBeCloseTo(0.05, 9)
  })

  it('of equivalence is symmetric, and nothing where no interval fits into the margins', () => {
    expect(powerOfEquivalenceOfMeans(design(0.2), 0.05)).toBeCloseTo(powerOfEquivalenceOfMeans(design(-0.2), 0.05), 11)
    const tiny = { ...design(0, 2), margin: 1e-4 }
    expect(powerOfEquivalenceOfMeans(tiny, 0.05)).toBeLessThan(1e-6)
    const proportions = { arm: { n: 20, probability: 0.5 }, against: { n: 20, probability: 0.5 }, margin: 0.05 }
    expect(powerOfEquivalenceOfProportions(proportions, 0.05)).toBe(0)
  })

  it('of proportions comes near that of means with their standard deviations in large arms', () => {
    const arms = { arm: { n: 5000, probability: 0.31 }, against: { n: 5000, probability: 0.3 } }
    const sd = Math.sqrt((0.31 * 0.69 + 0.3 * 0.7) / 2)
    const like = { arm: { n: 5000 }, against: { n: 5000 }, difference: 0.01, standardDeviation: sd, margin: 0.03 }
    const within = { ...arms, margin: 0.03 }
    expect(
      Math.abs(powerOfEquivalenceOfProportions(within, 0.05) - powerOfEquivalenceOfMeans(like, 0.05)),
    ).toBeLessThan(1e-3)
    expect(
      Math.abs(powerOfNonInferiorityOfProportions(within, 0.05) - powerOfNonInferiorityOfMeans(like, 0.05)),
    ).toBeLessThan(1e-3)
  })
})

describe('power of clusters and strata', () => {
  it('has the design effect of Eldridge, Ashby and Kerry', () => {
    expect(designEffect({ meanSize: 20, variationOfSizes: 0, correlation: 0.05 })).toBeCloseTo(1.95, 12)
    expect(designEffect({ meanSize: 20, variationOfSizes: 0.6, correlation: 0.05 })).toBeCloseTo(2.31, 12)
    expect(designEffect({ meanSize: 1, variationOfSizes: 0, correlation: 0.9 })).toBe(1)
  })

  it('of clusters of one case is that of cases', () => {
    const single = { meanSize: 1, variationOfSizes: 0, correlation: 0 }
    const arms = { arm: { clusters: 40 }, against: { clusters: 50 }, clustering: single }
    expect(powerOfClusters(arms, 0.6, two)).toBeCloseTo(powerOfTwoMeans({ n: 40 }, { n: 50 }, 0.6, two), 13)
    const linked = { ...arms, clustering: { meanSize: 10, variationOfSizes: 0, correlation: 1 } }
    // With clusters all alike inside, each counts as one case.
    expect(powerOfClusters(linked, 0.6, two)).toBeCloseTo(powerOfTwoMeans({ n: 40 }, { n: 50 }, 0.6, two), 13)
  })

  it('is that of the z test at the level that few clusters leave, but for the spread of their variance', () => {
    // P(Z > 2.0244), 2.0244 the upper 2.5% point of t with 38 degrees of freedom.
    expect(levelWithClusters(0.05, 40)).toBeCloseTo(0.04293, 5)
    expect(levelWithClusters(0.05, 1e7)).toBeCloseTo(0.05, 6)
    const clustering = { meanSize: 60, variationOfSizes: 0.24, correlation: 0.03 }
    for (const effect of [0, 0.1, 0.2, 0.3]) {
      const error = Math.sqrt((designEffect(clustering) / 60) * (2 / 20))
      const byZ = powerOfZ(effect / error, { alpha: levelWithClusters(0.05, 40), sides: 'two' })
      const byT = powerOfClusters({ arm: { clusters: 20 }, against: { clusters: 20 }, clustering }, effect, two)
      expect(Math.abs(byZ - byT)).toBeLessThan(0.01)
    }
  })

  it('of one stratum is that of the z test, and two equal strata add up', () => {
    const arms = { arm: { n: 200, mean: 5, standardDeviation: 9 }, against: { n: 180, mean: 3, standardDeviation: 7 } }
    const z = 2 / Math.sqrt(81 / 200 + 49 / 180)
    expect(powerOfStrata([{ weight: 1, ...arms }], two)).toBeCloseTo(powerOfZ(z, two), 14)
    const half = {
      ...{ weight: 0.5, arm: { ...arms.arm, n: 100 }, against: { ...arms.against, n: 90 } },
    }
    expect(powerOfStrata([half, half], two)).toBeCloseTo(powerOfZ(z, two), 14)
  })
})

describe('the least cases and effects', () => {
  it('have the power, and one case fewer has not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        fc.double({ min: 0.3, max: 0.99, noNaN: true }),
        (d, wanted) => {
          const power = (n: number) => powerOfTwoMeans({ n }, { n }, d, two)
          const n = resultOf(leastCases(power, wanted, 2))
          expect(power(n)).toBeGreaterThanOrEqual(wanted)
          if (n > 2) expect(power(n - 1)).toBeLessThan(wanted)
          const effect = resultOf(leastEffect(each => powerOfTwoMeans({ n }, { n }, each, two), wanted, 10))
          expect(effect).toBeLessThanOrEqual(d * (1 + 1e-9))
        },
      ),
      { numRuns: 40 },
    )
    // The classical 64 an arm for half a standard deviation and 80 %.
    expect(resultOf(leastCases(n => powerOfTwoMeans({ n }, { n }, 0.5, two), 0.8, 2))).toBe(64)
  })

  it('are not computable where they are not reached', () => {
    expect(reasonOf(leastCases(() => 0.1, 0.8, 2))).toBe('too_few_cases')
    expect(reasonOf(leastEffect(effect => powerOfT(3, effect / 10, two), 0.8, 1))).toBe('too_few_cases')
    expect(resultOf(leastEffect(() => 0.9, 0.8, 1))).toBe(0)
  })
})
