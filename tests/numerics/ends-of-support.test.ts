import { describe, expect, it } from 'vitest'
import {
  betaLogPdf,
  betaPdf,
  chiSquaredLogPdf,
  chiSquaredPdf,
  fLogCdf,
  fLogPdf,
  fLogUpperTail,
  fUpperTail,
  noncentralChiSquaredCdf,
  noncentralChiSquaredLogPdf,
  noncentralFCdf,
  noncentralFLogCdf,
  noncentralFLogPdf,
  noncentralFLogUpperTail,
  noncentralFUpperTail,
  normalPdf,
  studentisedRangeCdf,
  studentisedRangeLogCdf,
  studentisedRangeLogUpperTail,
  studentisedRangePdf,
  studentisedRangeUpperTail,
  studentTLogPdf,
  studentTPdf,
} from '../../src/numerics/index.ts'

/** Limits of the densities, taken from their formulas by hand. */
describe('densities where their support ends', () => {
  it.each([
    ['beta at 0, a below 1', () => betaLogPdf(0, 0.5, 3), Infinity],
    ['beta at 0, a = 1: b', () => betaLogPdf(0, 1, 3), Math.log(3)],
    ['beta at 0, a above 1', () => betaLogPdf(0, 1.5, 3), -Infinity],
    ['beta at 1, b below 1', () => betaLogPdf(1, 3, 0.5), Infinity],
    ['beta at 1, b = 1: a', () => betaLogPdf(1, 3, 1), Math.log(3)],
    ['beta at 1, b above 1', () => betaLogPdf(1, 3, 1.5), -Infinity],
    ['beta below 0', () => betaLogPdf(-0.1, 1, 1), -Infinity],
    ['beta above 1', () => betaLogPdf(1.1, 1, 1), -Infinity],
    ['beta inside', () => betaPdf(0.25, 1, 1), 1],
    ['chi-squared at 0, one degree', () => chiSquaredLogPdf(0, 1), Infinity],
    ['chi-squared at 0, two degrees: a half', () => chiSquaredPdf(0, 2), 0.5],
    ['chi-squared at 0, three degrees', () => chiSquaredLogPdf(0, 3), -Infinity],
    ['chi-squared below 0', () => chiSquaredLogPdf(-1, 1), -Infinity],
    ['chi-squared at infinity', () => chiSquaredLogPdf(Infinity, 1), -Infinity],
    ['F at 0, one degree', () => fLogPdf(0, 1, 7), Infinity],
    ['F at 0, two degrees: 1', () => fLogPdf(0, 2, 7), 0],
    ['F at 0, three degrees', () => fLogPdf(0, 3, 7), -Infinity],
    ['F below 0', () => fLogPdf(-1, 1, 7), -Infinity],
    ['F at infinity', () => fLogPdf(Infinity, 1, 7), -Infinity],
    ['noncentral chi-squared at 0, one degree', () => noncentralChiSquaredLogPdf(0, 1, 3), Infinity],
    ['noncentral chi-squared at 0, two degrees', () => noncentralChiSquaredLogPdf(0, 2, 3), -1.5 - Math.LN2],
    ['noncentral chi-squared at 0, three degrees', () => noncentralChiSquaredLogPdf(0, 3, 3), -Infinity],
    ['noncentral chi-squared below 0', () => noncentralChiSquaredLogPdf(-1, 1, 3), -Infinity],
    ['noncentral chi-squared at infinity', () => noncentralChiSquaredLogPdf(Infinity, 1, 3), -Infinity],
    ['noncentral F at 0, one degree', () => noncentralFLogPdf(0, 1, 7, 3), Infinity],
    ['noncentral F at 0, two degrees', () => noncentralFLogPdf(0, 2, 7, 3), -1.5],
    ['noncentral F at 0, three degrees', () => noncentralFLogPdf(0, 3, 7, 3), -Infinity],
    ['noncentral F below 0', () => noncentralFLogPdf(-1, 1, 7, 3), -Infinity],
    ['noncentral F at infinity', () => noncentralFLogPdf(Infinity, 1, 7, 3), -Infinity],
  ] as [string, () => number, number][])('%s', (_, density, wanted) => {
    const found = density()
    if (Number.isFinite(wanted)) expect(found).toBeCloseTo(wanted, 14)
    else expect(found).toBe(wanted)
  })
})

/** The first term of each series, which is all of it to double precision so far out. */
describe('tails far beyond where x / (1 + x) is told from 0 or 1', () => {
  const relative = (found: number, wanted: number): number => Math.abs(found / wanted - 1)

  it.each([1e150, 1e200, 1e300])('F with two degrees above %d: (1 + 2 x / d)^(-d / 2)', x => {
    expect(relative(fUpperTail(x, 2, 2), 1 / (1 + x))).toBeLessThan(1e-12)
    expect(relative(fUpperTail(x, 2, 1), (1 + 2 * x) ** -0.5)).toBeLessThan(1e-12)
  })

  it.each([1e150, 1e200, 1e300])('noncentral F with two degrees below above %d: (1 + ncp / d) / x', x => {
    expect(relative(noncentralFUpperTail(x, 3, 2, 5), (1 + 5 / 3) / x)).toBeLessThan(1e-11)
  })

  it.each([1e-150, 1e-200, 1e-300])('noncentral F up to %d with two degrees above: exp(-ncp / 2) x', x => {
    expect(relative(noncentralFCdf(x, 2, 9, 5), Math.exp(-2.5) * x)).toBeLessThan(1e-11)
  })

  it.each([1e-150, 1e-200, 1e-300])('noncentral chi-squared up to %d with two degrees: exp(-ncp / 2) x / 2', x => {
    expect(relative(noncentralChiSquaredCdf(x, 2, 5), (Math.exp(-2.5) * x) / 2)).toBeLessThan(1e-11)
  })
})

/** So far out a tail is a power of x, and its logarithm a straight line. */
describe('tails where products with degrees of freedom leave the doubles', () => {
  const [near, far] = [Math.log(1e200), Math.log(1.5e308)]

  it('F and noncentral F fall as x^(-d2 / 2)', () => {
    const fall = -0.05 * (far - near)
    expect(fLogUpperTail(1.5e308, 100, 0.1) - fLogUpperTail(1e200, 100, 0.1)).toBeCloseTo(fall, 10)
    const noncentral = (x: number): number => noncentralFLogUpperTail(x, 100, 0.1, 5)
    expect(noncentral(1.5e308) - noncentral(1e200)).toBeCloseTo(fall, 10)
  })

  it('F and noncentral F rise from 0 as x^(d1 / 2)', () => {
    const rise = 1.35 * (Math.log(1e-200) - Math.log(4e-320))
    expect(fLogCdf(1e-200, 2.7, 9) - fLogCdf(4e-320, 2.7, 9)).toBeCloseTo(rise, 9)
    const noncentral = (x: number): number => noncentralFLogCdf(x, 2.7, 9, 5)
    expect(noncentral(1e-200) - noncentral(4e-320)).toBeCloseTo(rise, 9)
  })

  it('noncentral F has all its probability above 0 and below infinity', () => {
    expect([noncentralFCdf(0, 3, 9, 5), noncentralFCdf(Infinity, 3, 9, 5)]).toEqual([0, 1])
    expect([noncentralFUpperTail(0, 3, 9, 5), noncentralFUpperTail(Infinity, 3, 9, 5)]).toEqual([1, 0])
  })
})

it("Student's density is highest at 0, where it is gamma((d + 1) / 2) / (gamma(d / 2) sqrt(d pi))", () => {
  expect(studentTPdf(0, 5)).toBeCloseTo(8 / (3 * Math.PI * Math.sqrt(5)), 15)
  expect(studentTPdf(1e-200, 1)).toBeCloseTo(1 / Math.PI, 15)
  expect(studentTLogPdf(Infinity, 5)).toBe(-Infinity)
})

it.each([
  // mpmath, 40 digits
  [0.3, 0.3813878154605241],
  [5.4321, 1.5609613988522497e-7],
  [12.3456789, 3.1933192007110998e-34],
  [25.678, 2.647121591924783e-144],
  [37.5123, 1.0895603627728286e-306],
])('the normal density at %d carries the rounding of the square along', (z, truth) => {
  expect(Math.abs(normalPdf(z) / truth - 1)).toBeLessThan(2e-15)
})

describe('the density and the logarithms of the studentised range', () => {
  it('are those of its ends: of two groups the range is sqrt(2) |Z|', () => {
    expect(studentisedRangePdf(0, 2, Infinity)).toBeCloseTo(1 / Math.sqrt(Math.PI), 14)
    expect(studentisedRangePdf(0, 3, Infinity)).toBe(0)
    for (const q of [-1, -Infinity, Infinity]) expect(studentisedRangePdf(q, 2, Infinity)).toBe(0)
  })

  it('keep a tail that the other hides', () => {
    const beyond = studentisedRangeUpperTail(20, 3, Infinity)
    expect(beyond).toBeLessThan(1e-40)
    expect(studentisedRangeLogCdf(20, 3, Infinity)).toBe(-beyond)
    expect(studentisedRangeLogUpperTail(20, 3, Infinity)).toBeCloseTo(Math.log(beyond), 10)
    const within = studentisedRangeCdf(1e-12, 3, Infinity)
    expect(within).toBeLessThan(1e-20)
    expect(studentisedRangeLogUpperTail(1e-12, 3, Infinity)).toBe(-within)
    expect(studentisedRangeLogCdf(1e-12, 3, Infinity)).toBeCloseTo(Math.log(within), 10)
  })
})

it('the studentised range has all its probability above 0 and below infinity', () => {
  expect(studentisedRangeCdf(0, 2, 5)).toBe(0)
  expect(studentisedRangeCdf(-1, 2, 5)).toBe(0)
  expect(studentisedRangeUpperTail(0, 2, 5)).toBe(1)
  expect(studentisedRangeCdf(Infinity, 2, 5)).toBe(1)
  expect(studentisedRangeUpperTail(Infinity, 2, 5)).toBe(0)
})
