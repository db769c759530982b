import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Computation, ContrastEstimate, ContrastEstimates } from '../../src/model/method.ts'
import { differenceInMeansPooled, dunnett, gamesHowell, tukey } from '../../src/statistics/index.ts'
import {
  columnOf,
  contrast,
  firstContrast,
  oracle,
  publishedMoments,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../support/analysis.ts'

const momentsOf = (groups: Record<string, readonly number[]>, control?: string) =>
  summaryOf(columnOf(rowsOf(groups), control === undefined ? {} : { control }), 'moments')
const relative = (got: number, truth: number): number => Math.abs(got / truth - 1)

/** P, lower and upper limit. */
type Joint = readonly [number, number, number]

interface Comparison {
  arm: string
  against: string
  estimate: number
  standardError: number
  df: number
  tukey: Joint
  welchError: number
  welchDf: number
  gamesHowell: Joint
  dunnett?: Joint
}

const { sets } = oracle<{ sets: { groups: Record<string, number[]>; control: string; comparisons: Comparison[] }[] }>(
  'comparisons.json',
)

/** The definitions recomputed at 25 digits; ours are doubles, whose quantiles carry the rounding of a few operations. */
const bar = 1e-11

function agrees(ours: ContrastEstimate, [p, lower, upper]: Joint): void {
  expect(relative(ours.simultaneous?.pValue ?? 0, p)).toBeLessThan(bar)
  const width = upper - lower
  expect(Math.abs((ours.simultaneous?.interval.lower ?? 0) - lower)).toBeLessThan(bar * width)
  expect(Math.abs((ours.simultaneous?.interval.upper ?? 0) - upper)).toBeLessThan(bar * width)
}

const cases = sets.flatMap(({ groups, control, comparisons }) =>
  comparisons.map(
    comparison => [`${comparison.arm} - ${comparison.against}`, { groups, control, comparison }] as const,
  ),
)

describe.each(cases)('%s', (_, { groups, control, comparison }) => {
  const options = { level: 0.95, contrasts: [contrast(comparison.arm, comparison.against)] }
  const only = (computation: Computation<ContrastEstimates>) => resultOf(firstContrast(computation))

  test('Tukey and Kramer', () => {
    const ours = only(tukey.compute(momentsOf(groups), options))
    expect(relative(ours.standardError, comparison.standardError)).toBeLessThan(1e-14)
    expect([ours.estimate, ours.degreesOfFreedom]).toEqual([expect.closeTo(comparison.estimate, 12), comparison.df])
    expect(ours.simultaneous).toMatchObject({ method: 'Tukey', comparisons: 6 })
    agrees(ours, comparison.tukey)
  })

  test('Games and Howell', () => {
    const ours = only(gamesHowell.compute(momentsOf(groups), options))
    expect(relative(ours.standardError, comparison.welchError)).toBeLessThan(1e-14)
    expect(relative(ours.degreesOfFreedom ?? 0, comparison.welchDf)).toBeLessThan(1e-14)
    expect(ours.simultaneous).toMatchObject({ method: 'Games-Howell', comparisons: 6 })
    agrees(ours, comparison.gamesHowell)
  })

  test('Dunnett', () => {
    const computation = firstContrast(dunnett.compute(momentsOf(groups, control), options))
    if (comparison.dunnett === undefined) {
      expect(reasonOf(computation)).toBe('not_against_control')
      return
    }
    const ours = resultOf(computation)
    expect(ours.simultaneous).toMatchObject({ method: 'Dunnett', comparisons: 3 })
    agrees(ours, comparison.dunnett)
  })
})

describe('published examples', () => {
  const breaking = {
    process_1: [55, 64, 64],
    process_2: [55, 49, 52],
    process_3: [50, 44, 41],
    standard: [55, 47, 48],
  }

  test("Dunnett's cloth: s^2 = 19 on 8 degrees of freedom, an allowance of 2.88 x 4.36 x sqrt(2 / 3) = 10", () => {
    const options = { level: 0.95, contrasts: [contrast('process_1', 'standard'), contrast('process_3', 'standard')] }
    const { contrasts } = resultOf(dunnett.compute(momentsOf(breaking), options))
    const [first, third] = contrasts.map(({ computation }) => resultOf(computation))
    expect(first?.intermediates.pooledStandardDeviation).toBeCloseTo(Math.sqrt(19), 12)
    expect(first?.degreesOfFreedom).toBe(8)
    const halfWidth = (first?.simultaneous?.interval.upper ?? 0) - (first?.estimate ?? 0)
    expect(halfWidth.toFixed(0)).toBe('10')
    expect((halfWidth / (first?.standardError ?? 1)).toFixed(2)).toBe('2.88')
    // process 1 is stronger by between 1 and 21, process 3 may be weaker or stronger
    expect([first?.simultaneous?.interval.lower.toFixed(0), first?.simultaneous?.interval.upper.toFixed(0)]).toEqual([
      '1',
      '21',
    ])
    expect(third?.simultaneous?.pValue).toBeGreaterThan(0.05)
  })

  test("R's TukeyHSD on the same cloth, to the digits that its ptukey has", () => {
    // R 4.2.2, TukeyHSD(aov(y ~ f)); its P is off by 3e-8 here, as mpmath shows (above), and its quantile stops at 1e-4
    const ours = resultOf(
      firstContrast(
        tukey.compute(momentsOf(breaking), { level: 0.95, contrasts: [contrast('process_3', 'process_1')] }),
      ),
    )
    expect(ours.estimate).toBe(-16)
    expect(relative(ours.simultaneous?.pValue ?? 0, 0.00869094025023)).toBeLessThan(1e-7)
    expect(ours.simultaneous?.interval.lower).toBeCloseTo(-27.3972543174, 4)
    expect(ours.simultaneous?.interval.upper).toBeCloseTo(-4.6027456826, 4)
  })
})

describe('the published trial', () => {
  const summary = publishedMoments()
  const contrasts = [contrast('pwc_first', 'control'), contrast('nrp_first', 'control')]

  test('the adjusted intervals hold the unadjusted ones, and Dunnett is sharper than Tukey', () => {
    const of = (method: typeof tukey | typeof dunnett) =>
      resultOf(method.compute(summary, { level: 0.95, contrasts })).contrasts.map(({ computation }) =>
        resultOf(computation),
      )
    const [byTukey, byDunnett] = [of(tukey), of(dunnett)]
    byDunnett.forEach((ours, i) => {
      const pairs = byTukey[i]
      expect(ours.interval).toEqual(pairs?.interval)
      expect(ours.simultaneous?.interval.upper).toBeGreaterThan(ours.interval.upper)
      expect(pairs?.simultaneous?.interval.upper).toBeGreaterThan(ours.simultaneous?.interval.upper ?? 0)
      expect(ours.simultaneous?.pValue).toBeGreaterThan(ours.pValue ?? 1)
      expect(pairs?.simultaneous?.pValue).toBeGreaterThan(ours.simultaneous?.pValue ?? 1)
    })
  })
})

const amounts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 8 })

describe('properties', () => {
  const methods = [tukey, gamesHowell, dunnett] as const

  test('the adjusted P is below alpha exactly when the simultaneous interval excludes no difference', () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, fc.constantFrom(0.8, 0.95, 0.99), (a, b, c, level) => {
        for (const method of methods) {
          const groups = momentsOf({ a, b, c })
          const computation = method.compute(groups, { level, contrasts: [contrast('a', 'c')] })
          const first = computation.status === 'computed' ? firstContrast(computation) : computation
          if (first.status === 'undefined') continue
          const { simultaneous, pValue = 1, estimate } = first.result
          if (simultaneous === undefined) throw new Error('not simultaneous')
          const { lower, upper } = simultaneous.interval
          expect(simultaneous.pValue < 1 - level).toBe(lower > 0 || upper < 0)
          expect(simultaneous.pValue).toBeGreaterThanOrEqual(pValue * (1 - 1e-12))
          expect((lower + upper) / 2).toBeCloseTo(estimate, 9)
        }
      }),
      { numRuns: 25 },
    )
  })

  test('turning a contrast turns its sign; scale, strata and order of arms do not matter', () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, (a, b, c) => {
        for (const method of methods) {
          const options = { level: 0.9, contrasts: [contrast('a', 'c')] }
          const plain = method.compute(momentsOf({ a, b, c }), options)
          if (plain.status === 'undefined') continue
          const first = firstContrast(plain)
          if (first.status === 'undefined') continue
          const ours = first.result
          const turned = resultOf(
            firstContrast(method.compute(momentsOf({ a, b, c }), { level: 0.9, contrasts: [contrast('c', 'a')] })),
          )
          expect(turned.estimate).toBeCloseTo(-ours.estimate, 12)
          expect(turned.simultaneous?.pValue).toBe(ours.simultaneous?.pValue)
          const scaled = { c: c.map(v => 10 * v), b: b.map(v => 10 * v), a: a.map(v => 10 * v) }
          const split = rowsOf(scaled).map((each, i) => row(each.arm, each.value, i % 3 === 0 ? 'x' : 'y'))
          const changed = resultOf(
            firstContrast(method.compute(summaryOf(columnOf(split, { control: 'c' }), 'moments'), options)),
          )
          expect(changed.estimate).toBeCloseTo(10 * ours.estimate, 10)
          expect(changed.simultaneous?.pValue).toBeCloseTo(ours.simultaneous?.pValue ?? 0, 11)
        }
      }),
      { numRuns: 8 },
    )
  })

  test('with two arms, Tukey and Dunnett are Student, and Games and Howell is Welch', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, c) => {
        const options = { level: 0.95, contrasts: [contrast('a', 'c')] }
        const groups = momentsOf({ a, c })
        const student = firstContrast(differenceInMeansPooled.compute(groups, options))
        fc.pre(student.status === 'computed')
        for (const method of methods) {
          const ours = resultOf(firstContrast(method.compute(groups, options)))
          expect(relative(ours.simultaneous?.pValue ?? 0, ours.pValue ?? 0)).toBeLessThan(1e-11)
          if (method !== gamesHowell) expect(ours.pValue).toBe(resultOf(student).pValue)
        }
      }),
      { numRuns: 15 },
    )
  })
})

test('undefined where an arm of the family has no case, or nothing varies', () => {
  const options = { level: 0.95, contrasts: [contrast('a', 'c')] }
  const lacking = summaryOf(columnOf([row('a', 1), row('a', 2), row('c', 4)], { arms: ['a', 'b', 'c'] }), 'moments')
  for (const method of [tukey, gamesHowell, dunnett]) {
    expect(reasonOf(method.compute(lacking, options))).toBe('no_cases_in_arm')
    const constant = momentsOf({ a: [1, 1], b: [2, 2], c: [3, 3] })
    expect(reasonOf(firstContrast(method.compute(constant, options)))).toBe('zero_variance')
  }
  expect(reasonOf(firstContrast(tukey.compute(momentsOf({ a: [1], b: [2], c: [3] }), options)))).toBe('too_few_cases')
  const singles = momentsOf({ a: [1], b: [2, 4], c: [3, 5] })
  expect(reasonOf(firstContrast(gamesHowell.compute(singles, options)))).toBe('too_few_cases')
  expect(reasonOf(firstContrast(tukey.compute(singles, options)))).toBe('computed')
})
