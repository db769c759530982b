import { describe, expect, test } from 'vitest'
import {
  bcaLimits,
  percentileLimits,
  replicateQuantile,
  studentisedLimits,
} from '../../../src/statistics/resampling/interval-rules.ts'
import { limitErrors } from '../../../src/statistics/resampling/limit-errors.ts'
import { agree, oracle } from '../../support/analysis.ts'

type Pair = [lower: number, upper: number]
interface Rules {
  estimates: number[]
  errors: number[]
  estimate: number
  standardError: number
  acceleration: number
  percentile: Record<string, Pair>
  bca: Record<string, { biasCorrection: number; levels: Pair; limits: Pair }>
  t: Record<string, Pair>
}
const { rules } = oracle<{ rules: Rules }>('bootstrap.json')
const estimates = Float64Array.from(rules.estimates)
const standardErrors = Float64Array.from(rules.errors)
// SciPy's normal quantile is good to about 1e-15; interpolation multiplies it by the gap of neighbours.
const tolerance = 1e-12

describe("the rules in Python, on 999 replicates that are no bootstrap's", () => {
  test.each(Object.entries(rules.percentile))('percentile at %s', (level, [lower, upper]) => {
    const ours = percentileLimits(estimates, Number(level))
    expect(agree(ours?.lower ?? 0, lower, tolerance)).toBe(true)
    expect(agree(ours?.upper ?? 0, upper, tolerance)).toBe(true)
  })

  test.each(Object.entries(rules.bca))('BCa at %s', (level, expected) => {
    const ours = bcaLimits(estimates, rules, Number(level))
    const details = ours?.details as { biasCorrection: number; levels: { lower: number; upper: number } }
    expect(agree(details.biasCorrection, expected.biasCorrection, tolerance)).toBe(true)
    expect(agree(details.levels.lower, expected.levels[0], tolerance)).toBe(true)
    expect(agree(details.levels.upper, expected.levels[1], tolerance)).toBe(true)
    expect(agree(ours?.lower ?? 0, expected.limits[0], tolerance)).toBe(true)
    expect(agree(ours?.upper ?? 0, expected.limits[1], tolerance)).toBe(true)
  })

  test.each(Object.entries(rules.t))('bootstrap-t at %s', (level, [lower, upper]) => {
    const ours = studentisedLimits({ estimates, standardErrors }, rules, Number(level))
    expect(agree(ours?.lower ?? 0, lower, tolerance)).toBe(true)
    expect(agree(ours?.upper ?? 0, upper, tolerance)).toBe(true)
  })
})

describe('quantiles of replicates', () => {
  const nine = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9)

  test('the (B + 1) p-th in order, and nothing beyond the first and the last', () => {
    expect([0.1, 0.5, 0.9].map(p => replicateQuantile(nine, p))).toEqual([1, 5, 9])
    // Halfway between the normal quantiles of 4/10 and 5/10 lies 4.5 by symmetry of neither: at p = 0.45, z = -0.12566.
    expect(replicateQuantile(nine, 0.45)).toBeCloseTo(5 - 0.12566134685507 / 0.2533471031358, 12)
    expect(replicateQuantile(nine, 0.05)).toBeUndefined()
    expect(replicateQuantile(nine, 0.97)).toBeUndefined()
    expect([0, 1].map(p => replicateQuantile(nine, p))).toEqual([undefined, undefined])
  })

  test('BCa without bias and acceleration is the percentile interval; replicates equal to the estimate count half', () => {
    const percentile = percentileLimits(nine, 0.6)
    const plain = bcaLimits(nine, { estimate: 5, acceleration: 0 }, 0.6)
    expect(plain?.details.biasCorrection).toBe(0)
    expect(plain?.lower).toBeCloseTo(percentile?.lower ?? 0, 12)
    expect(plain?.upper).toBeCloseTo(percentile?.upper ?? 0, 12)
  })

  test('nothing where all replicates lie on one side, where the level is beyond them, or where the scale turns over', () => {
    expect(bcaLimits(nine, { estimate: 0.5, acceleration: 0 }, 0.6)).toBeUndefined()
    expect(bcaLimits(nine, { estimate: 9.5, acceleration: 0 }, 0.6)).toBeUndefined()
    expect(percentileLimits(nine, 0.95)).toBeUndefined()
    expect(bcaLimits(nine, { estimate: 5, acceleration: 2 }, 0.6)).toBeUndefined()
  })

  test('a replicate without variation is infinitely far: no limit only where it would be one', () => {
    const flat = Float64Array.from({ length: 9 }, (_, index) => (index < 2 ? 0 : 1))
    const limits = (level: number) =>
      studentisedLimits({ estimates: nine, standardErrors: flat }, { estimate: 5, standardError: 2 }, level)
    expect(limits(0.8)).toBeUndefined()
    // t* are -inf, -inf, -2, -1, 0, 1, 2, 3, 4; the third and the seventh of them give 5 + 4 and 5 - 4.
    expect(limits(0.4)).toEqual({ lower: 1, upper: 9, details: { studentised: { lower: -2, upper: 2 } } })
    const same = studentisedLimits(
      { estimates: nine.map(() => 5), standardErrors: flat },
      { estimate: 5, standardError: 2 },
      0.4,
    )
    expect(same).toMatchObject({ lower: 5, upper: 5 })
  })
})

describe('Monte Carlo errors of limits', () => {
  test('the standard deviation over parts of the replicates, over the root of their number', () => {
    const ofBlocks = [3, 5, 10, 2, 5]
    const errors = limitErrors(2500, from => ({
      lower: ofBlocks[from / 500] ?? 0,
      upper: -2 * (ofBlocks[from / 500] ?? 0),
    }))
    // 3, 5, 10, 2, 5 have mean 5 and squares about it of 38: variance 38 / 4.
    expect(errors?.lower).toBeCloseTo(Math.sqrt(38 / 4 / 5), 12)
    expect(errors?.upper).toBeCloseTo(2 * Math.sqrt(38 / 4 / 5), 12)
  })

  test('none from four blocks, nor where no part gives limits; fewer and longer parts where short ones do not', () => {
    expect(limitErrors(2499, () => ({ lower: 0, upper: 1 }))).toBeUndefined()
    expect(limitErrors(50_000, () => undefined)).toBeUndefined()
    const edges: [number, number][] = []
    limitErrors(50_500, (from, to) => {
      edges.push([from, to])
      return to - from < 5000 ? undefined : { lower: 0, upper: 1 }
    })
    const parts = edges.slice(-10)
    expect(edges).toHaveLength(30)
    expect(parts[0]?.[0]).toBe(0)
    expect(parts.at(-1)?.[1]).toBe(50_500)
    expect(parts.slice(1).every(([from], index) => from === parts[index]?.[1])).toBe(true)
  })
})
