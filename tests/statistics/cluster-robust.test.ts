import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clusterRobustDifferenceInMeans,
  clusterRobustDifferenceInProportions,
  differenceInMeansWelch,
  stratifiedClusterRobustDifferenceInMeans,
  stratifiedClusterRobustDifferenceInProportions,
  stratifiedDifferenceInMeans,
} from '../../src/statistics/index.ts'
import type { AnalysisRow } from '../../src/summaries/index.ts'
import {
  agree,
  binary,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  row,
  summaryOf,
} from '../support/analysis.ts'

const options = { level: 0.95, contrasts: [contrast('called', 'control')] }

interface Estimate {
  difference: number
  se: number
  df: number
}
type OracleRow = [arm: string, stratum: string, cluster: string, value: number]
interface Oracle {
  nested: { money: Estimate; proportion: Estimate; moneyStratified: Estimate; proportionStratified: Estimate }
  spanning: { money: Estimate; moneyStratified: Omit<Estimate, 'df'> }
  nestedRows: OracleRow[]
  spanningRows: OracleRow[]
}
const r = oracle<Oracle>('clusters.json')
const toRows = (rows: readonly OracleRow[]) =>
  rows.map(([arm, stratum, cluster, value]) => row(arm, value, stratum, cluster))

const means = (rows: readonly AnalysisRow[]) =>
  firstContrast(clusterRobustDifferenceInMeans.compute(summaryOf(columnOf(rows), 'clusterMoments'), options))
const stratifiedMeans = (rows: readonly AnalysisRow[]) =>
  firstContrast(stratifiedClusterRobustDifferenceInMeans.compute(summaryOf(columnOf(rows), 'clusterMoments'), options))
const paid = (rows: readonly AnalysisRow[]) =>
  summaryOf(
    columnOf(
      rows.map(each => ({ ...each, value: Number(Number(each.value) > 0) })),
      binary,
    ),
    'clusterMoments',
  )

describe("R's survey package: ratio means with linearised variances", () => {
  test.each([
    ['money', () => means(toRows(r.nestedRows)), r.nested.money],
    ['money within strata', () => stratifiedMeans(toRows(r.nestedRows)), r.nested.moneyStratified],
    [
      'proportion',
      () => firstContrast(clusterRobustDifferenceInProportions.compute(paid(toRows(r.nestedRows)), options)),
      r.nested.proportion,
    ],
    [
      'proportion within strata',
      () => firstContrast(stratifiedClusterRobustDifferenceInProportions.compute(paid(toRows(r.nestedRows)), options)),
      r.nested.proportionStratified,
    ],
    ['money, clusters in two strata', () => means(toRows(r.spanningRows)), r.spanning.money],
  ])('%s', (_, compute, expected) => {
    const computation = compute()
    const ours = resultOf(computation)
    // Sums of 70 rows in doubles on R's side.
    expect(agree(ours.estimate, expected.difference, 1e-12)).toBe(true)
    expect(agree(ours.standardError, expected.se, 1e-12)).toBe(true)
    expect(agree(ours.degreesOfFreedom ?? 0, expected.df, 1e-12)).toBe(true)
    expect(cautionsOf(computation)).toEqual(['few_clusters'])
  })

  test('clusters in two strata, by the definition in R: scores of whole clusters', () => {
    const ours = resultOf(stratifiedMeans(toRows(r.spanningRows)))
    expect(agree(ours.estimate, r.spanning.moneyStratified.difference, 1e-12)).toBe(true)
    expect(agree(ours.standardError, r.spanning.moneyStratified.se, 1e-12)).toBe(true)
    // 14 and 12 distinct clusters: the degrees of freedom of an arm stay below them.
    expect(ours.intermediates.clusters).toEqual({ arm: 14, against: 12 })
    expect(ours.degreesOfFreedom).toBeLessThanOrEqual(13 + 11)
  })
})

describe('properties', () => {
  const rows = fc.array(
    fc.record({
      arm: fc.constantFrom('called', 'control'),
      stratum: fc.constantFrom('a', 'b'),
      value: fc.nat(100),
    }),
    { minLength: 12, maxLength: 40 },
  )
  const anchors = ['a', 'b'].flatMap(stratum =>
    ['called', 'control'].flatMap(arm => [row(arm, 1, stratum), row(arm, 5, stratum)]),
  )
  const singles = rows.map(some => [...anchors, ...some.map(each => ({ ...each, cluster: null }))])

  test('clusters of one case are the independence formulae', () => {
    fc.assert(
      fc.property(singles, some => {
        const moments = summaryOf(columnOf(some), 'moments')
        const pairs = [
          [means(some), firstContrast(differenceInMeansWelch.compute(moments, options))],
          [stratifiedMeans(some), firstContrast(stratifiedDifferenceInMeans.compute(moments, options))],
        ] as const
        for (const [clustered, independent] of pairs) {
          const [ours, theirs] = [resultOf(clustered), resultOf(independent)]
          expect(Math.abs(ours.estimate - theirs.estimate)).toBeLessThan(1e-12)
          expect(agree(ours.standardError, theirs.standardError, 1e-12)).toBe(true)
          // The stratified version holds an arm's degrees of freedom below its number of clusters.
          expect(ours.degreesOfFreedom ?? 0).toBeLessThanOrEqual((theirs.degreesOfFreedom ?? 0) * (1 + 1e-12))
        }
      }),
    )
  })

  test('one stratum is the unstratified version', () => {
    fc.assert(
      fc.property(singles, fc.integer({ min: 2, max: 5 }), (some, size) => {
        const whole = some.map((each, index) => ({
          ...each,
          stratum: 'all',
          cluster: `${each.arm}-${Math.floor(index / size)}`,
        }))
        const [first, second] = [means(whole), stratifiedMeans(whole)]
        if (first.status === 'undefined') expect(second).toEqual(first)
        else expect(second.status === 'computed' && second.result).toEqual(first.result)
      }),
    )
  })

  test('every case twice, as clusters of two, changes nothing but what the number of clusters decides', () => {
    fc.assert(
      fc.property(singles, some => {
        const doubled = some.flatMap((each, index) => [0, 1].map(() => ({ ...each, cluster: `${each.arm}-${index}` })))
        const [once, twice] = [resultOf(means(some)), resultOf(means(doubled))]
        expect(agree(twice.standardError, once.standardError, 1e-12)).toBe(true)
        expect(agree(twice.degreesOfFreedom ?? 0, once.degreesOfFreedom ?? 1, 1e-12)).toBe(true)
      }),
    )
  })
})

describe('reasons', () => {
  const cluster = (arm: string, name: string, values: readonly number[], stratum = 'all') =>
    values.map(value => row(arm, value, stratum, name))

  test('one cluster in an arm, nothing varying, an empty arm, a stratum without an arm', () => {
    const two = [...cluster('control', 'c1', [1, 2]), ...cluster('control', 'c2', [3])]
    expect(reasonOf(means([...cluster('called', 'a1', [1, 2]), ...two]))).toBe('too_few_clusters')
    const flat = [...cluster('called', 'a1', [0, 0]), ...cluster('called', 'a2', [0])]
    expect(reasonOf(means([...flat, ...cluster('control', 'c1', [0]), ...cluster('control', 'c2', [0])]))).toBe(
      'zero_variance',
    )
    expect(reasonOf(means([row('called', null), ...two]))).toBe('no_cases_in_arm')
    const computation = means([...two, row('called', null)])
    expect(computation.status === 'undefined' && computation.detail).toContain('called')
    const other = means([...cluster('called', 'a1', [1]), row('control', null)])
    expect(other.status === 'undefined' && other.detail).toContain('control')
    expect(reasonOf(stratifiedMeans([row('called', null), row('control', null)]))).toBe('stratum_not_in_every_arm')
    expect(reasonOf(stratifiedMeans([]))).toBe('too_few_cases')
    const lacking = [...flat, ...two, ...cluster('called', 'a3', [1], 'b')]
    expect(reasonOf(stratifiedMeans(lacking))).toBe('stratum_not_in_every_arm')
    expect(reasonOf(means(lacking))).toBe('computed')
  })

  test('arms that vary alike; what a reviewer checks', () => {
    const alike = ['called', 'control'].flatMap((arm, shift) => [2, 4].map(value => row(arm, value + shift)))
    const ours = resultOf(means(alike))
    // The variance of a mean of two, 1 apart from it each: g / (g - 1) x 2 / 2^2 = 1.
    expect(ours.standardError).toBeCloseTo(Math.SQRT2, 15)
    expect(ours.intermediates).toMatchObject({ means: { arm: 3, against: 4 }, clusters: { arm: 2, against: 2 } })
  })

  test('a caution below fifty clusters in the smaller arm', () => {
    const arms = (called: number, control: number) =>
      means([
        ...Array.from({ length: called }, (_, i) => row('called', i % 3)),
        ...Array.from({ length: control }, (_, i) => row('control', i % 3)),
      ])
    expect(cautionsOf(arms(50, 60))).toEqual([])
    for (const few of [arms(49, 60), arms(60, 49)]) {
      expect(few.status === 'computed' && few.cautions).toEqual([
        { code: 'few_clusters', detail: expect.stringContaining('The smaller of called and control has 49 clusters') },
      ])
    }
  })
})
