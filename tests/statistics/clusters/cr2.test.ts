import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clusterRobustDifferenceInMeans,
  cr2DifferenceInMeans,
  cr2DifferenceInProportions,
  differenceInMeansWelch,
  stratifiedClusterRobustDifferenceInMeans,
  stratifiedCr2DifferenceInMeans,
  stratifiedCr2DifferenceInProportions,
  stratifiedDifferenceInMeans,
} from '../../../src/statistics/index.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
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
  rResult,
  summaryOf,
} from '../../support/analysis.ts'
import { needsSharedData, sharedData } from '../../support/needs.ts'

const options = { level: 0.95, contrasts: [contrast('called', 'control')] }

type OracleRow = [arm: string, stratum: string, cluster: string, value: number]
interface Estimate {
  difference: number
  se: number
  df: number
}
const matrices = oracle<{
  cr2: Record<'nested' | 'nestedPaid' | 'spanning' | 'few' | 'single' | 'unequal', Estimate> &
    Record<'nestedStratified' | 'spanningStratified' | 'spanningPaidStratified' | 'unequalStratified', Estimate>
  fewRows: OracleRow[]
  unequalRows: OracleRow[]
}>('robust.json')
const { nestedRows, spanningRows } = oracle<{ nestedRows: OracleRow[]; spanningRows: OracleRow[] }>('clusters.json')
const toRows = (rows: readonly OracleRow[]) =>
  rows.map(([arm, stratum, cluster, value]) => row(arm, value, stratum, cluster))

const means = (rows: readonly AnalysisRow[]) =>
  firstContrast(cr2DifferenceInMeans.compute(summaryOf(columnOf(rows), 'units'), options))
const stratifiedMeans = (rows: readonly AnalysisRow[]) =>
  firstContrast(stratifiedCr2DifferenceInMeans.compute(summaryOf(columnOf(rows), 'units'), options))
const paid = (rows: readonly AnalysisRow[]) => {
  const bits = rows.map(each => ({ ...each, value: Number(Number(each.value) > 0) }))
  return summaryOf(columnOf(bits, binary), 'units')
}
const proportions = (rows: readonly AnalysisRow[]) =>
  firstContrast(cr2DifferenceInProportions.compute(paid(rows), options))
const stratifiedProportions = (rows: readonly AnalysisRow[]) =>
  firstContrast(stratifiedCr2DifferenceInProportions.compute(paid(rows), options))
const alone = (rows: readonly AnalysisRow[]) => rows.map(each => ({ ...each, cluster: null }))

describe('the matrices of CR2 and its Satterthwaite degrees of freedom, in numpy', () => {
  test.each([
    ['clusters of one to three cases', () => means(toRows(nestedRows)), matrices.cr2.nested],
    ['the share of payers', () => proportions(toRows(nestedRows)), matrices.cr2.nestedPaid],
    ['clusters in two strata', () => means(toRows(spanningRows)), matrices.cr2.spanning],
    ['three clusters an arm', () => means(toRows(matrices.fewRows)), matrices.cr2.few],
    ['every case its own cluster', () => means(alone(toRows(nestedRows))), matrices.cr2.single],
    ['pairs and single cases', () => means(toRows(matrices.unequalRows)), matrices.cr2.unequal],
    ['within strata', () => stratifiedMeans(toRows(nestedRows)), matrices.cr2.nestedStratified],
    ['within strata, clusters in two', () => stratifiedMeans(toRows(spanningRows)), matrices.cr2.spanningStratified],
    [
      'the share of payers within strata',
      () => stratifiedProportions(toRows(spanningRows)),
      matrices.cr2.spanningPaidStratified,
    ],
    [
      'within strata, pairs and single cases',
      () => stratifiedMeans(toRows(matrices.unequalRows)),
      matrices.cr2.unequalStratified,
    ],
  ])('%s', (_, compute, expected) => {
    const computation = compute()
    const ours = resultOf(computation)
    // Eigenvalues and products of 70 to 120 doubles on numpy's side.
    expect(agree(ours.estimate, expected.difference, 1e-12)).toBe(true)
    expect(agree(ours.standardError, expected.se, 1e-12)).toBe(true)
    expect(agree(ours.degreesOfFreedom ?? 0, expected.df, 1e-11)).toBe(true)
    expect(cautionsOf(computation)).toEqual(expected.df < 4 ? ['few_clusters'] : [])
  })

  test('what a reviewer checks: means, standard errors of arms and numbers of clusters', () => {
    const { intermediates, estimate, standardError } = resultOf(means(toRows(matrices.unequalRows)))
    const { means: both, standardErrors, clusters } = intermediates as Record<string, { arm: number; against: number }>
    expect(clusters).toEqual({ arm: 40, against: 49 })
    expect((both?.arm ?? 0) - (both?.against ?? 0)).toBeCloseTo(estimate, 12)
    expect(Math.hypot(standardErrors?.arm ?? 0, standardErrors?.against ?? 0)).toBeCloseTo(standardError, 12)
  })
})

describe.runIf(needsSharedData('nsw_mixtape.csv'))(
  'the training programme of LaLonde, every man his own cluster',
  () => {
    test('1,794.34 dollars with HC2 standard error 670.997', () => {
      const [head = '', ...lines] = readFileSync(sharedData('nsw_mixtape.csv'), 'utf8').trim().split(/\r?\n/)
      const names = head.split(',')
      const rows = lines.map(line => {
        const cells = line.split(',')
        const value = (name: string): number => Number(cells[names.indexOf(name)])
        // Earnings as printed have at most ten decimals; millionths of a dollar lose nothing that R's digits show.
        return row(value('treat') === 1 ? 'called' : 'control', Math.round(value('re78') * 1e6))
      })
      const ours = resultOf(means(rows))
      expect((ours.estimate / 1e6).toFixed(2)).toBe('1794.34')
      expect((ours.standardError / 1e6).toFixed(3)).toBe('670.997')
      const r = rResult<{ diff: number; se: number }>('nsw.treated.vs.control.amount')
      expect(agree(ours.standardError / 1e6, r.se, 1e-10)).toBe(true)
      // (1/n1 + 1/n2)^2 / (1/(n1^2 (n1 - 1)) + 1/(n2^2 (n2 - 1))) for 185 and 260 men.
      expect(ours.degreesOfFreedom).toBeCloseTo(
        (1 / 185 + 1 / 260) ** 2 / (1 / (185 ** 2 * 184) + 1 / (260 ** 2 * 259)),
        8,
      )
    })
  },
)

test('a difference far smaller than the means is exact: of 0, 1, 2 and 0, 1, 1 above a base it is a third', () => {
  const base = 1e15 // so that totals of clusters are still whole numbers, but a mean's last place is an eighth
  const of = (arm: string, added: readonly number[], stratum: string) =>
    added.map((each, index) => row(arm, base + each, stratum, `${arm}-${stratum}-${index % 2}`))
  const rows = ['a', 'b'].flatMap(stratum => [
    ...of('called', [0, 1, 2], stratum),
    ...of('control', [0, 1, 1], stratum),
  ])
  const clusterMoments = summaryOf(columnOf(rows), 'clusterMoments')
  const all = [
    means(rows),
    stratifiedMeans(rows),
    firstContrast(clusterRobustDifferenceInMeans.compute(clusterMoments, options)),
    firstContrast(stratifiedClusterRobustDifferenceInMeans.compute(clusterMoments, options)),
  ]
  for (const computation of all) expect(resultOf(computation).estimate).toBeCloseTo(1 / 3, 15)
})

describe('properties', () => {
  const rows = fc
    .array(
      fc.record({
        arm: fc.constantFrom('called', 'control'),
        value: fc.integer({ min: -50, max: 200 }),
        stratum: fc.constantFrom('a', 'b'),
        cluster: fc.constantFrom('1', '2', '3', '4', '5', null),
      }),
      { minLength: 10, maxLength: 40 },
    )
    .map(some => some.map(each => ({ ...each, cluster: each.cluster && `${each.arm}-${each.cluster}` })))
  const setting = { arms: ['called', 'control'], control: 'control' }
  const compute = (some: readonly AnalysisRow[], spec = contrast('called', 'control')) =>
    firstContrast(
      cr2DifferenceInMeans.compute(summaryOf(columnOf(some, setting), 'units'), { ...options, contrasts: [spec] }),
    )

  test('the order of rows and the strata do not matter; turned round it changes sign; it follows the unit', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 100 }), (some, scale) => {
        const plain = compute(some)
        expect(compute([...some].reverse())).toEqual(plain)
        const back = compute(some, contrast('control', 'called'))
        const scaled = compute(some.map(each => ({ ...each, value: each.value * scale })))
        const merged = compute(some.map(each => ({ ...each, stratum: 'all' })))
        if (plain.status === 'undefined') return [back, scaled, merged].every(each => reasonOf(each) === plain.reason)
        const { estimate, standardError, degreesOfFreedom = 0 } = plain.result
        return (
          resultOf(back).estimate === -estimate &&
          agree(resultOf(back).standardError, standardError, 1e-14) &&
          agree(resultOf(scaled).standardError, scale * standardError, 1e-12) &&
          agree(resultOf(merged).standardError, standardError, 1e-14) &&
          agree(resultOf(merged).degreesOfFreedom ?? 0, degreesOfFreedom, 1e-12)
        )
      }),
    )
  })

  test("with clusters of one case it is Welch's standard error; with many alike it nears the linearised one", () => {
    fc.assert(
      fc.property(rows, some => {
        const ours = compute(alone(some))
        const welch = firstContrast(
          differenceInMeansWelch.compute(summaryOf(columnOf(some, setting), 'moments'), options),
        )
        if (ours.status === 'undefined' || welch.status === 'undefined') return ours.status === welch.status
        return agree(ours.result.standardError, welch.result.standardError, 1e-13)
      }),
    )
    const many = Array.from({ length: 4000 }, (_, i) =>
      row(i % 2 ? 'called' : 'control', (i * 7919) % 101, 'all', `${i % 2}-${i >> 2}`),
    )
    const linearised = resultOf(
      firstContrast(
        clusterRobustDifferenceInMeans.compute(summaryOf(columnOf(many, setting), 'clusterMoments'), options),
      ),
    )
    expect(compute(many).status === 'computed' && resultOf(compute(many)).standardError).toBeCloseTo(
      linearised.standardError,
      10,
    )
  })
})

describe('within strata', () => {
  const split = toRows(spanningRows)

  test('one stratum is the whole; the estimate is the stratified one; near the linearised variance', () => {
    const whole = split.map(each => ({ ...each, stratum: 'all' }))
    expect(stratifiedMeans(whole)).toEqual(means(whole))
    const ours = resultOf(stratifiedMeans(split))
    const [plain, robust] = [
      stratifiedDifferenceInMeans.compute(summaryOf(columnOf(split), 'moments'), options),
      stratifiedClusterRobustDifferenceInMeans.compute(summaryOf(columnOf(split), 'clusterMoments'), options),
    ].map(computation => resultOf(firstContrast(computation)))
    expect(agree(ours.estimate, plain?.estimate ?? 0, 1e-14)).toBe(true)
    expect(ours.standardError / (robust?.standardError ?? 0)).toBeCloseTo(1, 1)
    expect(ours.intermediates.clusters).toEqual(robust?.intermediates.clusters)
  })

  test('with clusters of one case it is the standard error of the stratified difference', () => {
    const plain = stratifiedDifferenceInMeans.compute(summaryOf(columnOf(split), 'moments'), options)
    expect(
      agree(resultOf(stratifiedMeans(alone(split))).standardError, resultOf(firstContrast(plain)).standardError, 1e-13),
    ).toBe(true)
  })

  test('cases without an outcome leave no trace but in the shares of the strata', () => {
    const linked = (arm: string, unit: string, a: readonly (number | null)[], b: readonly (number | null)[]) =>
      [...a.map(value => ['a', value] as const), ...b.map(value => ['b', value] as const)].map(([stratum, value]) =>
        row(arm, value, stratum, `${arm}-${unit}`),
      )
    const observed = [
      ...linked('called', '1', [3, 8], []),
      ...linked('called', '2', [1], [9]),
      ...linked('called', '3', [], [4, 2]),
      ...linked('control', '1', [0, 5], [6]),
      ...linked('control', '2', [2], []),
      ...linked('control', '3', [], [1, 1]),
    ]
    // One more case of a whole cluster, all of a cluster's cases in a stratum, and a cluster that nobody observed: two a stratum.
    const missing = [
      ...linked('called', '2', [null], []),
      ...linked('called', '1', [], [null]),
      ...linked('called', '4', [null], [null]),
    ]
    const [plain, more] = [observed, [...observed, ...missing]].map(rows => resultOf(stratifiedMeans(rows)))
    // Units of other types are added up in another order.
    expect(agree(more?.estimate ?? 0, plain?.estimate ?? 1, 1e-14)).toBe(true)
    expect(agree(more?.standardError ?? 0, plain?.standardError ?? 1, 1e-14)).toBe(true)
    expect(agree(more?.degreesOfFreedom ?? 0, plain?.degreesOfFreedom ?? 1, 1e-13)).toBe(true)
    expect(more?.intermediates.clusters).toEqual({ arm: 3, against: 3 })
  })

  test('a stratum without an arm, or with one cluster of it', () => {
    const lacking = split.filter(({ arm, stratum }) => arm !== 'called' || stratum === '1993')
    expect(reasonOf(stratifiedMeans(lacking))).toBe('stratum_not_in_every_arm')
    expect(reasonOf(stratifiedMeans([]))).toBe('too_few_cases')
    const computation = stratifiedMeans([
      ...lacking,
      row('called', 5, '2003', 'alone'),
      row('called', 9, '2003', 'alone'),
    ])
    expect(reasonOf(computation)).toBe('too_few_clusters')
    expect(computation.status === 'undefined' && computation.detail).toBe(
      'One cluster of called in stratum 2003 gives no variance.',
    )
  })
})

test('a caution below four degrees of freedom, which says how many', () => {
  // Arms of m cases, each its own cluster, have 2 (m - 1).
  const arms = (cases: number) =>
    means(['called', 'control'].flatMap(arm => Array.from({ length: cases }, (_, i) => row(arm, i))))
  expect(cautionsOf(arms(3))).toEqual([])
  const two = arms(2)
  expect(two.status === 'computed' && two.cautions.map(({ detail }) => detail)).toEqual([
    expect.stringContaining('2.0 degrees of freedom; below 4 '),
  ])
})

test('one cluster in an arm, nothing varying, nobody observed; units without an outcome are left out', () => {
  const two = [row('control', 1, 'all', 'a'), row('control', 2, 'all', 'b')]
  expect(reasonOf(means([row('called', 1, 'all', 'c'), row('called', 5, 'all', 'c'), ...two]))).toBe('too_few_clusters')
  const other = means([...two, row('called', 1, 'all', 'c'), row('called', 5, 'all', 'c')])
  expect(other.status === 'undefined' && other.detail).toBe('One cluster of called gives no variance.')
  const against = means([
    row('called', 1, 'all', 'c'),
    row('called', 5, 'all', 'd'),
    row('control', 1),
    row('control', null),
  ])
  expect(against.status === 'undefined' && against.detail).toBe('One cluster of control gives no variance.')
  expect(reasonOf(means([row('called', null, 'all', 'c'), ...two]))).toBe('no_cases_in_arm')
  const flat = [
    row('called', 1, 'all', 'c'),
    row('called', 1, 'all', 'd'),
    row('control', 3, 'all', 'a'),
    row('control', 3, 'all', 'b'),
  ]
  expect(reasonOf(means(flat))).toBe('zero_variance')
  const asVaried = [row('called', 1), row('called', 3), row('control', 4), row('control', 6)]
  // Two means of two, each with variance 1.
  expect(resultOf(means(asVaried)).standardError).toBeCloseTo(Math.SQRT2, 15)
  const plain = [row('called', 1, 'all', 'c'), row('called', 4, 'all', 'd'), ...two]
  const more = [...plain, row('called', null, 'all', 'e'), row('called', null, 'all', 'd')]
  const column = (rows: readonly AnalysisRow[]) => columnOf(rows, { arms: ['called', 'control'], control: 'control' })
  expect(resultOf(firstContrast(cr2DifferenceInMeans.compute(summaryOf(column(more), 'units'), options)))).toEqual(
    resultOf(firstContrast(cr2DifferenceInMeans.compute(summaryOf(column(plain), 'units'), options))),
  )
})
