import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mannWhitney, vanElteren } from '../../../src/statistics/index.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import {
  agree,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  reasonOf,
  resultOf,
  row,
  summaryOf,
} from '../../support/analysis.ts'
import { type Fraction, fraction, plus } from '../../support/fraction.ts'
import { r } from './oracle.ts'

const options = { level: 0.95, contrasts: [contrast('called', 'control')] }
const arms = ['called', 'other', 'control']
const compute = (rows: readonly AnalysisRow[]) =>
  firstContrast(vanElteren.compute(summaryOf(columnOf(rows, { arms, control: 'control' }), 'frequencies'), options))

const toNumber = ({ numerator, denominator }: Fraction): number => Number(numerator) / Number(denominator)

/** The sum of (U - n m / 2) / (N + 1), its variance and the sum of weights, pair by pair in rational arithmetic. */
function byDefinition(rows: readonly AnalysisRow[]) {
  let [excess, variance, weights] = [fraction(0), fraction(0), fraction(0)]
  for (const stratum of new Set(rows.map(each => each.stratum))) {
    const of = (arm: string) =>
      rows.filter(each => each.stratum === stratum && each.arm === arm).map(each => Number(each.value))
    const [x, y] = [of('called'), of('control')]
    const N = x.length + y.length
    const doubledExcess = x.flatMap(a => y.map(b => Math.sign(a - b))).reduce((sum, sign) => sum + sign, 0)
    const pooled = [...x, ...y]
    const tied = [...new Set(pooled)].map(value => pooled.filter(each => each === value).length)
    const untied = N ** 3 - N - tied.reduce((sum, t) => sum + t ** 3 - t, 0)
    excess = plus(excess, fraction(doubledExcess, 2 * (N + 1)))
    variance = plus(variance, fraction(x.length * y.length * untied, 12 * N * (N - 1) * (N + 1) ** 2))
    weights = plus(weights, fraction(x.length * y.length, N + 1))
  }
  return { excess: toNumber(excess), variance: toNumber(variance), weights: toNumber(weights) }
}

const cell = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 })
const stratified = fc
  .array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 })
  .map(strata =>
    strata.flatMap(([x, y], index) => [
      ...x.map(value => row('called', value, `s${index}`)),
      ...y.map(value => row('control', value, `s${index}`)),
    ]),
  )

describe('van Elteren', () => {
  test('as from the pieces of R, with a third arm left out', () => {
    const { value, arm, stratum, vanElteren: theirs } = r.small
    const ours = resultOf(compute(value.map((each, at) => row(arm[at] ?? '', each, stratum[at]))))
    expect(agree(ours.estimate, theirs.estimate, 1e-14)).toBe(true)
    expect(agree(ours.statistic?.value ?? 0, theirs.z, 1e-13)).toBe(true)
    expect(agree(ours.pValue ?? 0, theirs.p, 1e-13)).toBe(true)
  })

  test('is its definition, in rational arithmetic', () => {
    fc.assert(
      fc.property(stratified, rows => {
        const { excess, variance, weights } = byDefinition(rows)
        fc.pre(variance > 0)
        const ours = resultOf(compute(rows))
        // A few roundings of each stratum's exact term.
        expect(ours.estimate).toBeCloseTo(0.5 + excess / weights, 13)
        expect(ours.statistic?.value).toBeCloseTo(excess / Math.sqrt(variance), 12)
        const swapped = rows.map(each => ({ ...each, arm: each.arm === 'called' ? 'control' : 'called' }))
        expect(resultOf(compute(swapped)).statistic?.value).toBeCloseTo(-(ours.statistic?.value ?? 0), 12)
        const stretched = rows.map(each => ({
          ...each,
          value: 3 * Number(each.value) + 10 * each.stratum.charCodeAt(1),
        }))
        expect(resultOf(compute(stretched))).toEqual(ours)
      }),
    )
  })

  test('in one stratum it is the Mann-Whitney test without continuity correction', () => {
    fc.assert(
      fc.property(cell, cell, (x, y) => {
        fc.pre(new Set([...x, ...y]).size > 1)
        const rows = [...x.map(value => row('called', value)), ...y.map(value => row('control', value))]
        const ours = resultOf(compute(rows))
        const plain = resultOf(firstContrast(mannWhitney.compute(summaryOf(columnOf(rows), 'frequencies'), options)))
        const { expected, standardDeviation } = plain.intermediates as { expected: number; standardDeviation: number }
        expect(ours.estimate).toBeCloseTo(plain.estimate, 14)
        expect(ours.standardError).toBeCloseTo(plain.standardError, 14)
        expect(ours.statistic?.value).toBeCloseTo(((plain.statistic?.value ?? 0) - expected) / standardDeviation, 13)
      }),
    )
  })

  test('by hand: two strata, the first 1 3 against 2, the second 0 4 against 0 1', () => {
    const rows = [
      ...[1, 3].map(value => row('called', value, 'a')),
      row('control', 2, 'a'),
      ...[0, 4].map(value => row('called', value, 'b')),
      ...[0, 1].map(value => row('control', value, 'b')),
    ]
    // U is 1 of 2 and 2.5 of 4, so the excess is 0 / 4 + 0.5 / 5; the variance 2 x 24 / (12 x 3 x 2 x 16) + 4 x 54 / (12 x 4 x 3 x 25).
    const ours = resultOf(compute(rows))
    expect(ours.intermediates).toMatchObject({ excess: 0.1, nullVariance: expect.closeTo(1 / 24 + 0.06, 14) })
    expect(ours.statistic?.value).toBeCloseTo(0.1 / Math.sqrt(1 / 24 + 0.06), 14)
    // Weights 2 / 4 and 4 / 5.
    expect(ours.estimate).toBeCloseTo(0.5 + 0.1 / 1.3, 14)
    // The first stratum has one case of an arm: 2 x 24 / (12 x 3 x 2) / 4. The second: placements 1/2 2 and 1/2 1.
    const second = (1.125 + 0.125) / 8
    expect(ours.standardError).toBeCloseTo(Math.sqrt(0.25 / 6 + 0.64 * second) / 1.3, 14)
  })

  test('strata are not added up, must hold both arms, and must not tie throughout', () => {
    // Within each stratum the called have less, over both they have more.
    const paradox = [
      ...[10, 11, 12, 13].map(value => row('called', value, 'a')),
      row('control', 20, 'a'),
      row('called', 1, 'b'),
      ...[2, 3, 4, 5].map(value => row('control', value, 'b')),
    ]
    expect(resultOf(compute(paradox)).estimate).toBe(0)
    const plain = mannWhitney.compute(summaryOf(columnOf(paradox), 'frequencies'), options)
    expect(resultOf(firstContrast(plain)).estimate).toBeGreaterThan(0.5)
    expect(reasonOf(compute([...paradox, row('called', 1, 'c')]))).toBe('stratum_not_in_every_arm')
    expect(reasonOf(compute([row('called', 1, 'a'), row('control', 1, 'a')]))).toBe('all_values_tied')
    const addedUp = { ...summaryOf(columnOf(paradox), 'frequencies'), strataAddedUp: true as const }
    expect(reasonOf(vanElteren.compute(addedUp, options))).toBe('data_not_printed')
    const zeros = ['a', 'b'].flatMap(stratum =>
      Array.from({ length: 40 }, (_, i) => row(i < 20 ? 'called' : 'control', i === 0 ? 5 : 0, stratum)),
    )
    expect(cautionsOf(compute(zeros))).toEqual(['nearly_all_tied'])
  })
})
