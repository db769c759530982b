import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Summary } from '../../../src/model/summary.ts'
import { differenceInMeansZ, opinionsOn, twoPartDecomposition, twoParts } from '../../../src/statistics/index.ts'
import {
  agree,
  cautionsOf,
  columnOf,
  contrast,
  countsOf,
  firstContrast,
  oracle,
  reasonOf,
  resultOf,
  row,
  rowsOf,
  summaryOf,
} from '../../support/analysis.ts'

interface Oracle {
  arms: Record<string, number[]>
  zeros: Record<string, number>
  twoParts: { parts: [number, number]; errors: [number, number]; covariance: number }
  printed: Record<'pwc_first' | 'nrp_first', [number, number]>
}
const expected = oracle<Oracle>('amounts.json')
const options = { level: 0.95, contrasts: [contrast('called', 'control')] }
const withZeros = (name: string): number[] => [
  ...Array<number>(expected.zeros[name] ?? 0).fill(0),
  ...(expected.arms[name] ?? []),
]
const frequencies = (values: Record<string, readonly number[]>) => summaryOf(columnOf(rowsOf(values)), 'frequencies')
const decompose = (values: Record<string, readonly number[]>) =>
  firstContrast(twoPartDecomposition.compute(frequencies(values), options))

describe('the published differences, from payers and printed means', () => {
  const page = {
    pwc_first: { n: 5906, payers: 79, sum: 5906n * 594n },
    nrp_first: { n: 6718, payers: 87, sum: 6718n * 607n },
    control: { n: 6000, payers: 62, sum: 6000n * 407n },
  }

  test.each([
    ['pwc_first', 187, 127, 60],
    ['nrp_first', 200, 113, 87],
  ] as const)('%s: %ip = %ip + %ip', (arm, difference, payers, amountPerPayer) => {
    const ours = twoParts(page[arm], page.control)
    expect(ours.difference).toBe(difference)
    expect([Math.round(ours.payers), Math.round(ours.amountPerPayer)]).toEqual([payers, amountPerPayer])
    const [first, second] = expected.printed[arm]
    expect(agree(ours.payers, first, 1e-15)).toBe(true)
    expect(agree(ours.amountPerPayer, second, 1e-15)).toBe(true)
  })
})

describe('against exact fractions and numerical gradients', () => {
  const values = { called: withZeros('called'), control: withZeros('control') }
  const compute = () => resultOf(decompose(values))

  test('parts, standard errors and their covariance', () => {
    const ours = compute()
    const [payers, amount] = ours.parts ?? []
    expect(ours.parts?.map(({ id }) => id)).toEqual(['payers', 'amount_per_payer'])
    expect(agree(payers?.estimate ?? 0, expected.twoParts.parts[0], 1e-14)).toBe(true)
    expect(agree(amount?.estimate ?? 0, expected.twoParts.parts[1], 1e-14)).toBe(true)
    // The gradients are central differences with a step of 1e-12 in 40 digits.
    expect(agree(payers?.standardError ?? 0, expected.twoParts.errors[0], 1e-13)).toBe(true)
    expect(agree(amount?.standardError ?? 0, expected.twoParts.errors[1], 1e-13)).toBe(true)
    expect(agree(Number(ours.intermediates.covarianceOfParts), expected.twoParts.covariance, 1e-13)).toBe(true)
    expect(payers?.interval.upper).toBeCloseTo(
      (payers?.estimate ?? 0) + 1.959963984540054 * (payers?.standardError ?? 0),
      10,
    )
  })

  test('the whole is the difference in means with its own standard error', () => {
    const ours = compute()
    const z = resultOf(
      firstContrast(differenceInMeansZ.compute(summaryOf(columnOf(rowsOf(values)), 'moments'), options)),
    )
    expect(agree(ours.estimate, z.estimate, 1e-15)).toBe(true)
    expect(ours.standardError).toBe(z.standardError)
    expect(agree(ours.pValue ?? 0, z.pValue ?? 1, 1e-13)).toBe(true)
  })

  test('what a reviewer checks: payers, shares and amounts per payer', () => {
    const ours = compute()
    expect(ours.intermediates.payers).toEqual({ arm: 12, against: 8 })
    const { arm } = ours.intermediates.factors as { arm: Record<string, number> }
    expect(arm).toMatchObject({ share: 0.08, amount: 10480 / 12 })
    expect(arm.varianceOfShare).toBeCloseTo((0.08 * 0.92) / 150, 15)
  })

  test('says that the parts describe, and another program agrees with every limit', () => {
    const whole = twoPartDecomposition.compute(frequencies(values), options)
    expect(cautionsOf(whole)).toEqual(['descriptive'])
    const opinions = opinionsOn(whole, twoPartDecomposition, frequencies(values))
    expect(opinions).toHaveLength(7)
    expect(opinions.filter(({ status }) => status !== 'agrees')).toEqual([])
    expect(opinions.map(({ of }) => of)).toContain('upper limit of payers of called_control')
  })
})

describe('properties', () => {
  const payers = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 2, maxLength: 6 })
  const arm = fc
    .tuple(payers, fc.integer({ min: 0, max: 8 }))
    .map(([values, zeros]) => [...values, ...Array<number>(zeros).fill(0)])
  const arms = fc.record({ called: arm, control: arm })

  test('the parts add up; turned round they change sign; in another unit they are scaled', () => {
    fc.assert(
      fc.property(arms, fc.integer({ min: 2, max: 100 }), (values, scale) => {
        const there = decompose(values)
        if (there.status === 'undefined') return there.reason === 'zero_variance'
        const { estimate, parts = [] } = there.result
        const back = resultOf(
          firstContrast(
            twoPartDecomposition.compute(frequencies(values), {
              ...options,
              contrasts: [contrast('control', 'called')],
            }),
          ),
        )
        const times = { called: values.called.map(v => v * scale), control: values.control.map(v => v * scale) }
        const scaled = resultOf(decompose(times))
        const size = parts.reduce((sum, part) => sum + Math.abs(part.estimate), 0)
        return (
          Math.abs(parts.reduce((sum, part) => sum + part.estimate, 0) - estimate) <= 1e-14 * size &&
          parts.every((part, i) => agree(back.parts?.[i]?.estimate ?? 0, -part.estimate, 1e-14)) &&
          parts.every((part, i) => agree(scaled.parts?.[i]?.standardError ?? 0, part.standardError * scale, 1e-12))
        )
      }),
    )
  })

  test('variances of the parts and twice their covariance make the variance of the whole, but for divisors', () => {
    const values = { called: withZeros('called'), control: withZeros('control') }
    const { standardError, parts = [], intermediates } = resultOf(decompose(values))
    const whole = parts.reduce(
      (sum, part) => sum + part.standardError ** 2,
      2 * Number(intermediates.covarianceOfParts),
    )
    // s^2 / k over 12 and 8 payers has divisors k - 1; s^2 / n over 150 and 120 cases hardly shows them.
    expect(whole / standardError ** 2).toBeCloseTo(1, 0)
    expect(whole / standardError ** 2).toBeGreaterThan(1)
  })

  test('as many payers, as much per payer: one part is nothing', () => {
    const more = decompose({ called: [0, 0, 300, 500], control: [0, 0, 100, 300] })
    expect(resultOf(more).parts?.map(({ estimate }) => estimate)).toEqual([0, 100])
    const others = decompose({ called: [0, 100, 300, 200], control: [0, 0, 100, 300] })
    expect(resultOf(others).parts?.map(({ estimate }) => estimate)).toEqual([50, 0])
  })

  test('strata are added up', () => {
    const values = { called: withZeros('called'), control: withZeros('control') }
    const split = rowsOf(values).map((each, index) => row(each.arm, each.value, `${index % 3}`))
    const whole = firstContrast(twoPartDecomposition.compute(summaryOf(columnOf(split), 'frequencies'), options))
    expect(whole).toEqual(decompose(values))
  })
})

describe('from sums of the amounts and counts of the payers', () => {
  const fromSums = twoPartDecomposition.fromMomentsAndCounts
  const sums = (arms: Record<string, readonly [n: number, sum: bigint, sumSquares: bigint]>): Summary<'moments'> => ({
    ...summaryOf(columnOf(rowsOf({ called: [0], control: [0] })), 'moments'),
    cells: Object.entries(arms).map(([arm, [n, sum, sumSquares]]) => ({
      arm,
      stratum: 'all',
      data: { n, missing: 0, sum, sumSquares },
    })),
  })
  const why = (moments: Summary<'moments'>, counts: Summary<'counts'>): string => {
    const computation = fromSums?.compute(moments, counts, options)
    return computation === undefined ? 'no such way' : reasonOf(firstContrast(computation))
  }

  test('gives what the amounts of cases give', () => {
    const values = { called: withZeros('called'), control: withZeros('control') }
    const moments = summaryOf(columnOf(rowsOf(values)), 'moments')
    const paid = (arm: 'called' | 'control') => values[arm].filter(value => value > 0).length
    const counts = countsOf({
      called: [paid('called'), values.called.length],
      control: [paid('control'), values.control.length],
    })
    const computation = fromSums?.compute(moments, counts, options)
    expect(computation).toEqual(twoPartDecomposition.compute(frequencies(values), options))
    const opinions = computation?.status === 'computed' ? fromSums?.secondOpinion(computation.result) : []
    expect(opinions?.map(({ status }) => status)).toEqual(Array(7).fill('agrees'))
  })

  test('sums and counts that cannot be of the same cases have no answer', () => {
    const control = [10, 30n, 500n] as const
    const three = countsOf({ called: [3, 10], control: [2, 10] })
    expect(why(sums({ called: [10, 30n, 400n], control }), three)).toBe('computed')
    expect(why(sums({ called: [11, 30n, 400n], control }), three)).toBe('data_not_printed')
    // Three payers of 30 in all have squares of at least 300; of 2 in all they cannot each have paid a penny.
    expect(why(sums({ called: [10, 30n, 299n], control }), three)).toBe('data_not_printed')
    expect(why(sums({ called: [10, 2n, 400n], control }), three)).toBe('data_not_printed')
    expect(why(sums({ called: [10, 0n, 0n], control }), countsOf({ called: [0, 10], control: [2, 10] }))).toBe(
      'no_events',
    )
    expect(why(sums({ control }), three)).toBe('no_cases_in_arm')
    expect(why(sums({ called: [10, 30n, 400n], control }), countsOf({ control: [2, 10] }))).toBe('no_cases_in_arm')
  })
})

test('no payer, one payer, a refund, nobody observed, nothing varying', () => {
  const control = [0, 0, 10, 20]
  expect(reasonOf(decompose({ called: [0, 0, 0], control }))).toBe('no_events')
  expect(reasonOf(decompose({ called: [0, 0, 5], control }))).toBe('too_few_cases')
  expect(reasonOf(decompose({ called: [0, -5, 5, 10], control }))).toBe('negative_amounts')
  expect(reasonOf(decompose({ called: [0, 4, 5], control: [-1, 2, 3] }))).toBe('negative_amounts')
  expect(reasonOf(decompose({ called: [7, 7], control: [7, 7, 7] }))).toBe('zero_variance')
  expect(reasonOf(decompose({ called: [], control }))).toBe('no_cases_in_arm')
})
