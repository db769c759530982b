import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TestResult } from '../../src/model/method.ts'
import type { Summary } from '../../src/model/summary.ts'
import { differenceInMeansPooled, oneWayAnova, welchAnova } from '../../src/statistics/index.ts'
import { columnOf, contrast, firstContrast, reasonOf, resultOf, row, rowsOf, summaryOf } from '../support/analysis.ts'

const options = { level: 0.95, contrasts: [contrast('a', 'b')] }
const momentsOf = (groups: Record<string, readonly number[]>) => summaryOf(columnOf(rowsOf(groups)), 'moments')
const relative = (got: number, truth: number): number => Math.abs(got / truth - 1)

interface StrdSet {
  name: string
  decimals: number
  groups: Record<string, [value: string, cases: number][]>
  certified: { ssBetween: number; ssWithin: number; F: number; df: [number, number] }
  ofDoubles: { F: string }
}

const { sets } = JSON.parse(readFileSync(new URL('../oracles/nist/anova.json', import.meta.url), 'utf8')) as {
  sets: StrdSet[]
}

/** Exact moments of the values times a common scale, which no F depends on. */
function scaledMoments({ groups }: StrdSet, scaled: (value: string) => bigint): Summary<'moments'> {
  const arms = Object.keys(groups)
  return {
    kind: 'moments',
    outcome: 'measurement',
    unit: { kind: 'case' },
    arms,
    control: arms[0] ?? '',
    largestCluster: 1,
    cells: Object.entries(groups).map(([arm, values]) => {
      let [n, sum, sumSquares] = [0, 0n, 0n]
      for (const [value, cases] of values) {
        const whole = scaled(value)
        n += cases
        sum += whole * BigInt(cases)
        sumSquares += whole * whole * BigInt(cases)
      }
      return { arm, stratum: 'all', data: { n, missing: 0, sum, sumSquares } }
    }),
  }
}

/** The printed decimals as an integer: what an outcome with declared decimals is stored as. */
const asDecimal =
  (decimals: number) =>
  (value: string): bigint => {
    const [whole = '', fraction = ''] = value.split('.')
    return BigInt(whole + fraction.padEnd(decimals, '0'))
  }

const binaryPlaces = 60
/** The double nearest to the printed value, exactly, times a power of two. */
function asDouble(value: string): bigint {
  const double = Number(value)
  const whole = Math.trunc(double)
  return (BigInt(whole) << BigInt(binaryPlaces)) + BigInt((double - whole) * 2 ** binaryPlaces)
}

describe.each(sets.map(set => [set.name, set] as const))("NIST's %s", (_, set) => {
  const { ssBetween, ssWithin, F, df } = set.certified

  // decimals are stored as scaled integers, so nothing is rounded before the last division: all certified digits
  test('as scaled integers has the certified F and sums of squares', () => {
    const result = resultOf(oneWayAnova.compute(scaledMoments(set, asDecimal(set.decimals)), options))
    const scale = 10 ** (2 * set.decimals)
    const sums = result.intermediates.sumsOfSquares as { between: number; within: number }
    expect(relative(result.statistic.value, F)).toBeLessThan(1e-14)
    expect(relative(sums.between / scale, ssBetween)).toBeLessThan(1e-14)
    expect(relative(sums.within / scale, ssWithin)).toBeLessThan(1e-14)
    expect([result.degreesOfFreedom, result.denominatorDegreesOfFreedom]).toEqual(df)
  })

  // a program that reads doubles cannot come nearer than exact arithmetic on them: 21.000811888 and not 21 for SmLs07
  test('as doubles has the F of exact rational arithmetic on them', () => {
    const result = resultOf(oneWayAnova.compute(scaledMoments(set, asDouble), options))
    expect(relative(result.statistic.value, Number(set.ofDoubles.F))).toBeLessThan(1e-14)
  })
})

describe('small sets', () => {
  const unequal = {
    a: [3, 9, 27, 5, 14],
    b: [120, 80, 95, 101],
    c: [40, 41, 39, 40, 42, 44, 38],
    d: [10, 90, 20],
  }

  test('agree with R: anova, oneway.test and t.test', () => {
    // R 4.2.2, 15 digits
    const anova = resultOf(oneWayAnova.compute(momentsOf(unequal), options))
    expect(relative(anova.statistic.value, 17.4086479792944)).toBeLessThan(1e-13)
    expect(relative(anova.pValue, 3.77820078651173e-5)).toBeLessThan(1e-12)
    expect(anova.intermediates.sumsOfSquares).toEqual({
      between: expect.closeTo(17453.6120300752, 9),
      within: expect.closeTo(5012.91428571429, 9),
    })
    expect(anova.intermediates).toMatchObject({
      n: { a: 5, b: 4, c: 7, d: 3 },
      means: { a: 58 / 5, b: 99, c: 284 / 7, d: 40 },
      meanSquares: {
        between: expect.closeTo(5817.87067669173, 9),
        within: expect.closeTo(334.194285714286, 10),
      },
    })
    const welch = resultOf(welchAnova.compute(momentsOf(unequal), options))
    expect(relative(welch.statistic.value, 24.7429879799257)).toBeLessThan(1e-13)
    expect(welch.degreesOfFreedom).toBe(3)
    expect(welch.intermediates).toMatchObject({
      standardDeviations: {
        a: expect.closeTo(9.58123165360279, 12),
        b: expect.closeTo(16.55294535724685, 12),
        c: expect.closeTo(1.98805959477601, 13),
        d: expect.closeTo(43.58898943540674, 12),
      },
      weightedMean: expect.closeTo(40.1772906166848, 11),
    })
    expect(relative(welch.denominatorDegreesOfFreedom ?? 0, 4.70415518984793)).toBeLessThan(1e-13)
    expect(relative(welch.pValue, 0.00256399796543568)).toBeLessThan(1e-12)
    const pooled = resultOf(
      firstContrast(
        differenceInMeansPooled.compute(momentsOf(unequal), { level: 0.95, contrasts: [contrast('a', 'd')] }),
      ),
    )
    expect(pooled.degreesOfFreedom).toBe(6)
    expect(pooled.standardError).toBeCloseTo(19.2462406141505, 12)
    expect(relative(pooled.statistic?.value ?? 0, -1.47561285184803)).toBeLessThan(1e-13)
    expect(relative(pooled.pValue ?? 0, 0.190500410136787)).toBeLessThan(1e-13)
    expect(pooled.interval.lower).toBeCloseTo(-75.4938542487526, 11)
    expect(pooled.interval.upper).toBeCloseTo(18.6938542487526, 11)
  })

  test('a mean of millions over a spread of pence costs no digits', () => {
    const far = Object.fromEntries(Object.entries(unequal).map(([arm, values]) => [arm, values.map(v => v + 1e12)]))
    for (const method of [oneWayAnova, welchAnova]) {
      const near = resultOf(method.compute(momentsOf(unequal), options)).statistic.value
      const moved = resultOf(method.compute(momentsOf(far), options)).statistic.value
      expect(relative(moved, near)).toBeLessThan(1e-14)
    }
  })

  test('undefined where mathematics has nothing to say', () => {
    const single = momentsOf({ a: [1], b: [2], c: [5] })
    expect(reasonOf(oneWayAnova.compute(single, options))).toBe('too_few_cases')
    expect(reasonOf(welchAnova.compute(momentsOf({ a: [1], b: [2, 3] }), options))).toBe('too_few_cases')
    expect(reasonOf(firstContrast(differenceInMeansPooled.compute(single, options)))).toBe('too_few_cases')
    const constant = momentsOf({ a: [1, 1], b: [2, 2] })
    expect(reasonOf(oneWayAnova.compute(constant, options))).toBe('zero_variance')
    expect(reasonOf(welchAnova.compute(momentsOf({ a: [1, 1], b: [2, 3] }), options))).toBe('zero_variance')
    expect(reasonOf(oneWayAnova.compute(momentsOf({ a: [1, 2] }), options))).toBe('too_few_arms')
    const lacking = summaryOf(columnOf([row('a', 1), row('a', 2)], { arms: ['a', 'b'] }), 'moments')
    expect(reasonOf(oneWayAnova.compute(lacking, options))).toBe('no_cases_in_arm')
    expect(reasonOf(firstContrast(differenceInMeansPooled.compute(lacking, options)))).toBe('no_cases_in_arm')
  })
})

const amounts = fc.array(fc.integer({ min: -500, max: 90_000 }), { minLength: 2, maxLength: 9 })

describe('properties', () => {
  const compute = (method: typeof oneWayAnova | typeof welchAnova, groups: Record<string, readonly number[]>) =>
    method.compute(momentsOf(groups), options)
  const statistics = ({ statistic, pValue }: TestResult) => [statistic.value, pValue]

  test('two arms give the square of t, pooled or Welch, and the same P', () => {
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        const groups = { a, b }
        const anova = compute(oneWayAnova, groups)
        fc.pre(anova.status === 'computed')
        const t = resultOf(firstContrast(differenceInMeansPooled.compute(momentsOf(groups), options)))
        const { statistic, pValue, denominatorDegreesOfFreedom } = resultOf(anova)
        expect(statistic.value).toBeCloseTo((t.statistic?.value ?? 0) ** 2, 9)
        expect(pValue).toBeCloseTo(t.pValue ?? 0, 12)
        expect(denominatorDegreesOfFreedom).toBe(t.degreesOfFreedom)
      }),
      { numRuns: 50 },
    )
  })

  test('order of arms, strata, shifts and scales do not matter; sums of squares add up to the total', () => {
    fc.assert(
      fc.property(amounts, amounts, amounts, fc.integer({ min: 1, max: 1000 }), (a, b, c, k) => {
        for (const method of [oneWayAnova, welchAnova]) {
          const plain = compute(method, { a, b, c })
          const changed = compute(method, {
            c: c.map(v => 7 * v + k),
            a: a.map(v => 7 * v + k),
            b: b.map(v => 7 * v + k),
          })
          expect(changed.status).toBe(plain.status)
          if (plain.status === 'undefined') continue
          const [before, after] = [statistics(plain.result), statistics(resultOf(changed))]
          expect(after).toEqual(before.map(value => expect.closeTo(value, 10)))
          const split = [...rowsOf({ a, b, c })].map((each, i) => ({ ...each, stratum: i % 2 === 0 ? 'x' : 'y' }))
          const inStrata = method.compute(summaryOf(columnOf(split), 'moments'), options)
          expect(statistics(resultOf(inStrata))).toEqual(before)
        }
        const anova = compute(oneWayAnova, { a, b, c })
        if (anova.status === 'undefined') return
        const sums = anova.result.intermediates.sumsOfSquares as { between: number; within: number }
        const all = [...a, ...b, ...c]
        const mean = all.reduce((sum, v) => sum + v, 0) / all.length
        const total = all.reduce((sum, v) => sum + (v - mean) ** 2, 0)
        expect(relative(sums.between + sums.within, total)).toBeLessThan(1e-12)
      }),
      { numRuns: 40 },
    )
  })
})
