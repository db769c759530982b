import { describe, expect, it } from 'vitest'
import {
  betaLogPdf,
  betaPdf,
  chiSquaredLogPdf,
  chiSquaredPdf,
  fLogPdf,
  fUpperTail,
  noncentralChiSquaredCdf,
  noncentralChiSquaredLogPdf,
  noncentralFCdf,
  noncentralFLogPdf,
  noncentralFUpperTail,
  studentisedRangeCdf,
  studentisedRangeUpperTail,
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

it('the studentised range has all its probability above 0 and below infinity', () => {
  expect(studentisedRangeCdf(0, 2, 5)).toBe(0)
  expect(studentisedRangeCdf(-1, 2, 5)).toBe(0)
  expect(studentisedRangeUpperTail(0, 2, 5)).toBe(1)
  expect(studentisedRangeCdf(Infinity, 2, 5)).toBe(1)
  expect(studentisedRangeUpperTail(Infinity, 2, 5)).toBe(0)
})
