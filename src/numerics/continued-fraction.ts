import { InternalError } from '../core/errors.ts'

const maximumTerms = 10_000_000

/**
 * 1 / (first + a1 / (b1 + a2 / (b2 + ...))), evaluated forwards (Lentz, Applied Optics 15 (1976) 668-671): each
 * step multiplies by the ratio of two successive convergents until that is one.
 */
export function reciprocalFraction(
  first: number,
  numerator: (n: number) => number,
  denominator: (n: number) => number,
): number {
  let inverse = 1 / first
  let ratio = Infinity
  let value = inverse
  for (let n = 1; n < maximumTerms; n++) {
    const a = numerator(n)
    const b = denominator(n)
    inverse = 1 / (b + a * inverse)
    ratio = b + a / ratio
    const factor = ratio * inverse
    value *= factor
    if (Math.abs(factor - 1) <= Number.EPSILON) return value
  }
  throw new InternalError(`a continued fraction did not converge in ${maximumTerms} terms`)
}
