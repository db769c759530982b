import { findRoot } from '../../numerics/index.ts'

/**
 * The count of one cell of a 2 x 2 table given its margins, as it depends on the odds ratio psi (Fisher's noncentral
 * hypergeometric distribution). Everything is on the scale of log psi.
 */
export interface ConditionalOdds {
  least: number
  most: number
  /** The log psi at which the mean is `count`, strictly between the least and the greatest. */
  logWithMean(count: number): number
  varianceAt(logOdds: number): number
  /** The odds ratios at which `count` and beyond, either way, have the probability `tail`. */
  limits(count: number, tail: number): { lower: number; upper: number }
}

export function conditionalOdds(population: number, successes: number, draws: number): ConditionalOdds {
  const least = Math.max(0, draws + successes - population)
  const most = Math.min(draws, successes)
  const logWeights = logWeightsOf(population, successes, draws, least, most)

  /** Sum over counts of value(k) times its probability. */
  const meanOf = (logOdds: number, value: (k: number) => number): number => {
    let largest = -Infinity
    for (const [i, log] of logWeights.entries()) largest = Math.max(largest, log + i * logOdds)
    let [sum, total] = [0, 0]
    for (const [i, log] of logWeights.entries()) {
      const weight = Math.exp(log + i * logOdds - largest)
      total += weight
      sum += weight * value(least + i)
    }
    return sum / total
  }
  const above = (logOdds: number, count: number) => meanOf(logOdds, k => (k >= count ? 1 : 0))
  const below = (logOdds: number, count: number) => meanOf(logOdds, k => (k <= count ? 1 : 0))

  return {
    least,
    most,
    logWithMean: count => rootOf(logOdds => meanOf(logOdds, k => k - count)),
    varianceAt: logOdds => {
      const mean = meanOf(logOdds, k => k)
      return meanOf(logOdds, k => (k - mean) ** 2)
    },
    limits: (count, tail) => ({
      lower: count === least ? 0 : Math.exp(rootOf(logOdds => above(logOdds, count) - tail)),
      upper: count === most ? Infinity : Math.exp(rootOf(logOdds => tail - below(logOdds, count))),
    }),
  }
}

/** The root of a rising function, bracketed by doubling away from 0. */
function rootOf(rising: (logOdds: number) => number): number {
  const direction = rising(0) > 0 ? -1 : 1
  let [near, far] = [0, direction]
  while (direction * rising(far) < 0) [near, far] = [far, 2 * far]
  return findRoot(rising, near, far, { absoluteTolerance: 1e-15 })
}

/** Logarithms of hypergeometric weights, by the ratio of neighbours, from 0 at the least count. */
function logWeightsOf(population: number, successes: number, draws: number, least: number, most: number): Float64Array {
  const logs = new Float64Array(most - least + 1)
  for (let k = least; k < most; k++) {
    const ratio = ((successes - k) / (k + 1)) * ((draws - k) / (population - successes - draws + k + 1))
    logs[k + 1 - least] = (logs[k - least] ?? 0) + Math.log(ratio)
  }
  return logs
}
