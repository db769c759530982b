import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dunn, kruskalWallis } from '../../../src/statistics/index.ts'
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
import { r } from './oracle.ts'

const contrasts = [contrast('called', 'control')]
const ranksOf = (groups: Record<string, readonly number[]>) => summaryOf(columnOf(rowsOf(groups)), 'ranks')
const compute = (groups: Record<string, readonly number[]>) =>
  firstContrast(dunn.compute(ranksOf(groups), { level: 0.95, contrasts }))

describe('Dunn', () => {
  test('as from the ranks of R', () => {
    const { value, arm, stratum, dunn: theirs } = r.small
    const column = columnOf(value.map((each, at) => row(arm[at] ?? '', each, stratum[at])))
    const ours = resultOf(firstContrast(dunn.compute(summaryOf(column, 'ranks'), { level: 0.95, contrasts })))
    expect(agree(ours.estimate, theirs.estimate, 1e-13)).toBe(true)
    expect(agree(ours.standardError, theirs.se, 1e-13)).toBe(true)
    expect(agree(ours.statistic?.value ?? 0, theirs.z, 1e-13)).toBe(true)
    expect(agree(ours.pValue ?? 0, theirs.p, 1e-13)).toBe(true)
  })

  test('by hand: 0 0 1 against 0 2 2, beside 3 4', () => {
    // Ranks 2 2 4, 2 5.5 5.5 and 7 8 of eight; ties of three and two: 504 - 30 over 12 x 7.
    const ours = resultOf(compute({ called: [0, 0, 1], control: [0, 2, 2], other: [3, 4] }))
    expect(ours.intermediates).toMatchObject({
      n: 8,
      meanRanks: { arm: 8 / 3, against: 13 / 3 },
      tieTerm: 30,
    })
    expect(ours.estimate).toBeCloseTo(-5 / 3, 15)
    expect(ours.standardError).toBeCloseTo(Math.sqrt(((474 / 84) * 2) / 3), 14)
    expect(ours.interval.upper).toBeCloseTo(-5 / 3 + 1.959963984540054 * ours.standardError, 13)
  })

  const values = fc.array(fc.nat(9), { minLength: 1, maxLength: 9 })

  test('of two arms z squares to H; swapping mirrors it, scaling leaves it', () => {
    fc.assert(
      fc.property(values, values, (called, control) => {
        fc.pre(new Set([...called, ...control]).size > 1)
        const ours = resultOf(compute({ called, control }))
        const h = resultOf(kruskalWallis.compute(ranksOf({ called, control }), { level: 0.95, contrasts })).statistic
        expect(agree((ours.statistic?.value ?? 0) ** 2, h.value, 1e-14)).toBe(true)
        const swapped = resultOf(compute({ called: control, control: called }))
        expect(swapped.estimate).toBe(0 - ours.estimate)
        expect(swapped.pValue).toBe(ours.pValue)
        const scaled = (group: readonly number[]) => group.map(value => 9 * value - 5)
        expect(resultOf(compute({ called: scaled(called), control: scaled(control) }))).toEqual(ours)
      }),
    )
  })

  test('an arm without a case leaves the other contrasts, and ties are said', () => {
    const rows = rowsOf({ called: [1, 2], control: [3] })
    const column = columnOf([...rows, row('other', null)], { arms: ['called', 'other', 'control'], control: 'control' })
    const result = dunn.compute(summaryOf(column, 'ranks'), {
      level: 0.95,
      contrasts: [...contrasts, contrast('other', 'control')],
    })
    expect(resultOf(result).contrasts.map(({ computation }) => reasonOf(computation))).toEqual([
      'computed',
      'no_cases_in_arm',
    ])
    expect(reasonOf(compute({ called: [1, 1], control: [1] }))).toBe('all_values_tied')
    expect(
      cautionsOf(compute({ called: [...Array<number>(60).fill(0), 4], control: Array<number>(50).fill(0) })),
    ).toEqual(['nearly_all_tied'])
  })
})
