/** One parameter of a distribution, for messages and for checks over all distributions. */
export interface DistributionParameter {
  readonly name: string
  readonly allowed:
    | 'above 0'
    | 'above 0 or Infinity'
    | 'whole, from 0'
    | 'whole, from 2'
    | '0 to 1'
    | '0 to 1e10'
    | '-1e5 to 1e5'
}

type OfPoint = (x: number, ...parameters: number[]) => number
type OfProbability = (p: number, ...parameters: number[]) => number

interface Tails {
  /** P(X <= x). */
  readonly cdf: OfPoint
  /** P(X > x), computed directly: never one minus the cdf where that would lose digits. */
  readonly upperTail: OfPoint
  readonly logCdf: OfPoint
  readonly logUpperTail: OfPoint
}

/**
 * What every continuous distribution offers. Parameters follow the point in the order of `parameters`. A parameter out
 * of its range, a point that is not a number and a probability outside 0 to 1 throw a `RangeError`.
 */
export interface ContinuousDistribution extends Tails {
  readonly id: string
  readonly title: string
  readonly kind: 'continuous'
  readonly parameters: readonly DistributionParameter[]
  readonly support: readonly [number, number]
  readonly pdf: OfPoint
  readonly logPdf: OfPoint
  /** The x with P(X <= x) = p; the ends of the support at p = 0 and 1. */
  readonly quantile: OfProbability
  /** The x with P(X > x) = p, without forming 1 - p where that would lose digits. */
  readonly upperQuantile: OfProbability
}

/** The same for counts: points are whole numbers, and a count outside the support has probability 0. */
export interface DiscreteDistribution extends Tails {
  readonly id: string
  readonly title: string
  readonly kind: 'discrete'
  readonly parameters: readonly DistributionParameter[]
  readonly support: (...parameters: number[]) => readonly [number, number]
  readonly pmf: OfPoint
  readonly logPmf: OfPoint
  /** The smallest k with P(X <= k) >= p; the ends of the support at p = 0 and 1. */
  readonly quantile: OfProbability
  /** The smallest k with P(X > k) <= p, without forming 1 - p where that would lose digits. */
  readonly upperQuantile: OfProbability
}

export const aboveZero = (name: string): DistributionParameter => ({ name, allowed: 'above 0' })
export const noncentrality = (name: string): DistributionParameter => ({ name, allowed: '0 to 1e10' })
export const shift = (name: string): DistributionParameter => ({ name, allowed: '-1e5 to 1e5' })
export const aboveZeroOrInfinite = (name: string): DistributionParameter => ({ name, allowed: 'above 0 or Infinity' })
export const atLeastTwo = (name: string): DistributionParameter => ({ name, allowed: 'whole, from 2' })
export const count = (name: string): DistributionParameter => ({ name, allowed: 'whole, from 0' })
export const probability = (name: string): DistributionParameter => ({ name, allowed: '0 to 1' })
