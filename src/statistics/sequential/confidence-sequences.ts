import { findRoot, logGamma } from '../../numerics/index.ts'

/** Limits that hold at all times at once: whoever looks after every case errs with at most alpha in all. */
export interface SequenceLimits {
  lower: number
  upper: number
}

/** Weight of the mixture over proportions: Jeffreys' Beta(1/2, 1/2). */
const weight = 0.5

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b)

/**
 * Where can a proportion lie, whenever and however often somebody looks?
 *
 * Estimand: the chance p of an event, the same for every case whatever came before.
 * Formula: all p with integral q^s (1 - q)^(n - s) dBeta(q; 1/2, 1/2) < p^s (1 - p)^(n - s) / alpha, for s events of n. The ratio is a
 * nonnegative martingale that starts at 1 where p is the truth, so by Ville's inequality it ever reaches 1 / alpha with chance at
 * most alpha. Without a case it is all from 0 to 1. It is wider than an interval for one look that was fixed beforehand.
 *
 * Robbins, Annals of Mathematical Statistics 41 (1970) 1397-1409; Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49
 * (2021) 1055-1080.
 *
 * @example proportionSequence({ events: 62, n: 6000 }, 0.05) // 0.0060 to 0.0163
 */
export function proportionSequence({ events, n }: { events: number; n: number }, alpha: number): SequenceLimits {
  const others = n - events
  const least = logBeta(events + weight, others + weight) - logBeta(weight, weight) + Math.log(alpha)
  const room = (p: number): number =>
    (events === 0 ? 0 : events * Math.log(p)) + (others === 0 ? 0 : others * Math.log1p(-p)) - least
  const share = n === 0 ? 0.5 : events / n
  const limit = (end: 0 | 1, count: number): number => {
    if (count === 0) return end
    const near = end === 0 ? Number.MIN_VALUE : 1 - Number.EPSILON / 2
    return room(near) >= 0 ? end : findRoot(room, near, share)
  }
  return { lower: limit(0, events), upper: limit(1, others) }
}

/** Cases of a mean whose single values are sub-Gaussian about it. */
export interface SequenceMean {
  n: number
  mean: number
  /**
   * Scale of a single value: its standard deviation where it is normal, half the range where it is bounded (Hoeffding). An
   * estimated one is no promise for skewed amounts.
   */
  scale: number
}

/**
 * Where can a mean lie, whenever and however often somebody looks?
 *
 * Estimand: the mean of values that are sub-Gaussian with the scale, given all that came before.
 * Formula: mean +- scale sqrt((n + r) log((n + r) / (r alpha^2))) / n, the normal mixture; r is such that it is narrowest at
 * `sharpestAt` cases, and it holds at every other number as well. Without a case the limits are infinite.
 *
 * Robbins (1970); Howard, Ramdas, McAuliffe and Sekhon (2021), equation 14 and section 3.5.
 *
 * @example meanSequence({ n: 500, mean: 0.3, scale: 0.5 }, 0.05, 500)
 */
export function meanSequence({ n, mean, scale }: SequenceMean, alpha: number, sharpestAt: number): SequenceLimits {
  if (n === 0) return { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY }
  const r = mixtureWeight(alpha, sharpestAt)
  const half = (scale * Math.sqrt((n + r) * Math.log((n + r) / (r * alpha * alpha)))) / n
  return { lower: mean - half, upper: mean + half }
}

/** The r that makes the boundary lowest at n: n / (w - 1), where w above 1 solves w exp(1 - w) = alpha^2. */
function mixtureWeight(alpha: number, n: number): number {
  const logAlphaSquared = 2 * Math.log(alpha)
  const excess = (w: number): number => Math.log(w) + 1 - w - logAlphaSquared
  return n / (findRoot(excess, 1, 8 - 4 * logAlphaSquared) - 1)
}
