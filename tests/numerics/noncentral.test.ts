import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  chiSquaredCdf,
  fCdf,
  noncentralChiSquaredCdf,
  noncentralChiSquaredPdf,
  noncentralChiSquaredUpperTail,
  noncentralFCdf,
  noncentralFPdf,
  noncentralFUpperTail,
  noncentralTCdf,
  noncentralTLogCdf,
  noncentralTPdf,
  noncentralTUpperTail,
  normalCdf,
  normalUpperTail,
  studentTCdf,
} from '../../src/numerics/index.ts'
import { relativeError } from './oracle.ts'

const df = fc.double({ min: 0.3, max: 500, noNaN: true })
const ncp = fc.double({ min: 0, max: 60, noNaN: true })
const point = fc.double({ min: 0.01, max: 200, noNaN: true })

describe('noncentral distributions', () => {
  it('are the central ones at noncentrality 0', () => {
    fc.assert(
      fc.property(point, df, df, (x, d1, d2) => {
        expect(relativeError(noncentralChiSquaredCdf(x, d1, 0), chiSquaredCdf(x, d1))).toBeLessThan(1e-12)
        expect(relativeError(noncentralFCdf(x, d1, d2, 0), fCdf(x, d1, d2))).toBeLessThan(1e-12)
        expect(relativeError(noncentralTCdf(x, d1, 0), studentTCdf(x, d1))).toBeLessThan(1e-12)
        if (studentTCdf(-x, d1) > 1e-300) {
          expect(relativeError(noncentralTCdf(-x, d1, 0), studentTCdf(-x, d1))).toBeLessThan(1e-12)
        }
      }),
    )
  })

  it('with 1 degree of freedom, chi-squared is a shifted normal squared', () => {
    // P(Z^2 > x), Z ~ N(m, 1); the rounding of sqrt(x) and m^2 costs up to 60 ulps here
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 7, noNaN: true }), fc.double({ min: 0, max: 7, noNaN: true }), (z, m) => {
        const truth = normalUpperTail(z - m) + normalCdf(-z - m)
        expect(relativeError(noncentralChiSquaredUpperTail(z * z, 1, m * m), truth)).toBeLessThan(1e-12)
      }),
    )
  })

  it('obeys the recurrence P(x; df, ncp) - P(x; df + 2, ncp) = 2 f(x; df + 2, ncp)', () => {
    // Johnson, Kotz & Balakrishnan 1995, chapter 29; relative to the larger term, the difference cancels
    fc.assert(
      fc.property(point, df, ncp, (x, d, l) => {
        const [first, second] = [noncentralChiSquaredCdf(x, d, l), noncentralChiSquaredCdf(x, d + 2, l)]
        expect(Math.abs(first - second - 2 * noncentralChiSquaredPdf(x, d + 2, l))).toBeLessThan(1e-12 * first + 1e-300)
      }),
    )
  })

  it('F is t squared', () => {
    const delta = fc.double({ min: 0, max: 8, noNaN: true })
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 30, noNaN: true }), df, delta, (t, d, l) => {
        const both = noncentralTUpperTail(t, d, l) + noncentralTCdf(-t, d, l)
        const upper = noncentralFUpperTail(t * t, 1, d, l * l)
        if (both > 1e-290) expect(relativeError(upper, both)).toBeLessThan(1e-11)
        const density = (noncentralTPdf(t, d, l) + noncentralTPdf(-t, d, l)) / (2 * t)
        if (density > 1e-290) expect(relativeError(noncentralFPdf(t * t, 1, d, l * l), density)).toBeLessThan(1e-11)
      }),
    )
  })

  it('t is continuous where the method changes, at 0, and is the normal tail there', () => {
    for (const d of [0.3, 1, 7, 1e6]) {
      for (const l of [1e-12, 0.5, 3, 35]) {
        expect(relativeError(noncentralTCdf(0, d, l), normalCdf(-l))).toBeLessThan(1e-12)
        expect(relativeError(noncentralTCdf(1e-90, d, l), normalCdf(-l))).toBeLessThan(1e-12)
        expect(relativeError(noncentralTPdf(1e-90, d, l), noncentralTPdf(-1e-90, d, l))).toBeLessThan(1e-12)
      }
    }
  })

  it('t is symmetric: P(T <= t; delta) = P(T > -t; -delta)', () => {
    for (const [t, d, l] of [
      [2, 5, 1],
      [-3, 5, 1],
      [-3, 0.5, -20],
      [40, 100, -2],
    ] as const) {
      expect(noncentralTCdf(t, d, l)).toBe(noncentralTUpperTail(-t, d, -l))
      expect(noncentralTPdf(t, d, l)).toBe(noncentralTPdf(-t, d, -l))
    }
  })

  it('keep a logarithm where a tail is no double, and no work runs away', () => {
    expect(noncentralTLogCdf(-1, 30, 1e5)).toBeLessThan(-4.9e9)
    expect(noncentralChiSquaredUpperTail(1e10, 3, 1e10)).toBeCloseTo(0.5, 4)
    expect(noncentralTUpperTail(1e5, 1e9, 1e5)).toBeCloseTo(0.5, 2)
  })
})
