import { ratio } from '../../core/exact.ts'
import type { Moments } from '../../model/summary.ts'

/** What the analysis of variance reads of an arm. */
export type ArmMoments = Pick<Moments, 'n' | 'sum' | 'sumSquares'>

/** An exact ratio of integers. */
export interface Fraction {
  numerator: bigint
  denominator: bigint
}

/** Squares of the arms' means about the mean of all, and of the values about their arm's mean, added up exactly. */
export interface SumsOfSquares {
  between: Fraction
  within: Fraction
}

/** Between: sum of S_a^2 / n_a less S^2 / N; within: sum of squares less sum of S_a^2 / n_a. Every arm needs a case. */
export function sumsOfSquares(arms: readonly ArmMoments[]): SumsOfSquares {
  const denominator = arms.reduce((product, { n }) => product * BigInt(n), 1n)
  const ofMeans = arms.reduce((total, { n, sum }) => total + sum * sum * (denominator / BigInt(n)), 0n)
  const total = arms.reduce((all, { sum }) => all + sum, 0n)
  const squares = arms.reduce((all, { sumSquares }) => all + sumSquares, 0n)
  const cases = arms.reduce((all, { n }) => all + BigInt(n), 0n)
  return {
    between: { numerator: cases * ofMeans - denominator * total * total, denominator: cases * denominator },
    within: { numerator: squares * denominator - ofMeans, denominator },
  }
}

export const toNumber = ({ numerator, denominator }: Fraction): number => ratio(numerator, denominator)

/** One fraction over another, rounded once. */
export const quotientOf = (above: Fraction, below: Fraction): number =>
  ratio(above.numerator * below.denominator, above.denominator * below.numerator)

/** The fraction over a whole number. */
export const dividedBy = ({ numerator, denominator }: Fraction, by: number): Fraction => ({
  numerator,
  denominator: denominator * BigInt(by),
})

/** The mean of an arm minus that of another, rounded once. */
export const differenceOfMeans = (arm: Pick<Moments, 'n' | 'sum'>, against: Pick<Moments, 'n' | 'sum'>): number =>
  ratio(arm.sum * BigInt(against.n) - against.sum * BigInt(arm.n), BigInt(arm.n) * BigInt(against.n))
