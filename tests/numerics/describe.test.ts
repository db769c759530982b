import { expect, describe as group, it } from 'vitest'
import { mean, median, medianAbsoluteDeviation, quantile, sampleVariance } from '../../src/numerics/index.ts'

const values = [10, 1, 9, 2, 8, 3, 20, 7, 4, 6, 5]

group('descriptives', () => {
  it('agree with values worked by hand', () => {
    expect(mean(values)).toBeCloseTo(75 / 11, 15)
    // sum of squares 785, so (785 - 75^2 / 11) / 10
    expect(sampleVariance(values)).toBeCloseTo((785 - 5625 / 11) / 10, 12)
    expect(median(values)).toBe(6)
    // distances from 6, in order: 0 1 1 2 2 3 3 4 4 5 14
    expect(medianAbsoluteDeviation(values)).toBe(3)
  })

  it('give quantiles of type 7, also in the top interval', () => {
    // position 1 + 10 p in the sorted values 1, 2, ..., 10, 20
    const at = [0, 0.25, 0.5, 0.92, 0.95, 0.99, 1].map(p => quantile(values, p))
    for (const [i, truth] of [1, 3.5, 6, 12, 15, 19, 20].entries()) expect(at[i]).toBeCloseTo(truth, 12)
  })

  it('leave their argument as it was, and do not lose a small value beside large ones', () => {
    const copy = [...values]
    quantile(values, 0.3)
    median(values)
    expect(values).toEqual(copy)
    expect(mean([1e16, 1, -1e16, 1])).toBe(0.5)
  })

  it('refuse too few values and values that are not numbers', () => {
    expect(() => mean([])).toThrow('values: expected at least 1, received 0')
    expect(() => sampleVariance([1])).toThrow('values: expected at least 2, received 1')
    expect(() => median([1, Number.NaN])).toThrow('values[1]: expected a finite number, received NaN')
    expect(() => quantile([1, 2], 1.5)).toThrow('p: expected a number from 0 to 1, received 1.5')
  })
})
