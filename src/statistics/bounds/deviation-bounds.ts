import type { Bounds } from '../../numerics/index.ts'

/** What is known of values that are not printed one by one. */
export interface ValuesKnown {
  n: number
  mean: Bounds
  /** Least and greatest value that can occur. */
  least?: number | undefined
  most?: number | undefined
  /** The most values that can be other than zero. */
  nonzero?: number | undefined
}

/**
 * Outer bounds of the standard deviation (with n - 1) of n values whose mean is within bounds.
 *
 * Where no more than k values are not zero, their squares are least where these k are alike: s^2 is at least
 * n m^2 (n / k - 1) / (n - 1). Values between two ends spread most at these ends: s^2 is at most
 * n (most - m) (m - least) / (n - 1); with one end only, most where one value holds all that exceeds it: s is at most
 * sqrt(n) |m - end|. 0 and infinity where nothing is known.
 *
 * Bhatia and Davis (2000).
 *
 * @example deviationBounds({ n: 100, mean: { lower: 5, upper: 5 }, least: 0, nonzero: 10 })
 */
export function deviationBounds({ n, mean, least, most, nonzero = n }: ValuesKnown): Bounds {
  if (n < 2) return { lower: 0, upper: Number.POSITIVE_INFINITY }
  const smallest = mean.lower <= 0 && mean.upper >= 0 ? 0 : Math.min(Math.abs(mean.lower), Math.abs(mean.upper))
  const lower = nonzero === 0 ? 0 : smallest * Math.sqrt(((n / (n - 1)) * Math.max(0, n - nonzero)) / nonzero)
  return { lower, upper: greatest(n, mean, least, most) }
}

function greatest(n: number, mean: Bounds, least: number | undefined, most: number | undefined): number {
  const alone = (end: number | undefined, farthest: number): number =>
    end === undefined ? Number.POSITIVE_INFINITY : Math.sqrt(n) * Math.max(0, Math.abs(farthest - end))
  const one = Math.min(alone(least, mean.upper), alone(most, mean.lower))
  if (least === undefined || most === undefined) return one
  const middle = Math.min(mean.upper, Math.max(mean.lower, (least + most) / 2))
  return Math.min(one, Math.sqrt(Math.max(0, ((most - middle) * (middle - least) * n) / (n - 1))))
}
