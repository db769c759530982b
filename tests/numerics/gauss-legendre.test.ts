import { describe, expect, it } from 'vitest'
import { gaussLegendre, integrateAdaptively, integrateOverPanels, normalPdf } from '../../src/numerics/index.ts'
import { normalInterval } from '../../src/numerics/normal-interval.ts'
import { integrateWholeLine } from '../../src/numerics/whole-line.ts'
import { relativeError } from './oracle.ts'

/** Largest node and its weight, mpmath at 40 digits. */
const known: readonly (readonly [n: number, node: number, weight: number])[] = [
  [2, 0.5773502691896257, 1],
  [5, 0.906179845938664, 0.23692688505618908],
  [12, 0.9815606342467192, 0.04717533638651183],
  [64, 0.9993050417357722, 0.001783280721696433],
]

describe('Gauss-Legendre', () => {
  it.each(known)('%i points end at the known root', (n, node, weight) => {
    const rule = gaussLegendre(n)
    expect(rule.nodes[n - 1]).toBeCloseTo(node, 15)
    expect(relativeError(rule.weights[n - 1] ?? 0, weight)).toBeLessThan(1e-14)
  })

  it.each([1, 2, 3, 8, 33, 100, 1000])('%i points integrate powers up to 2 n - 1', n => {
    const { nodes, weights } = gaussLegendre(n)
    for (const power of [0, 1, 2, 3, n, 2 * n - 2, 2 * n - 1].filter(each => each <= 2 * n - 1)) {
      const integral = nodes.reduce((sum, node, i) => sum + (weights[i] ?? 0) * node ** power, 0)
      expect(Math.abs(integral - (power % 2 === 0 ? 2 / (power + 1) : 0))).toBeLessThan(1e-14)
    }
  })

  it('keeps rules once made, and refuses a rule of no points', () => {
    expect(gaussLegendre(7)).toBe(gaussLegendre(7))
    for (const bad of [0, 1.5, Number.NaN]) expect(() => gaussLegendre(bad)).toThrow(RangeError)
  })

  it('adds up panels, and halves them where it must', () => {
    expect(integrateOverPanels(Math.exp, [0, 0.3, 1], 10)).toBeCloseTo(Math.E - 1, 15)
    const spike = (x: number): number => 1 / (1 + 1e8 * x * x)
    expect(relativeError(integrateAdaptively(spike, -1, 1, 1e-15), 2e-4 * Math.atan(1e4))).toBeLessThan(1e-12)
  })
})

it('integrates over the whole line to all digits, narrow and far humps included', () => {
  for (const [centre, deviation] of [
    [0, 1],
    [3, 0.02],
    [-40, 0.5],
  ] as const) {
    const density = (x: number): number => normalPdf((x - centre) / deviation) / deviation
    expect(integrateWholeLine(density, Math.min(centre, 0), Math.max(centre, 0), 0.6)).toBeCloseTo(1, 14)
  }
})

it('has the probability of an interval, narrow and far away', () => {
  // mpmath, 40 digits
  expect(relativeError(normalInterval(-1, 2), 0.8185946141203637)).toBeLessThan(1e-15)
  expect(relativeError(normalInterval(1e-9, 3e-9), 7.978845608028653e-10)).toBeLessThan(1e-15)
  expect(relativeError(normalInterval(30, 30.001), 1.45176060167579e-199)).toBeLessThan(1e-12)
  expect(relativeError(normalInterval(-30.001, -30), normalInterval(30, 30.001))).toBe(0)
  expect(normalInterval(-Infinity, Infinity)).toBe(1)
})
