import { describe, expect, it } from 'vitest'
import { logComplement } from '../../src/numerics/log-tail.ts'
import { normalInterval, normalIntervalAround } from '../../src/numerics/normal-interval.ts'
import { relativeError } from './oracle.ts'

// mpmath, 50 digits
describe('the probability of an interval', () => {
  it.each([
    [8, 12, 6.220960574271784e-16],
    [3, 9, 0.0013498980316300944],
    [0.5, 6, 0.30853753773939924],
    [-2, 5, 0.9772495814002489],
    [0, 4, 0.4999683287581669],
    [10, 10.5, 7.576662960982433e-24],
  ])('from %d to %d, and of its mirror image, has all digits', (from, to, truth) => {
    // far out the rounding of the exponent alone is worth 1e-14
    expect(relativeError(normalInterval(from, to), truth)).toBeLessThan(2e-14)
    expect(relativeError(normalInterval(-to, -from), truth)).toBeLessThan(2e-14)
    expect(relativeError(normalIntervalAround((from + to) / 2, to - from), truth)).toBeLessThan(2e-14)
  })
})

it.each([
  [-1e-300, -690.7755278982137],
  [-1e-10, -23.025850929990458],
  [-0.6, -0.7958703683463195],
  [-0.7, -0.6863410028083851],
  [-50, -1.9287498479639178e-22],
])('log(1 - exp(%d)) does not cancel', (l, truth) => {
  expect(relativeError(logComplement(l), truth)).toBeLessThan(1e-15)
})
