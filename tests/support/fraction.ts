import { gcd } from '../../src/core/exact.ts'

/** An exact rational number in lowest terms, denominator above 0. */
export interface Fraction {
  numerator: bigint
  denominator: bigint
}

export function fraction(numerator: bigint | number, denominator: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)]
  const divisor = gcd(top < 0n ? -top : top, bottom)
  return { numerator: top / divisor, denominator: bottom / divisor }
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

export const show = ({ numerator, denominator }: Fraction): string => `${numerator}/${denominator}`
