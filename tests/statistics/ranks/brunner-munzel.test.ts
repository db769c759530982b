import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brunnerMunzel } from '../../../src/statistics/index.ts'
import {
  agree,
  cautionsOf,
  columnOf,
  contrast,
  firstContrast,
  reasonOf,
  resultOf,
  rowsOf,
  summaryOf,
} from '../../support/analysis.ts'
import { scipy } from './oracle.ts'

const compute = (x: readonly number[], y: readonly number[], level = 0.95) =>
  firstContrast(
    brunnerMunzel.compute(summaryOf(columnOf(rowsOf({ x, y })), 'frequencies'), {
      level,
      contrasts: [contrast('x', 'y')],
    }),
  )

describe('Brunner-Munzel', () => {
  test.each(scipy.pairs)('SciPy brunnermunzel, %#', ({ x, y, result }) => {
    const ours = resultOf(compute(x, y))
    // SciPy takes means and variances of ranks in doubles.
    expect(agree(ours.estimate, result.estimate, 1e-13)).toBe(true)
    expect(agree(ours.statistic?.value ?? 0, result.t, 1e-12)).toBe(true)
    expect(agree(ours.degreesOfFreedom ?? 0, result.df, 1e-12)).toBe(true)
    expect(agree(ours.pValue ?? 0, result.p, 1e-11)).toBe(true)
    expect(agree(ours.interval.lower, result.lower, 1e-11)).toBe(true)
    expect(agree(ours.interval.upper, result.upper, 1e-11)).toBe(true)
  })

  test('the pain scores of Brunner and Munzel (2000), as published: t 3.1375, 17.683 degrees, P 0.005786', () => {
    const [pain] = scipy.pairs
    const ours = resultOf(compute(pain?.x ?? [], pain?.y ?? []))
    expect(ours.estimate).toBeCloseTo(0.788961, 6)
    expect(ours.statistic?.value).toBeCloseTo(3.1375, 4)
    expect(ours.degreesOfFreedom).toBeCloseTo(17.683, 3)
    expect(ours.pValue).toBeCloseTo(0.005786, 6)
    expect([ours.interval.lower, ours.interval.upper]).toEqual([
      expect.closeTo(0.5952169, 6),
      expect.closeTo(0.9827052, 6),
    ])
    expect(ours.intermediates).toMatchObject({ n: { arm: 11, against: 14 }, U: 121.5 })
  })

  test('arms that mirror each other have the same variance of placements, and a result all the same', () => {
    // 0 0 1 against 0 1 1: three wins of nine, a tie counting half.
    const ours = resultOf(compute([0, 0, 1], [0, 1, 1]))
    expect(ours.estimate).toBeCloseTo(1 / 3, 15)
    expect(ours.standardError).toBeGreaterThan(0)
  })

  test('by hand: 0 0 1 against 0 2 2', () => {
    const ours = resultOf(compute([0, 0, 1], [0, 2, 2]))
    expect(ours.intermediates.placementVariances).toEqual({
      arm: expect.closeTo(1 / 12, 14),
      against: expect.closeTo(4 / 3, 14),
    })
    const [a, b] = [1 / 12 / 27, 4 / 3 / 27]
    expect(ours.standardError).toBeCloseTo(Math.sqrt(a + b), 14)
    expect(ours.degreesOfFreedom).toBeCloseTo((2 * (a + b) ** 2) / (a * a + b * b), 13)
    expect(ours.statistic?.value).toBeCloseTo((2 / 9 - 1 / 2) / Math.sqrt(a + b), 13)
  })

  const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 12 })

  test('is mirrored by swapping the arms, and its interval excludes a half exactly when P is below', () => {
    fc.assert(
      fc.property(values, values, (x, y) => {
        const computation = compute(x, y)
        fc.pre(computation.status === 'computed')
        const [ours, swapped] = [resultOf(computation), resultOf(compute(y, x))]
        expect(swapped.estimate).toBeCloseTo(1 - ours.estimate, 14)
        expect(swapped.statistic?.value).toBeCloseTo(-(ours.statistic?.value ?? 0), 12)
        expect(agree(swapped.pValue ?? 0, ours.pValue ?? 0, 1e-12)).toBe(true)
        fc.pre(Math.abs((ours.pValue ?? 0) - 0.05) > 1e-9)
        const excludes = ours.interval.lower > 0.5 || ours.interval.upper < 0.5
        expect(excludes).toBe((ours.pValue ?? 0) < 0.05)
      }),
    )
  })

  test('says why it cannot, and which arm has more where they do not overlap', () => {
    const apart = compute([4, 5], [1, 2])
    expect(apart).toMatchObject({ status: 'undefined', reason: 'zero_variance' })
    expect(apart).toHaveProperty(
      'detail',
      'Every case of x has more than every case of y, so the placements have no variance.',
    )
    expect(compute([1, 2], [4, 5])).toHaveProperty('detail', expect.stringContaining('Every case of y has more'))
    expect(reasonOf(compute([1, 1], [1, 1]))).toBe('all_values_tied')
    expect(reasonOf(compute([1], [1, 2]))).toBe('too_few_cases')
    expect(reasonOf(compute([1, 2], [1]))).toBe('too_few_cases')
    expect(cautionsOf(compute([...Array<number>(60).fill(0), 4], Array<number>(50).fill(0)))).toEqual([
      'nearly_all_tied',
    ])
  })
})
