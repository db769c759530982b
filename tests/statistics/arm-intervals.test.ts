import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wholeSample } from '../../src/model/ids.ts'
import type { ArmEstimates, Computation } from '../../src/model/method.ts'
import {
  clusterRobustDifferenceInMeans,
  clusterRobustMeanInterval,
  clusterRobustProportionInterval,
  meanIntervalT,
  stratifiedClusterRobustDifferenceInMeans,
  stratifiedClusterRobustMeanInterval,
  stratifiedClusterRobustProportionInterval,
  stratifiedDifferenceInProportions,
  stratifiedMeanInterval,
  stratifiedProportionInterval,
  wilsonInterval,
} from '../../src/statistics/index.ts'
import { type AnalysisRow, merge } from '../../src/summaries/index.ts'
import {
  agree,
  armEstimate,
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
const setting = { arms: ['called', 'control'], control: 'control' }

const moments = (rows: readonly AnalysisRow[]) => summaryOf(columnOf(rows, setting), 'moments')
const clusters = (rows: readonly AnalysisRow[]) => summaryOf(columnOf(rows, setting), 'clusterMoments')
const paidColumn = (rows: readonly AnalysisRow[]) => {
  const paid = rows.map(each => ({ ...each, value: each.value === null ? null : Number(Number(each.value) > 0) }))
  return columnOf(paid, { ...binary, ...setting })
}
const counts = (rows: readonly AnalysisRow[]) => summaryOf(paidColumn(rows), 'counts')
const paidClusters = (rows: readonly AnalysisRow[]) => summaryOf(paidColumn(rows), 'clusterMoments')

const byMethod = {
  stratifiedProportion: (rows: readonly AnalysisRow[]) => stratifiedProportionInterval.compute(counts(rows), options),
  stratifiedMean: (rows: readonly AnalysisRow[]) => stratifiedMeanInterval.compute(moments(rows), options),
  clusteredProportion: (rows: readonly AnalysisRow[]) =>
    clusterRobustProportionInterval.compute(paidClusters(rows), options),
  clusteredMean: (rows: readonly AnalysisRow[]) => clusterRobustMeanInterval.compute(clusters(rows), options),
  stratifiedClusteredProportion: (rows: readonly AnalysisRow[]) =>
    stratifiedClusterRobustProportionInterval.compute(paidClusters(rows), options),
  stratifiedClusteredMean: (rows: readonly AnalysisRow[]) =>
    stratifiedClusterRobustMeanInterval.compute(clusters(rows), options),
}
const everyMethod = Object.entries(byMethod)

interface Expected {
  mean: number
  se: number
  df?: number
  lower: number
  upper: number
}
type OracleRow = [arm: string, stratum: string, cluster: string, value: number]
interface Oracle {
  arms: Record<string, Record<string, Expected>>
  nestedRows: OracleRow[]
  spanningRows: OracleRow[]
}
const r = oracle<Oracle>('clusters.json')
const [nested, spanning] = [r.nestedRows, r.spanningRows].map(rows =>
  rows.map(([arm, stratum, cluster, value]) => row(arm, value, stratum, cluster)),
) as [AnalysisRow[], AnalysisRow[]]

describe.each([
  ['clusteredMoney', () => byMethod.clusteredMean(nested)],
  ['clusteredProportion', () => byMethod.clusteredProportion(nested)],
  ['clusteredMoneySpanning', () => byMethod.clusteredMean(spanning)],
  ['stratifiedMoney', () => byMethod.stratifiedMean(nested)],
  ['stratifiedProportion', () => byMethod.stratifiedProportion(nested)],
  ['stratifiedClusteredMoney', () => byMethod.stratifiedClusteredMean(nested)],
  ['stratifiedClusteredProportion', () => byMethod.stratifiedClusteredProportion(nested)],
  ['stratifiedClusteredMoneySpanning', () => byMethod.stratifiedClusteredMean(spanning)],
])('R (survey, prop.test): %s', (name, compute) => {
  test.each(setting.arms)('%s', arm => {
    const expected = r.arms[name]?.[arm]
    if (expected === undefined) throw new Error(`no oracle of ${arm}`)
    const ours = armEstimate(compute(), arm)
    // Sums of 70 rows in doubles on R's side, and its quantile of t to about 1e-12.
    expect(agree(ours.estimate, expected.mean, 1e-12)).toBe(true)
    expect(agree(ours.standardError, expected.se, 1e-12)).toBe(true)
    expect(agree(ours.interval.lower, expected.lower, 1e-11)).toBe(true)
    expect(agree(ours.interval.upper, expected.upper, 1e-11)).toBe(true)
    const { degreesOfFreedom } = ours.intermediates
    if (expected.df === undefined) expect(degreesOfFreedom).toBeUndefined()
    else expect(agree(degreesOfFreedom as number, expected.df, 1e-12)).toBe(true)
  })
})

describe('by hand', () => {
  // The sample is 12 cases: 5 in a, 7 in b, other arms and missing outcomes counting.
  const rows = [
    ...[1, 0, 6].map(value => row('called', value, 'a')),
    ...[0, 4].map(value => row('control', value, 'a')),
    ...[10, 30].map(value => row('called', value, 'b')),
    ...[5, 0, 5].map(value => row('control', value, 'b')),
    ...[0, null].map(value => row('other', value, 'b')),
  ]
  const column = columnOf(rows, { arms: ['called', 'other', 'control'], control: 'control' })
  const [a, b] = [5 / 12, 7 / 12]

  test('means: weights 5/12 and 7/12', () => {
    const ours = armEstimate(stratifiedMeanInterval.compute(summaryOf(column, 'moments'), options), 'called')
    expect(ours.n).toBe(5)
    expect(ours.estimate).toBeCloseTo((a * 7) / 3 + b * 20, 13)
    // Squared deviations from 7/3: 16/9 + 49/9 + 121/9 = 62/3; from 20: 200.
    const [va, vb] = [(a * a * (62 / 6)) / 3, (b * b * 200) / 2]
    expect(ours.standardError).toBeCloseTo(Math.sqrt(va + vb), 13)
    expect(ours.intermediates.degreesOfFreedom).toBeCloseTo((va + vb) ** 2 / (va ** 2 / 2 + vb ** 2), 12)
    expect(ours.intermediates.strata).toMatchObject([
      { stratum: 'a', weight: a },
      { stratum: 'b', weight: b, mean: 20 },
    ])
  })

  test('proportions: the same weights, and Wilson limits of 2 of 3 and 2 of 2', () => {
    const paid = rows.map(each => ({ ...each, value: each.value === null ? null : Number(Number(each.value) > 0) }))
    const summary = summaryOf(columnOf(paid, { ...column, ...binary, rows: paid }), 'counts')
    const ours = armEstimate(stratifiedProportionInterval.compute(summary, options), 'called')
    expect([ours.n, ours.intermediates.events]).toEqual([5, 4])
    expect(ours.estimate).toBeCloseTo((a * 2) / 3 + b, 14)
    expect(ours.standardError).toBeCloseTo(a * Math.sqrt(2 / 27), 14)
    // R: prop.test(2, 3, correct = FALSE)$conf.int and prop.test(2, 2, correct = FALSE)$conf.int.
    const below = Math.hypot(a * (2 / 3 - 0.2076596008020478), b * (1 - 0.3423802275066532))
    expect(ours.interval.lower).toBeCloseTo(ours.estimate - below, 12)
    expect(ours.interval.upper).toBeCloseTo(ours.estimate + a * (0.9385080552796038 - 2 / 3), 12)
  })

  test('clusters: three of sizes 1, 2, 3', () => {
    const called = [
      row('called', 6, 'a', 'x'),
      ...[0, 2].map(value => row('called', value, 'a', 'y')),
      ...[1, 1, 2].map(value => row('called', value, 'b', 'z')),
    ]
    const ours = armEstimate(byMethod.clusteredMean(called), 'called')
    // R = 2; t - R m = 4, -2, -2; v = 3/2 x 24 / 36 = 1.
    expect([ours.n, ours.estimate, ours.standardError]).toEqual([6, 2, 1])
    expect(ours.intermediates.strata).toEqual([{ stratum: wholeSample, weight: 1, mean: 2, clusters: 3 }])
    // Student's t with 2 degrees of freedom has a closed form: at 0.975 it is 0.95 sqrt(2 / (4 x 0.975 x 0.025)).
    expect(ours.interval.upper).toBeCloseTo(2 + 0.95 * Math.sqrt(2 / 0.0975), 12)
    expect(ours.intermediates).toMatchObject({ clusters: 3 })
    expect(ours.intermediates.degreesOfFreedom).toBeCloseTo(2, 14)
  })
})

const anyRows = fc.array(
  fc.record({
    arm: fc.constantFrom('called', 'control'),
    stratum: fc.constantFrom('a', 'b'),
    cluster: fc.integer({ min: 0, max: 6 }),
    value: fc.oneof(fc.constant(0), fc.nat(100)),
  }),
  { minLength: 10, maxLength: 40 },
)
/** Rows with two clusters in every arm and stratum, so that all have a variance. */
const anchored = (rows: readonly { arm: string; stratum: string; cluster: number; value: number }[]): AnalysisRow[] => [
  ...['a', 'b'].flatMap(stratum =>
    ['called', 'control'].flatMap(arm => [
      row(arm, 0, stratum, `${arm}-${stratum}-first`),
      row(arm, 5, stratum, `${arm}-${stratum}-second`),
    ]),
  ),
  ...rows.map(({ cluster, ...each }) => ({ ...each, cluster: `${each.arm}-${each.stratum}-${cluster}` })),
]
const linked = anyRows.map(anchored)
/** Rows whose clusters may have cases in both strata. */
const acrossStrata = anyRows.map(rows => [
  ...anchored([]),
  ...rows.map(({ cluster, ...each }) => ({ ...each, cluster: `${each.arm}-${cluster}` })),
])
const alone = (rows: readonly AnalysisRow[]) => rows.map(each => ({ ...each, cluster: null }))
const within = (stratum: string, rows: readonly AnalysisRow[]) => rows.map(each => ({ ...each, stratum }))

function expectSame(ours: Computation<ArmEstimates>, theirs: Computation<ArmEstimates>, tolerance: number): void {
  for (const arm of setting.arms) {
    const [one, other] = [armEstimate(ours, arm), armEstimate(theirs, arm)]
    const width = other.interval.upper - other.interval.lower
    expect(one.n).toBe(other.n)
    expect(Math.abs(one.estimate - other.estimate)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(other.estimate)))
    expect(agree(one.standardError, other.standardError, tolerance)).toBe(true)
    for (const side of ['lower', 'upper'] as const) {
      const allowed = tolerance * (width + Math.abs(other.interval[side]))
      expect(Math.abs(one.interval[side] - other.interval[side])).toBeLessThanOrEqual(allowed)
    }
  }
}

describe('properties', () => {
  test('one stratum is the unstratified version: Wilson and cluster-robust to the digit, t to rounding', () => {
    fc.assert(
      fc.property(linked, rows => {
        const whole = within('all', rows)
        const stratified = resultOf(byMethod.stratifiedProportion(whole))
        const plain = resultOf(wilsonInterval.compute(counts(whole), options))
        expect(
          stratified.estimates.map(({ estimate, interval: { lower, upper } }) => [estimate, lower, upper]),
        ).toEqual(plain.estimates.map(({ estimate, interval: { lower, upper } }) => [estimate, lower, upper]))
        expectSame(byMethod.stratifiedMean(whole), meanIntervalT.compute(moments(whole), options), 1e-12)
        expect(byMethod.stratifiedClusteredMean(whole)).toEqual(byMethod.clusteredMean(whole))
        expect(byMethod.stratifiedClusteredProportion(whole)).toEqual(byMethod.clusteredProportion(whole))
      }),
    )
  })

  test('clusters of one case are the t interval of independent cases', () => {
    fc.assert(
      fc.property(linked.map(alone), rows => {
        expectSame(byMethod.clusteredMean(rows), meanIntervalT.compute(moments(rows), options), 1e-12)
        const bits = rows.map(each => ({ ...each, value: Number(Number(each.value) > 0) }))
        expectSame(byMethod.clusteredProportion(rows), meanIntervalT.compute(moments(bits), options), 1e-12)
        for (const arm of setting.arms) {
          const ours = armEstimate(byMethod.stratifiedClusteredMean(rows), arm)
          const theirs = armEstimate(byMethod.stratifiedMean(rows), arm)
          expect(Math.abs(ours.estimate - theirs.estimate)).toBeLessThan(1e-12)
          expect(agree(ours.standardError, theirs.standardError, 1e-12)).toBe(true)
        }
      }),
    )
  })

  test('every case twice, as one cluster, changes nothing but n', () => {
    fc.assert(
      fc.property(linked.map(alone), rows => {
        const doubled = rows.flatMap((each, index) => [0, 1].map(() => ({ ...each, cluster: `${each.arm}-${index}` })))
        for (const method of [byMethod.clusteredMean, byMethod.stratifiedClusteredMean]) {
          for (const arm of setting.arms) {
            const [once, twice] = [armEstimate(method(rows), arm), armEstimate(method(doubled), arm)]
            expect(twice.n).toBe(2 * once.n)
            expect(agree(twice.interval.lower, once.interval.lower, 1e-11)).toBe(true)
            expect(agree(twice.interval.upper, once.interval.upper, 1e-11)).toBe(true)
          }
        }
      }),
    )
  })

  test.each(everyMethod)(
    '%s: row order, names and order of strata, names of arms and clusters do not matter',
    (_, method) => {
      fc.assert(
        fc.property(acrossStrata, rows => {
          const ours = method(rows)
          expect(method([...rows].reverse())).toEqual(ours)
          // Strata in the other order are added up in another order.
          const swapped = rows.map(each => ({ ...each, stratum: each.stratum === 'a' ? 'z' : 'b' }))
          expectSame(method(swapped), ours, 1e-9)
          const renamed = rows.map(each => ({ ...each, cluster: `x${each.cluster}` }))
          expect(method(renamed)).toEqual(ours)
          const exchanged = method(rows.map(each => ({ ...each, arm: each.arm === 'called' ? 'control' : 'called' })))
          expect({ ...armEstimate(exchanged, 'control'), arm: 'called' }).toEqual(armEstimate(ours, 'called'))
        }),
      )
    },
  )

  test('parts merged give the digits of the whole', () => {
    fc.assert(
      fc.property(acrossStrata, fc.integer({ min: 0, max: 5 }), (rows, salt) => {
        const inFirst = ({ cluster }: AnalysisRow) =>
          ((cluster ?? '').length + (cluster ?? '').charCodeAt(9) + salt) % 2
        const parts = [rows.filter(inFirst), rows.filter(each => !inFirst(each))]
        const merged = merge(parts.map(clusters))
        for (const method of [clusterRobustMeanInterval, stratifiedClusterRobustMeanInterval]) {
          expect(method.compute(merged, options)).toEqual(method.compute(clusters(rows), options))
        }
        expect(stratifiedMeanInterval.compute(merge(parts.map(moments)), options)).toEqual(
          byMethod.stratifiedMean(rows),
        )
        expect(stratifiedProportionInterval.compute(merge(parts.map(counts)), options)).toEqual(
          byMethod.stratifiedProportion(rows),
        )
      }),
    )
  })

  test('a difference is that of its arms, and their variances add up', () => {
    fc.assert(
      fc.property(acrossStrata, rows => {
        const pairs = [
          [byMethod.clusteredMean(rows), clusterRobustDifferenceInMeans.compute(clusters(rows), options)],
          [
            byMethod.stratifiedClusteredMean(rows),
            stratifiedClusterRobustDifferenceInMeans.compute(clusters(rows), options),
          ],
          [byMethod.stratifiedProportion(rows), stratifiedDifferenceInProportions.compute(counts(rows), options)],
        ] as const
        for (const [arms, contrasts] of pairs) {
          const [called, control] = [armEstimate(arms, 'called'), armEstimate(arms, 'control')]
          const difference = resultOf(firstContrast(contrasts))
          expect(Math.abs(called.estimate - control.estimate - difference.estimate)).toBeLessThan(1e-12)
          const error = Math.hypot(called.standardError, control.standardError)
          expect(agree(difference.standardError, error, 1e-12)).toBe(true)
        }
      }),
    )
  })

  test('combined Wilson limits hold the estimate, stay from 0 to 1, mirror, and are narrower than the weighted ones', () => {
    fc.assert(
      fc.property(linked, rows => {
        const unpaid = rows.map(each => ({ ...each, value: Number(Number(each.value) === 0) }))
        for (const arm of setting.arms) {
          const { estimate, interval, intermediates } = armEstimate(byMethod.stratifiedProportion(rows), arm)
          const mirrored = armEstimate(byMethod.stratifiedProportion(unpaid), arm)
          expect(Math.abs(mirrored.interval.lower - (1 - interval.upper))).toBeLessThan(1e-14)
          expect(interval.lower).toBeLessThanOrEqual(estimate)
          expect(interval.upper).toBeGreaterThanOrEqual(estimate)
          expect(interval.lower).toBeGreaterThanOrEqual(0)
          expect(interval.upper).toBeLessThanOrEqual(1 + Number.EPSILON)
          const strata = intermediates.strata as { weight: number; lower: number; upper: number }[]
          const weighted = strata.reduce((sum, { weight, lower, upper }) => sum + weight * (upper - lower), 0)
          expect(interval.upper - interval.lower).toBeLessThan(weighted)
        }
      }),
    )
  })
})

describe('what has no answer, and what needs a caution', () => {
  const control = anchored([]).filter(({ arm }) => arm === 'control')
  const notEstimated = (computation: Computation<ArmEstimates>) => {
    const { estimates, notEstimated: not } = resultOf(computation)
    expect(estimates.map(({ arm }) => arm)).toEqual(['control'])
    return not.map(({ arm, reason, detail }) => [arm, reason, detail])
  }
  const stratified = everyMethod.filter(([name]) => name.startsWith('stratified'))

  test.each(stratified)('%s: a stratum without the arm undoes that arm only', (_, method) => {
    const rows = [...control, row('called', 0, 'a', 'x'), row('called', 5, 'a', 'y'), row('called', null, 'b')]
    expect(notEstimated(method(rows))).toEqual([
      ['called', 'stratum_not_in_every_arm', 'Stratum b has no case with a recorded outcome in called.'],
    ])
  })

  test.each(everyMethod)('%s: an arm without a case', (_, method) => {
    expect(notEstimated(method([...control, row('called', null, 'a')]))).toEqual([
      ['called', 'no_cases_in_arm', 'No case of called has a recorded outcome.'],
    ])
    expect(reasonOf(method([row('called', null, 'a')]))).toBe('no_cases_in_arm')
  })

  test('one case or one cluster gives no variance, and neither does what is all alike within strata', () => {
    const single = [row('called', 3, 'a', 'x'), row('called', 4, 'a', 'y'), row('called', 3, 'b', 'z')]
    expect(notEstimated(byMethod.stratifiedMean([...control, ...single]))).toEqual([
      ['called', 'too_few_cases', 'called has one case in stratum b, so no variance there.'],
    ])
    for (const method of [byMethod.stratifiedClusteredMean, byMethod.stratifiedClusteredProportion]) {
      expect(notEstimated(method([...control, ...single]))).toEqual([
        ['called', 'too_few_clusters', 'called has one cluster in stratum b, so no variance there.'],
      ])
    }
    const together = single.map(each => ({ ...each, cluster: 'one' }))
    expect(notEstimated(byMethod.clusteredMean([...control, ...together]))[0]?.[1]).toBe('too_few_clusters')

    const alike = [0, 0, 7, 7].map((value, index) => row('called', value, index < 2 ? 'a' : 'b', `c${index}`))
    expect(notEstimated(byMethod.stratifiedMean([...control, ...alike]))).toEqual([
      ['called', 'zero_variance', "No case of called departs from its stratum's mean."],
    ])
    expect(notEstimated(byMethod.stratifiedClusteredMean([...control, ...alike]))[0]?.[1]).toBe('zero_variance')
    expect(resultOf(byMethod.clusteredMean([...control, ...alike])).notEstimated).toEqual([])
  })

  test('strata that were added up before are not there to be weighted', () => {
    const addedUp = { ...moments(control), strataAddedUp: true as const }
    expect(reasonOf(stratifiedMeanInterval.compute(addedUp, options))).toBe('data_not_printed')
    expect(reasonOf(meanIntervalT.compute(addedUp, options))).toBe('computed')
  })

  test('few clusters, few events, clusters met by an independence formula, uneven amounts', () => {
    const many = (clusterCount: number, everyNth: number) =>
      setting.arms.flatMap(arm =>
        Array.from({ length: 4 * clusterCount }, (_, i) =>
          row(arm, i % everyNth === 0 ? 100 : 0, i % 2 === 0 ? 'a' : 'b', `${arm}-${i % 2}-${Math.floor(i / 4)}`),
        ),
      )
    expect(cautionsOf(byMethod.clusteredProportion(many(60, 3)))).toEqual([])
    expect(cautionsOf(byMethod.clusteredProportion(many(60, 60)))).toEqual(['few_events'])
    expect(cautionsOf(byMethod.stratifiedClusteredProportion(many(12, 48)))).toEqual(['few_clusters', 'few_events'])
    const few = byMethod.clusteredMean(many(12, 3))
    expect(few.status === 'computed' && few.cautions.map(({ detail }) => detail)).toEqual([
      'Few clusters in an arm: called 24, control 24. Below 50 a cluster-robust interval may be too narrow.',
    ])
    const fifty = Array.from({ length: 50 }, (_, i) => row('called', i % 2))
    expect(cautionsOf(byMethod.clusteredMean([...fifty, row('control', null)]))).toEqual(['missing_outcomes'])
    const linkedCounts = { ...counts(many(12, 3)), largestCluster: 2 }
    expect(cautionsOf(stratifiedProportionInterval.compute(linkedCounts, options))).toEqual([
      'independence_assumed_with_clusters',
    ])
    expect(cautionsOf(byMethod.stratifiedMean(many(60, 9)))).toEqual(['skewed_amounts'])
  })
})
