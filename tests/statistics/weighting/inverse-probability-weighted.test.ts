import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DesignRedraw, Redraw } from '../../../src/model/redraw.ts'
import {
  cr2DifferenceInMeans,
  inverseProbabilityWeightedDifferenceInMeans,
  inverseProbabilityWeightedDifferenceInProportions,
  stratifiedDifferenceInMeans,
} from '../../../src/statistics/index.ts'
import type { AnalysisRow } from '../../../src/summaries/index.ts'
import {
  agree,
  binary,
  columnOf,
  contrast,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  row,
  summaryOf,
} from '../../support/analysis.ts'

const options = { level: 0.95, contrasts: [contrast('called', 'control')] }

type OracleRow = [arm: string, stratum: string, cluster: string, value: number]
type Estimate = { difference: number; se: number }
const matrices = oracle<{
  weighted: Record<'realised' | 'realisedPaid' | 'design' | 'singleRealised', Estimate>
  design: Record<string, number>
  unequalRows: OracleRow[]
}>('robust.json')
const { nestedRows } = oracle<{ nestedRows: OracleRow[] }>('clusters.json')
const unequal = matrices.unequalRows.map(([arm, stratum, cluster, value]) => row(arm, value, stratum, cluster))
const single = nestedRows.map(([arm, stratum, , value]) => row(arm, value, stratum))

const means = (rows: readonly AnalysisRow[], redraw?: Redraw) =>
  firstContrast(
    inverseProbabilityWeightedDifferenceInMeans.compute(summaryOf(columnOf(rows), 'units'), { ...options, redraw }),
  )
const proportions = (rows: readonly AnalysisRow[]) => {
  const bits = rows.map(each => ({ ...each, value: Number(Number(each.value) > 0) }))
  return firstContrast(
    inverseProbabilityWeightedDifferenceInProportions.compute(summaryOf(columnOf(bits, binary), 'units'), options),
  )
}

/** Pairs are split 14 to 5 three times in ten and 13 to 6 otherwise, mixed pairs 6 to 3 four times in ten or 5 to 4. */
const design: DesignRedraw = {
  given: 'design',
  arms: ['called', 'control'],
  linked: [
    {
      cases: { 1993: 2 },
      units: 19,
      splits: [
        { units: [14, 5], weight: 3 },
        { units: [13, 6], weight: 7 },
      ],
    },
    {
      cases: { 1993: 1, 2003: 1 },
      units: 9,
      splits: [
        { units: [6, 3], weight: 4 },
        { units: [5, 4], weight: 6 },
      ],
    },
  ],
  targets: { 1993: { called: 41, control: 37 }, 2003: { called: 16, control: 23 } },
}

describe('weighted regressions on arms by their matrices, scores of whole units (HC2), in numpy', () => {
  test.each([
    ['shares as realised', () => means(unequal), matrices.weighted.realised],
    ['the share of payers', () => proportions(unequal), matrices.weighted.realisedPaid],
    ["the design's probabilities", () => means(unequal, design), matrices.weighted.design],
    ['cases allocated singly', () => means(single), matrices.weighted.singleRealised],
  ])('%s', (_, compute, expected) => {
    const ours = resultOf(compute())
    // Eigenvalues and products of 70 to 120 doubles on numpy's side.
    expect(agree(ours.estimate, expected.difference, 1e-12)).toBe(true)
    expect(agree(ours.standardError, expected.se, 1e-12)).toBe(true)
  })

  test("what a reviewer checks: each type's probabilities, and where they come from", () => {
    const { intermediates } = resultOf(means(unequal, design))
    expect(intermediates.probabilitiesAre).toBe('of the design')
    const chances = intermediates.probabilities as { cases: Record<string, number>; arm: number; against: number }[]
    for (const { cases, arm, against } of chances) {
      const key = Object.entries(cases)
        .map(([stratum, count]) => `${stratum}:${count}`)
        .join('|')
      expect(arm).toBeCloseTo(matrices.design[key] ?? 0, 14)
      expect(arm + against).toBeCloseTo(1, 14)
    }
    expect(chances).toHaveLength(4)
    expect(resultOf(means(unequal)).intermediates).toMatchObject({
      probabilitiesAre: 'shares as realised',
      units: { arm: 40, against: 49 },
    })
    // 48 and 42 degrees of freedom at most, the fewer where one arm makes most of the variance.
    const { degreesOfFreedom = 0 } = resultOf(means(unequal))
    expect(degreesOfFreedom).toBeGreaterThan(39)
    expect(degreesOfFreedom).toBeLessThanOrEqual(39 + 48)
  })
})

const unitOf = (arm: string, name: string, values: readonly (number | null)[]) =>
  values.map(value => row(arm, value, 'all', `${arm}-${name}`))

describe('by exact fractions: two of three pairs are called, and one of four single cases', () => {
  const rows = [
    ...unitOf('called', 'p', [1, 2]),
    ...unitOf('called', 'q', [3, 4]),
    row('called', 6),
    ...unitOf('control', 'p', [4, 0]),
    ...[1, 3, 8].map(value => row('control', value)),
  ]
  /*
   * Called: weights 3/2 and 4, W = 3 + 3 + 4 = 10, R = (3/2 * 10 + 4 * 6) / 10 = 39/10. Terms w (t - R m) / W are -18/25,
   * -3/25 and 21/25, leverages 3/10, 3/10 and 4/10: v = (324 + 9) / 625 * 10/7 + 441/625 * 10/6 = 339/175.
   * Control: weights 3 and 4/3, W = 6 + 4 = 10, R = (3 * 4 + 4/3 * 12) / 10 = 14/5. Terms are -12/25, and -18/75, 2/75 and
   * 52/75, leverages 6/10 and 2/15: v = 144/625 * 10/4 + (324 + 4 + 2704) / 5625 * 15/13 = 1168/975.
   */
  const [called, control] = [339 / 175, 1168 / 975]

  test('estimate, standard error and degrees of freedom', () => {
    const ours = resultOf(means(rows))
    // A dozen operations on doubles.
    expect(agree(ours.estimate, 11 / 10, 1e-14)).toBe(true)
    expect(agree(ours.standardError, Math.sqrt(called + control), 1e-14)).toBe(true)
    const satterthwaite = (called + control) ** 2 / (called ** 2 / 2 + control ** 2 / 3)
    expect(agree(ours.degreesOfFreedom ?? 0, satterthwaite, 1e-14)).toBe(true)
  })

  test('what led there', () => {
    const { means: ofArms, standardErrors, units } = resultOf(means(rows)).intermediates
    expect(ofArms).toEqual({ arm: expect.closeTo(39 / 10, 14), against: expect.closeTo(14 / 5, 14) })
    expect(standardErrors).toEqual({
      arm: expect.closeTo(Math.sqrt(called), 14),
      against: expect.closeTo(Math.sqrt(control), 14),
    })
    expect(units).toEqual({ arm: 3, against: 4 })
  })
})

describe('properties', () => {
  const rows = fc.array(
    fc.record({
      value: fc.integer({ min: -50, max: 200 }),
      stratum: fc.constantFrom('a', 'b'),
      arm: fc.constantFrom('called', 'control'),
    }),
    { minLength: 8, maxLength: 30 },
  )
  const toRows = (some: readonly { arm: string; value: number; stratum: string }[]): AnalysisRow[] =>
    some.map(each => ({ ...each, cluster: null }))
  const setting = { arms: ['called', 'control'], control: 'control' }
  const compute = (some: readonly AnalysisRow[]) =>
    firstContrast(
      inverseProbabilityWeightedDifferenceInMeans.compute(summaryOf(columnOf(some, setting), 'units'), options),
    )

  test('with single cases and shares as realised the estimate is the stratified difference', () => {
    fc.assert(
      fc.property(rows, some => {
        const ours = compute(toRows(some))
        const stratified = firstContrast(
          stratifiedDifferenceInMeans.compute(summaryOf(columnOf(toRows(some), setting), 'moments'), options),
        )
        if (ours.status === 'undefined') return reasonOf(stratified) !== 'computed'
        return stratified.status === 'undefined' || Math.abs(ours.result.estimate - stratified.result.estimate) < 1e-10
      }),
    )
  })

  test('with one type of unit it is CR2, and row order and unit do not matter', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 2, max: 50 }), (some, scale) => {
        const merged = toRows(some.map(each => ({ ...each, stratum: 'all' })))
        const ours = compute(merged)
        expect(compute([...merged].reverse())).toEqual(ours)
        const cr2 = firstContrast(cr2DifferenceInMeans.compute(summaryOf(columnOf(merged, setting), 'units'), options))
        if (ours.status === 'undefined' || cr2.status === 'undefined') return ours.status === cr2.status
        const scaled = resultOf(compute(merged.map(each => ({ ...each, value: Number(each.value) * scale }))))
        return (
          Math.abs(ours.result.estimate - cr2.result.estimate) < 1e-10 &&
          agree(ours.result.standardError, cr2.result.standardError, 1e-11) &&
          agree(scaled.standardError, scale * ours.result.standardError, 1e-11)
        )
      }),
    )
  })
})

describe('where there is no answer', () => {
  const called = [...unitOf('called', 'p', [1, 4]), row('called', 2), row('called', 7)]

  test('a type of unit that no unit of an arm has', () => {
    const computation = means([...called, row('control', 1), row('control', 3)])
    expect(reasonOf(computation)).toBe('stratum_not_in_every_arm')
    expect(computation.status === 'undefined' && computation.detail).toContain('cases in all (2)')
    expect(computation.status === 'undefined' && computation.detail).toContain('control')
  })

  test('with the design known a type may miss an arm, but not have no chance of it', () => {
    const rows = [...called, row('control', 1), row('control', 3)]
    const linked = (toControl: number) => [
      {
        cases: { all: 2 },
        units: 1,
        splits: [
          { units: [1, 0], weight: 1 },
          { units: [0, 1], weight: toControl },
        ],
      },
    ]
    const some = { ...design, linked: linked(1), targets: { all: { called: 3, control: 3 } } }
    const ours = resultOf(means(rows, some))
    // Single cases: (3 - 1) / 4 = 1/2 in either arm, the pair too, so all weights are 2.
    expect(ours.estimate).toBeCloseTo((1 + 4 + 2 + 7) / 4 - 2, 14)
    expect(reasonOf(means(rows, { ...some, linked: linked(0) }))).toBe('stratum_not_in_every_arm')
  })

  test('an outcome of other units than the design deals', () => {
    const rows = [...called, ...unitOf('control', 'q', [0, 1]), row('control', 3)]
    expect(reasonOf(means(rows, { ...design, linked: [], targets: { all: { called: 4, control: 3 } } }))).toBe(
      'design_cannot_be_redrawn',
    )
    const alone = [row('called', 1), row('called', 2), row('control', 3), row('control', 5)]
    const fewer = { ...design, linked: [], targets: { all: { called: 2, control: 1 } } }
    expect(reasonOf(means(alone, fewer))).toBe('design_cannot_be_redrawn')
    expect(reasonOf(means(alone, { ...fewer, targets: { all: { called: 2, control: 2 } } }))).toBe('computed')
  })

  test('pairs that the design does not know, though it deals as many single cases; a design that knows no types', () => {
    const rows = ['p', 'q'].flatMap(name => [...unitOf('called', name, [1, 2]), ...unitOf('control', name, [0, 4])])
    const singles = { ...design, linked: [], targets: { all: { called: 2, control: 2 } } }
    expect(reasonOf(means(rows, singles))).toBe('design_cannot_be_redrawn')
    const minimised = means(rows, {
      given: 'artefacts',
      reason: 'minimisation follows the order of the units',
      arms: ['called', 'control'],
      chances: [
        [0.5, 0.5],
        [0.4, 0.6],
      ],
    })
    expect(minimised).toMatchObject({
      reason: 'design_cannot_be_redrawn',
      detail: expect.stringContaining('minimisation'),
    })
  })

  test('nobody observed, one unit, nothing varying', () => {
    expect(reasonOf(means([...unitOf('called', 'p', [null, null]), ...unitOf('control', 'q', [1, 2])]))).toBe(
      'no_cases_in_arm',
    )
    expect(
      reasonOf(
        means([
          ...unitOf('called', 'p', [1, null]),
          ...unitOf('control', 'q', [1, 2]),
          ...unitOf('control', 'r', [1, 2]),
        ]),
      ),
    ).toBe('too_few_clusters')
    expect(reasonOf(means([row('called', 1), row('called', 1), row('control', 0), row('control', 0)]))).toBe(
      'zero_variance',
    )
  })
})
