import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRoot } from '../../src/numerics/index.ts'

const counted = (f: (x: number) => number) => {
  let calls = 0
  const counting = (x: number): number => {
    calls++
    return f(x)
  }
  return { f: counting, calls: () => calls }
}

describe('findRoot', () => {
  it.each([
    ['square root of two', (x: number) => x * x - 2, 0, 2, Math.SQRT2],
    ['pi', Math.sin, 3, 4, Math.PI],
    ['a cubic with a flat start', (x: number) => (x - 1) ** 3, 0, 1.8, 1],
    ['a steep exponential', (x: number) => Math.exp(x) - 1e-8, -700, 700, Math.log(1e-8)],
    ['ends in the other order', (x: number) => x - 0.25, 1, 0, 0.25],
    ['a step', (x: number) => (x < 0.3 ? -1 : 1), 0, 1, 0.3],
    ['infinite values at the ends', (x: number) => Math.log(x / (1 - x)) - 1, 0, 1, 1 / (1 + Math.exp(-1))],
  ])('%s', (_, f, lower, upper, root) => {
    expect(Math.abs(findRoot(f, lower, upper) - root)).toBeLessThan(1e-14 * Math.max(1, Math.abs(root)))
  })

  it('needs few evaluations where the function is smooth', () => {
    const { f, calls } = counted(x => Math.cos(x) - x)
    expect(findRoot(f, 0, 1)).toBeCloseTo(0.7390851332151607, 15)
    expect(calls()).toBeLessThan(14)
  })

  it('stops at the tolerance asked for, and at a root at an end', () => {
    const { f, calls } = counted(x => x ** 3 - 0.1)
    expect(Math.abs(findRoot(f, 0, 1, { absoluteTolerance: 1e-3 }) - Math.cbrt(0.1))).toBeLessThan(2e-3)
    expect(calls()).toBeLessThan(12)
    expect(findRoot(x => x, 0, 1)).toBe(0)
    expect(findRoot(x => x - 1, 0, 1)).toBe(1)
  })

  it('finds the root of any rising cubic', () => {
    const coefficient = fc.double({ min: 0.1, max: 10, noNaN: true })
    fc.assert(
      fc.property(coefficient, coefficient, fc.double({ min: -9, max: 9, noNaN: true }), (cubic, linear, root) => {
        const f = (x: number): number => cubic * (x - root) ** 3 + linear * (x - root)
        expect(findRoot(f, -10, 10.5)).toBeCloseTo(root, 12)
      }),
    )
  })

  it('refuses ends of one sign, ends that are not finite, and functions that are not numbers', () => {
    expect(() => findRoot(x => x * x + 1, -1, 1)).toThrow('expected opposite signs at -1 and 1, received 2 and 2')
    expect(() => findRoot(x => x, -Infinity, 1)).toThrow('bracket: expected finite numbers, received -Infinity')
    expect(() => findRoot(() => Number.NaN, 0, 1)).toThrow('f: expected a number at 0, received NaN')
  })
})
