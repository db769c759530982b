import { describe, expect, it } from 'vitest'
import { printedNumber } from '../../../src/model/printed-number.ts'
import { granularDeviation, granularMean } from '../../../src/statistics/bounds/granularity.ts'

/** Every multiset of n whole values from 1 to 5. */
function* datasets(n: number, from = 1): Generator<number[]> {
  if (n === 0) {
    yield []
    return
  }
  for (let value = from; value <= 5; value += 1) for (const rest of datasets(n - 1, value)) yield [value, ...rest]
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const deviationOf = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1))

const whole = { step: 1, least: 1, most: 5 }
const hundredths = (from: number, to: number): string[] =>
  Array.from({ length: Math.round((to - from) * 100) + 1 }, (_, index) => (from + index / 100).toFixed(2))

describe('means of whole values', () => {
  it.each([2, 3, 7, 9])('%i of them have exactly the means that they can have', n => {
    const possible = new Set([...datasets(n)].map(values => meanOf(values).toFixed(2)))
    const taken = hundredths(0.5, 5.5).filter(mean => granularMean(printedNumber(mean), n, whole).fitting !== undefined)
    // A half is printed upwards here; it may be printed downwards too.
    const either = [...datasets(n)].map(meanOf).flatMap(mean => [mean - 0.005 + 1e-9, mean + 0.005 - 1e-9])
    expect(taken.filter(mean => !possible.has(mean)).every(mean => either.some(end => end.toFixed(2) === mean))).toBe(
      true,
    )
    expect([...possible].filter(mean => !taken.includes(mean))).toEqual([])
  })

  it("Brown and Heathers' example: no 28 whole values have the mean 5.19, and 3.45 of 20 is 69", () => {
    expect(granularMean(printedNumber('5.19'), 28, { step: 1 })).toMatchObject({ fitting: undefined, isTelling: true })
    expect(granularMean(printedNumber('3.45'), 20, { step: 1 }).fitting?.lower).toBeCloseTo(69 / 20, 12)
  })

  it('does not take 5 for less than 5', () => {
    const most = { step: 1, least: 5 }
    expect(granularMean(printedNumber('<5'), 4, most).fitting).toBeUndefined()
    expect(granularMean(printedNumber('<5.25'), 4, most).fitting).toEqual({ lower: 5, upper: 5 })
  })
})

describe('standard deviations of whole values', () => {
  it.each([3, 5, 8])('%i of them: every pair that occurs is taken, and most others are not', n => {
    const pairs = new Set(
      [...datasets(n)].map(values => `${meanOf(values).toFixed(2)} ${deviationOf(values).toFixed(2)}`),
    )
    const means = [...new Set([...pairs].map(pair => pair.split(' ')[0] as string))]
    let taken = 0
    for (const mean of means) {
      for (const sd of hundredths(0, 3)) {
        const found = granularDeviation(printedNumber(mean), printedNumber(sd), n, whole)
        if (pairs.has(`${mean} ${sd}`)) expect(found?.fits, `${mean} ${sd}`).toBe(true)
        if (found?.fits) taken += 1
      }
    }
    expect(taken).toBeLessThan(1.35 * pairs.size)
    expect(taken).toBeLessThan(0.2 * means.length * 301)
  })

  it('the ends are those of the most alike and the most unlike values', () => {
    const found = granularDeviation(printedNumber('3.00'), printedNumber('1.00'), 4, whole)
    expect(found?.lower).toBe(0)
    expect(found?.upper).toBeCloseTo(deviationOf([1, 1, 5, 5]), 12)
  })

  it('pence: amounts far too alike for their mean are refused', () => {
    // The mean 0.50 of two amounts in pence is 1.00 in all: either alike, or two pence apart, and so on.
    const pence = { step: 0.01, least: 0 }
    const of = (sd: string) => granularDeviation(printedNumber('0.500'), printedNumber(sd), 2, pence)?.fits
    expect([of('0.000'), of('0.014'), of('0.007'), of('0.707'), of('0.800')]).toEqual([true, true, false, true, false])
  })
})
