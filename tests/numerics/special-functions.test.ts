import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expm1Minus } from '../../src/numerics/expm1-minus.ts'
import {
  erfc,
  logGamma,
  regularisedBetaLower,
  regularisedBetaUpper,
  regularisedGammaLower,
  regularisedGammaUpper,
} from '../../src/numerics/index.ts'
import { log1pMinus } from '../../src/numerics/log1p-minus.ts'
import { relativeError } from './oracle.ts'

/** mpmath, 40 digits: loggamma(mpf(x)) for x the double shown. */
const logGammas: readonly (readonly [number, number])[] = [
  [1e-300, 690.7755278982137],
  [1e-9, 20.723265836369194],
  [0.1, 2.252712651734206],
  [0.4999, 0.5725613186041184],
  [0.9999999, 5.772157468444193e-8],
  [1.0000001, -5.772155829918507e-8],
  [1.3, -0.10817480950786047],
  [1.999, -0.0004224618006921073],
  [2.0000003, 1.268353295317493e-7],
  [2.7, 0.4348205536551047],
  [7.5, 7.534364236758733],
  [10.9999, 15.104177398292443],
  [11, 15.104412573075516],
  [57.25, 173.36191283062723],
  [100000.0, 1051287.7089736569],
  [1000000000000000.0, 3.3538776394910668e16],
  [1e300, 6.897755278982137e302],
]

/** mpmath, 60 digits: log1p(mpf(x)) - x for x the double shown. */
const log1pMinuses: readonly (readonly [number, number])[] = [
  [-0.999, -5.908755278982136],
  [-0.61, -0.3316085398584449],
  [-0.59, -0.3015981192837835],
  [-0.2, -0.023143551314209757],
  [-1e-5, -5.0000333335833364e-11],
  [-1e-150, -5e-301],
  [1e-12, -4.999999999996667e-25],
  [0.003, -4.4910202015211885e-6],
  [0.4, -0.06352776337878707],
  [0.99, -0.301865361263599],
  [1.01, -0.31186527792901564],
  [50, -46.068174367275674],
  [10000000000.0, -9999999976.97415],
]

describe('logGamma', () => {
  it.each(logGammas)('at %d', (x, truth) => {
    expect(relativeError(logGamma(x), truth)).toBeLessThan(2e-15)
  })

  it('obeys gamma(x + 1) = x gamma(x)', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), x => {
        const difference = logGamma(x + 1) - logGamma(x) - Math.log(x)
        expect(Math.abs(difference)).toBeLessThan(1e-15 * (10 + 4 * Math.abs(logGamma(x + 1))))
      }),
    )
  })

  it('throws a RangeError where it is not defined', () => {
    for (const x of [0, -1, Number.NaN, Infinity]) expect(() => logGamma(x)).toThrow(RangeError)
  })
})

it.each(log1pMinuses)('log(1 + x) - x at %d', (x, truth) => {
  expect(relativeError(log1pMinus(x), truth)).toBeLessThan(2e-15)
})

/** mpmath, 40 digits: erfc(mpf(x)) for x the double shown. */
const erfcs: readonly (readonly [number, number])[] = [
  [-6.5, 2],
  [-0.7, 1.6778011938374184],
  [0, 1],
  [1e-9, 0.9999999988716208],
  [0.3, 0.6713732405408726],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [3.9, 3.4792248597231765e-8],
  [5.5, 7.357847917974398e-15],
  [11.25, 5.409760870689921e-57],
  [20.1, 9.735977140428878e-178],
  [26.2, 1.643250792438946e-300],
]

describe('erfc', () => {
  it.each(erfcs)('at %d', (x, truth) => {
    expect(relativeError(erfc(x), truth)).toBeLessThan(1e-15)
  })

  it('is 1 at 0, vanishes and is 2 at the ends, and refuses what is not a number', () => {
    expect([erfc(0), erfc(Infinity), erfc(1e200), erfc(-Infinity)]).toEqual([1, 0, 0, 2])
    expect(() => erfc(Number.NaN)).toThrow('x: expected a number, received NaN')
  })
})

/** mpmath, 300 digits: exp(mpf(x)) - 1 - x for x the double shown. */
const expm1Minuses: readonly (readonly [number, number])[] = [
  [-40, 39],
  [-1.5, 0.7231301601484298],
  [-0.61, 0.15335086907449977],
  [-0.59, 0.144327284734507],
  [-0.001, 4.998333749916681e-7],
  [-1e-12, 4.999999999998333e-25],
  [0, 0],
  [1e-9, 5.000000001666667e-19],
  [0.02, 0.00020134002675581018],
  [0.5, 0.14872127070012814],
  [1.3, 1.3692966676192444],
  [9, 8093.083927575384],
]

it.each(expm1Minuses)('e^x - 1 - x at %d', (x, truth) => {
  expect(relativeError(expm1Minus(x), truth)).toBeLessThan(2e-15)
})

describe('regularised incomplete functions', () => {
  const shape = fc.double({ min: 0.01, max: 1e4, noNaN: true })

  it('gamma: e^-x at shape 1, tails add to one, and the recurrence DLMF 8.8.5 holds', () => {
    fc.assert(
      fc.property(shape, shape, (a, x) => {
        expect(regularisedGammaLower(a, x) + regularisedGammaUpper(a, x)).toBeCloseTo(1, 14)
        const term = Math.exp(a * Math.log(x) - x - logGamma(a + 1))
        expect(regularisedGammaLower(a, x) - term).toBeCloseTo(regularisedGammaLower(a + 1, x), 11)
        expect(relativeError(regularisedGammaUpper(1, x / 20), Math.exp(-x / 20))).toBeLessThan(1e-12)
      }),
    )
  })

  it('beta: the reflection I_x(a, b) = 1 - I_(1-x)(b, a), and x^a at b = 1', () => {
    fc.assert(
      fc.property(shape, shape, fc.integer({ min: 1, max: 63 }), (a, b, sixtyFourths) => {
        const x = sixtyFourths / 64
        expect(regularisedBetaLower(x, a, b)).toBeCloseTo(regularisedBetaUpper(1 - x, b, a), 14)
        expect(relativeError(regularisedBetaLower(x, a / 20, 1), x ** (a / 20))).toBeLessThan(1e-11)
      }),
    )
  })

  it('throw a RangeError that names what is out of range', () => {
    expect(() => regularisedGammaLower(0, 1)).toThrow('a: expected a finite number above 0, received 0')
    expect(() => regularisedGammaUpper(1, Number.NaN)).toThrow('x: expected a number, received NaN')
    expect(() => regularisedBetaLower(1.5, 1, 1)).toThrow('x: expected a number from 0 to 1, received 1.5')
    expect(() => regularisedBetaUpper(0.5, 1, -1)).toThrow('b: expected a finite number above 0, received -1')
  })
})
