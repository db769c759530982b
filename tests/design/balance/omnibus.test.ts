import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../../src/core/random.ts'
import { simulationStream } from '../../../src/core/simulation-random.ts'
import {
  allocate,
  assessBalance,
  baselineCovariates,
  dealerOf,
  joinCases,
  omnibusTest,
  prepareOmnibus,
} from '../../../src/design/index.ts'
import type { SampledCase } from '../../../src/model/case.ts'
import { binomialCdf, binomialUpperTail } from '../../../src/numerics/index.ts'
import { withAge } from '../../support/balance.ts'
import { protocolOf, sampleOf } from '../../support/designs.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { type Fraction, fraction, plus } from '../../support/fraction.ts'

type Targets = Record<string, Record<string, number>>

function testOf(sample: readonly SampledCase[], targets: Targets, allocationSeed: string) {
  const protocol = withAge(protocolOf(targets))
  const cases = joinCases(sample, allocate(sample, protocol, streamsOf(allocationSeed)))
  const prepared = prepareOmnibus(cases, baselineCovariates(cases, protocol).covariates, protocol, 'redraws')
  if ('status' in prepared) throw new Error(prepared.status)
  return { prepared, protocol, cases }
}

/** Whether so many of n are so unlikely, on either side, as to be a false alarm once in `1 / alarm` times. */
const isAlarm = (count: number, n: number, p: number, alarm: number): boolean =>
  binomialCdf(count, n, p) < alarm / 2 || (count > 0 && binomialUpperTail(count - 1, n, p) < alarm / 2)

const tinyDesigns: { name: string; targets: Targets; sample: SampledCase[] }[] = [
  {
    name: '3 arms, 1 stratum, no linked cases',
    targets: { all: { control: 1, nrp: 2, pwc: 2 } },
    sample: sampleOf({ all: ['', '', '', '', ''] }),
  },
  {
    name: '2 arms, 2 strata, a pair inside, a pair across, unequal shares',
    targets: { '1993': { control: 3, call: 3 }, '2003': { control: 2, call: 1 } },
    sample: sampleOf({ '1993': ['x', 'y', '', 'y', '', ''], '2003': ['', 'x', ''] }),
  },
  {
    name: '3 arms, 2 strata, one cluster of three across them',
    targets: { '1993': { control: 2, nrp: 2, pwc: 2 }, '2003': { control: 1, nrp: 1, pwc: 1 } },
    sample: sampleOf({ '1993': ['x', '', 'x', '', '', ''], '2003': ['', '', 'x'] }),
  },
]
/** Ages of which no two sums agree, so that allocations have statistics of their own. */
const ages = [23, 31, 44, 59, 27, 72, 38, 65, 50]
const aged = (sample: readonly SampledCase[]): SampledCase[] =>
  sample.map((item, at) => ({ ...item, baseline: { age: ages[at] ?? 0 } }))

describe('the redraws have the distribution of the trial’s own allocation', () => {
  const draws = 20_000

  it.each(tinyDesigns)('$name', ({ targets, sample }) => {
    const { prepared, protocol, cases } = testOf(aged(sample), targets, '1')
    const exact = new Map<string, Fraction>()
    const deal = dealerOf(cases, protocol)
    for (const { value, probability } of enumerateDraws(source => [...(deal(() => source) as Int32Array)])) {
      const key = statisticByHand(cases, value).toFixed(9)
      exact.set(key, plus(exact.get(key) ?? fraction(0n), probability))
    }
    const drawn = Array.from({ length: draws }, (_, replicate) => prepared.draw(replicate))
    const values = [...exact.keys()].map(Number).sort((a, b) => a - b)
    expect(values.length).toBeGreaterThan(5)
    expect(drawn.every(value => exact.has(value.toFixed(9)))).toBe(true)
    // Exact P of every value that the statistic can have, against the share of the draws: in all below 1e-6.
    for (const value of values.slice(1)) {
      const tail = [...exact].filter(([key]) => Number(key) >= value).map(([, share]) => share)
      const { numerator, denominator } = tail.reduce(plus)
      const beyond = drawn.filter(each => each >= value - 1e-8).length
      expect(isAlarm(beyond, draws, Number(numerator) / Number(denominator), 1e-7 / values.length), `${value}`).toBe(
        false,
      )
    }
  })

  it('gives P = (b + 1) / (m + 1) with its standard error', () => {
    const [{ targets, sample } = { targets: {}, sample: [] }] = tinyDesigns
    const { prepared } = testOf(aged(sample), targets, '1')
    const test = omnibusTest(prepared, 499)
    if (test.status === 'undefined') throw new Error(test.detail)
    const { pValue, extreme, monteCarlo, statistic } = test.result
    const beyond = Array.from({ length: 499 }, (_, at) => prepared.draw(at)).filter(x => x >= statistic - 1e-9).length
    expect(beyond).toBeGreaterThan(0)
    expect(beyond).toBeLessThan(499)
    expect(extreme).toBe(beyond)
    expect(pValue).toBe((beyond + 1) / 500)
    expect(monteCarlo).toEqual({ draws: 499, standardError: Math.sqrt((pValue * (1 - pValue)) / 499) })
  })
})

/** Of one covariate: sum over arms of n (mean of deviations from the stratum's mean)^2 over their variance. */
function statisticByHand(cases: readonly SampledCase[], arms: readonly number[]): number {
  const value = (item: SampledCase): number => Number(item.baseline.age)
  const strata = [...new Set(cases.map(({ stratum }) => stratum))]
  const means = new Map(
    strata.map(stratum => {
      const members = cases.filter(item => item.stratum === stratum)
      return [stratum, members.reduce((sum, item) => sum + value(item), 0) / members.length]
    }),
  )
  const deviations = cases.map(item => value(item) - (means.get(item.stratum) ?? 0))
  const variance = deviations.reduce((sum, each) => sum + each * each, 0) / (cases.length - strata.length)
  return [...new Set(arms)].reduce((total, arm) => {
    const own = deviations.filter((_, at) => arms[at] === arm)
    return total + own.reduce((sum, each) => sum + each, 0) ** 2 / own.length / variance
  }, 0)
}

describe('the size of the test', () => {
  // 30 cases in two strata, some linked; 1 in 20 of right draws should have P up to 0.05.
  const targets: Targets = { north: { control: 6, letter: 5, call: 5 }, south: { control: 5, letter: 5, call: 4 } }
  const clusters = { north: ['x', 'y', 'x', 'y', 'z'], south: ['w', 'w', 'z'] }
  const fill = (linked: string[], n: number): string[] => [...linked, ...new Array(n - linked.length).fill('')]
  const source = simulationStream({ purpose: 'test', seed: 'ages' })
  const sample = sampleOf({ north: fill(clusters.north, 16), south: fill(clusters.south, 14) }).map(item => ({
    ...item,
    baseline: { age: source.pick(100_000) },
  }))
  const trials = 400
  const seeds = Array.from({ length: trials }, (_, at) => `size-${at}`)
  const protocol = withAge(protocolOf(targets))
  const pValues = seeds.map(seed => {
    const allocated = allocate(sample, protocol, streamsOf(seed))
    const { omnibus } = assessBalance(sample, allocated, protocol, { seed, draws: 99 })
    return omnibus.status === 'computed' ? omnibus.result.pValue : Number.NaN
  })

  it.each([0.05, 0.2, 0.5])('over 400 seeds P is up to %d as often as it says', level => {
    const rejected = pValues.filter(p => p <= level + 1e-12).length
    expect(isAlarm(rejected, trials, level, 3e-7), `${rejected} of ${trials}`).toBe(false)
  })

  it('finds an allocation that somebody chose', () => {
    const byAge = [...sample].sort((a, b) => a.baseline.age - b.baseline.age)
    const places = new Map(Object.entries(targets).map(([stratum, row]) => [stratum, { ...row }]))
    const chosen = byAge.map(item => {
      const left = places.get(item.stratum) ?? {}
      const arm = Object.keys(left).find(id => (left[id] ?? 0) > 0) ?? ''
      left[arm] = (left[arm] ?? 0) - 1
      return { ...item, arm, probability: { numerator: 1, denominator: 3 }, position: 1, linked: false }
    })
    const { omnibus } = assessBalance(sample, chosen, protocol, { seed: '1', draws: 999 })
    expect(omnibus).toMatchObject({ status: 'computed', result: { pValue: 0.001, extreme: 0 } })
  })
})
