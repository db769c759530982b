import fc from 'fast-check'
import { expect, it } from 'vitest'
import { roundStep, tidyNumber } from '../../src/core/round-step.ts'

it('is the least of 1, 2 and 5 times a power of ten that is not below', () => {
  expect([0.00058, 0.1, 0.11, 1, 2, 2.1, 39.1, 50, 51].map(roundStep)).toEqual([0.001, 0.1, 0.2, 1, 2, 5, 50, 50, 100])
})

it('is never below what is asked, and less than two and a half times as much', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), least => {
      const step = roundStep(least)
      return step >= least && step < 2.5 * least * (1 + 1e-12)
    }),
  )
})

it('tidies multiples of a step', () => {
  expect(7 * 0.1).not.toBe(0.7)
  expect(tidyNumber(7 * 0.1)).toBe(0.7)
})
