import { requireProbability } from './domain.ts'
import { otherSide, type Side } from './log-tail.ts'

/**
 * A tail this near to p, relatively, counts as p: it is the accuracy of the tails (docs/numerics.md), and without it
 * `binomialQuantile(0.5, 1, 0.5)` would hang on the last bit of P(X <= 0).
 */
const slack = 2e-13

/** What a quantile needs of a distribution of counts. */
export interface CountTails {
  readonly logLower: (k: number) => number
  readonly logUpper: (k: number) => number
  readonly support: readonly [number, number]
  /** Somewhere near the mean, and the standard deviation: where to look first, and how wide. */
  readonly mean: number
  readonly spread: number
}

/**
 * The smallest k whose lower tail P(X <= k) is at least p (side `lower`), or whose upper tail P(X > k) is at most p;
 * whichever is asked, the smaller of p and 1 - p is what is compared.
 */
export function countQuantile(p: number, side: Side, tails: CountTails): number {
  requireProbability('p', p)
  const [least, most] = tails.support
  if (p === 0) return side === 'lower' ? least : most
  if (p === 1) return side === 'lower' ? most : least
  const compared = p <= 0.5 ? side : otherSide(side)
  const log = p <= 0.5 ? Math.log(p) : Math.log1p(-p)
  const reaches =
    compared === 'lower'
      ? (k: number) => tails.logLower(k) >= log - slack
      : (k: number) => tails.logUpper(k) <= log + slack
  return smallestReaching(reaches, tails)
}

/** By doubling steps from the mean, then by halving them. */
function smallestReaching(reaches: (k: number) => boolean, { support, mean, spread }: CountTails): number {
  const [least, most] = support
  let reached = Math.min(most, Math.max(least, Math.round(mean)))
  let short = least - 1
  let step = Math.max(1, Math.ceil(spread))
  if (reaches(reached)) {
    for (let k = reached - step; k > short; k -= step, step *= 2) {
      if (reaches(k)) reached = k
      else short = k
    }
  } else {
    do {
      short = reached
      reached = Math.min(most, reached + step)
      step *= 2
    } while (reached < most && !reaches(reached))
  }
  while (reached - short > 1) {
    const middle = short + Math.floor((reached - short) / 2)
    if (reaches(middle)) reached = middle
    else short = middle
  }
  return reached
}
