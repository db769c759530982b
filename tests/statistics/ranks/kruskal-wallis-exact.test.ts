import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kruskalWallisExact, mannWhitney } from '../../../src/statistics/index.ts'
import { dealRanks } from '../../../src/statistics/ranks/deal-ranks.ts'
import { enumeratedP } from '../../../src/statistics/ranks/enumerate-ranks.ts'
import { type PermutedRanks, permutedRanks } from '../../../src/statistics/ranks/permuted-ranks.ts'
import { rankedArms } from '../../../src/statistics/ranks/ranked-arms.ts'
import { deriveRanks, rankTable } from '../../../src/summaries/index.ts'
import {
  agree,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../../support/analysis.ts'
import { enumerateDraws } from '../../support/enumerate.ts'
import { fraction, plus } from '../../support/fraction.ts'
import { scipy } from './oracle.ts'

const options = { level: 0.95, contrasts: [], seed: 'ranks' }
const frequenciesOf = (groups: readonly (readonly number[])[]) =>
  summaryOf(columnOf(rowsOf(Object.fromEntries(groups.map((group, index) => [`arm${index}`, group])))), 'frequencies')
const compute = (groups: readonly (readonly number[])[], draws?: number) =>
  kruskalWallisExact.compute(frequenciesOf(groups), { ...options, draws })

function permuted(groups: readonly (readonly number[])[]): PermutedRanks {
  const frequencies = frequenciesOf(groups)
  const ranked = rankedArms(deriveRanks(frequencies))
  if ('status' in ranked) throw new Error('not ranked')
  return permutedRanks(ranked, rankTable(frequencies))
}

/** Whether each replicate of some blocks is as extreme; none where allocations are enumerated. */
function flagsOf(groups: readonly (readonly number[])[], from: number, to: number): number[] {
  const chunk = kruskalWallisExact.resampling?.chunk(frequenciesOf(groups), options, from, to)
  return chunk?.status === 'computed' ? [...(chunk.result.asExtreme ?? [])] : []
}

/** Groups too many to enumerate: 60 cases an arm, a third of them with amounts of their own. */
const many = [0, 1, 2].map(arm => Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 17 * i + 5 * arm + 1 : 0)))

describe('exact Kruskal-Wallis', () => {
  test.each(scipy.exact)('every allocation listed in rational arithmetic, $p', ({ groups, p: [top, bottom] }) => {
    const result = resultOf(compute(groups))
    expect(result.pValue).toBe(Number(top) / Number(bottom))
    expect(result.monteCarlo).toBeUndefined()
    expect(result.degreesOfFreedom).toBeUndefined()
  })

  test('published: five cases in each of three arms', () => {
    // Kruskal and Wallis (1952), table 6.1: H of at least 8.00 has P 0.009, of at least 5.78 has 0.049.
    const eight = resultOf(
      compute([
        [1, 2, 3, 5, 9],
        [4, 6, 8, 10, 12],
        [7, 11, 13, 14, 15],
      ]),
    )
    expect(eight.monteCarlo).toBeUndefined()
    expect(eight.statistic.value).toBeCloseTo(8, 13)
    expect(eight.pValue).toBeCloseTo(0.009, 3)
    const less = resultOf(
      compute([
        [1, 2, 4, 5, 11],
        [3, 7, 8, 10, 12],
        [6, 9, 13, 14, 15],
      ]),
    )
    expect(less.statistic.value).toBeCloseTo(5.78, 13)
    expect(less.pValue).toBeCloseTo(0.049, 3)
  })

  const group = fc.array(fc.nat(6), { minLength: 1, maxLength: 3 })

  test('dealing at random takes every allocation equally often: along every path of draws it has the exact P', () => {
    fc.assert(
      fc.property(group, group, group, (a, b, c) => {
        fc.pre(new Set([...a, ...b, ...c]).size > 1 && a.length + b.length + c.length < 8)
        const set = permuted([a, b, c])
        let drawn = fraction(0)
        for (const { value, probability } of enumerateDraws(source => dealRanks(set, source, 1)[0])) {
          if (value === 1) drawn = plus(drawn, probability)
        }
        const exact = enumeratedP(set)
        expect(Number(drawn.numerator) / Number(drawn.denominator)).toBe(exact)
        // The order of the arms makes no difference, nor does a common change of scale.
        expect(enumeratedP(permuted([c, a, b]))).toBe(exact)
        const scaled = [a, b, c].map(each => each.map(value => 5 * value - 8))
        expect(enumeratedP(permuted(scaled))).toBe(exact)
      }),
      { numRuns: 40 },
    )
  })

  test('without ties in two arms it is the exact Mann-Whitney test', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 2, maxLength: 14 })
    fc.assert(
      fc.property(distinct, fc.nat(), (values, cut) => {
        const at = 1 + (cut % (values.length - 1))
        const [x, y] = [values.slice(0, at), values.slice(at)]
        const frequencies = summaryOf(columnOf(rowsOf({ x, y })), 'frequencies')
        const two = { ...options, contrasts: [contrast('x', 'y')] }
        const pair = resultOf(firstContrast(mannWhitney.compute(frequencies, two)))
        expect(agree(resultOf(compute([x, y])).pValue, pair.pValue ?? 0, 1e-15)).toBe(true)
      }),
    )
  })

  test('of a binary outcome: multivariate hypergeometric, 18,624 cases exactly', () => {
    const arms = [5906, 6718, 6000]
    const payers = [79, 87, 62]
    const groups = arms.map((n, index) => Array.from({ length: n }, (_, i) => (i < (payers[index] ?? 0) ? 1 : 0)))
    const result = resultOf(compute(groups))
    // Pearson's statistic orders tables of a binary outcome as H does: exact conditional P 0.25749.
    expect(result.pValue).toBeCloseTo(0.25749, 5)
    expect(result.intermediates.asymptoticP).toBeCloseTo(0.2574, 4)
  })

  test('draws where allocations are too many, with its standard error, whatever way blocks are shared out', () => {
    const result = resultOf(compute(many, 2000))
    expect(result.monteCarlo?.draws).toBe(2000)
    const standardError = result.monteCarlo?.standardError ?? 0
    expect(standardError).toBeCloseTo(Math.sqrt((result.pValue * (1 - result.pValue)) / 2000), 15)
    // The chi-squared distribution is near with 60 cases an arm; four standard errors and its own 0.02.
    expect(Math.abs(result.pValue - Number(result.intermediates.asymptoticP))).toBeLessThan(4 * standardError + 0.02)
    expect(cautionsOf(compute(many, 2000))).toEqual(['estimated_from_draws'])
    const frequencies = frequenciesOf(many)
    const joined = { asExtreme: Float64Array.of(...flagsOf(many, 0, 1), ...flagsOf(many, 1, 4)) }
    expect(kruskalWallisExact.resampling?.finish(frequencies, options, joined)).toEqual(compute(many, 2000))
    const reversed = many.map(each => [...each].reverse())
    expect(compute(reversed, 2000)).toEqual(compute(many, 2000))
    const other = kruskalWallisExact.compute(frequencies, { ...options, draws: 2000, seed: 'other' })
    expect(resultOf(other).pValue).not.toBe(result.pValue)
  })

  test('drawn and enumerated agree on a design that can be both', () => {
    const groups = [
      [0, 0, 0, 3, 8],
      [0, 0, 5, 6],
      [0, 2, 9, 11],
    ]
    const exact = resultOf(compute(groups)).pValue
    const set = permuted(groups)
    const flags = dealRanks(set, { below: seeded(7) }, 20_000)
    const share = flags.reduce((sum, flag) => sum + flag, 0) / 20_000
    expect(Math.abs(share - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / 20_000))
    expect(flagsOf(groups, 0, 2)).toHaveLength(0)
  })

  test('adds strata up', () => {
    const rows = [3, 0, 5, 0, 0, 7, 2].map((value, at) => row(['x', 'y', 'z'][at % 3] ?? '', value, at < 3 ? 'a' : 'b'))
    const within = kruskalWallisExact.compute(summaryOf(columnOf(rows), 'frequencies'), options)
    const whole = columnOf(rows.map(each => ({ ...each, stratum: 'all' })))
    expect(within).toEqual(kruskalWallisExact.compute(summaryOf(whole, 'frequencies'), options))
  })

  test('reasons and cautions', () => {
    expect(reasonOf(compute([[1, 1], [1]]))).toBe('all_values_tied')
    expect(reasonOf(compute([[1, 2]]))).toBe('too_few_arms')
    const clustered = { ...frequenciesOf([[1], [2]]), largestCluster: 2 }
    expect(reasonOf(kruskalWallisExact.compute(clustered, options))).toBe('clusters_present')
    expect(reasonOf(kruskalWallisExact.compute(frequenciesOf(many), { ...options, draws: 0 }))).toBe('too_few_cases')
    const empty = columnOf([row('called', 1), row('control', null)])
    expect(reasonOf(kruskalWallisExact.compute(summaryOf(empty, 'frequencies'), options))).toBe('no_cases_in_arm')
    expect(cautionsOf(compute([[...Array<number>(60).fill(0), 4], Array<number>(50).fill(0)]))).toEqual([
      'nearly_all_tied',
    ])
  })
})

/** A small multiplicative generator, so that the test draws apart from the library's streams. */
function seeded(seed: number): (limit: number) => number {
  let state = seed
  return limit => {
    state = (state * 16807) % 2147483647
    return Math.floor((state / 2147483647) * limit)
  }
}
