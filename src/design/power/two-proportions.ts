import { type Computation, computed, undefinedBecause } from '../../model/method.ts'
import { binomialProbabilities, findRoot, normalQuantile } from '../../numerics/index.ts'

/** Two arms and the probabilities of the event in them. */
export interface TwoProportions {
  arm: { n: number; probability: number }
  against: { n: number; probability: number }
}

/** Probability, in all, of the outcomes that exact power leaves out: the far tails of the two binomials. */
export const neglectedProbability = 1e-12

/**
 * The probability that the two-sided score test (pooled z, which is Pearson's chi-squared without correction) rejects
 * equal probabilities at significance level `alpha`.
 *
 * Formula: sum of Bin(x; n_1, p_1) Bin(y; n_2, p_2) over the outcomes with
 * (x n_2 - y n_1)^2 N > z^2 n_1 n_2 (x + y)(N - x - y). It is exact but for outcomes of probability below 1e-12 in all;
 * no normal approximation of the power is made. With equal probabilities it is the true size of the test.
 *
 * Suissa and Shuster (1985), exact unconditional power.
 *
 * @example powerOfTwoProportions({ arm: { n: 5906, probability: 0.0161 }, against: { n: 6000, probability: 0.0103 } }, 0.05)
 */
export function powerOfTwoProportions({ arm, against }: TwoProportions, alpha: number): number {
  const xs = bulk(arm.n, arm.probability)
  const ys = bulk(against.n, against.probability)
  const verdict = scoreTest(arm.n, against.n, normalQuantile(alpha / 2))
  const below = cumulative(ys.probabilities)
  const count = ys.probabilities.length
  const all = below[count] ?? 0
  let power = 0
  let [fewRejected, manyRejectedFrom] = [0, 0]
  for (const [index, probability] of xs.probabilities.entries()) {
    const x = xs.from + index
    while (fewRejected < count && verdict(x, ys.from + fewRejected) === 'more in the arm') fewRejected += 1
    while (manyRejectedFrom < count && verdict(x, ys.from + manyRejectedFrom) !== 'fewer in the arm')
      manyRejectedFrom += 1
    power += probability * ((below[fewRejected] ?? 0) + (all - (below[manyRejectedFrom] ?? 0)))
  }
  return Math.min(power, 1)
}

type Verdict = 'more in the arm' | 'fewer in the arm' | 'not rejected'

/** What the test says of x events of n1 and y of n2. It never rejects where nothing or everything is an event. */
function scoreTest(n1: number, n2: number, critical: number): (x: number, y: number) => Verdict {
  const total = n1 + n2
  const bound = critical * critical * n1 * n2
  return (x, y) => {
    const difference = x * n2 - y * n1
    if (difference * difference * total <= bound * (x + y) * (total - x - y)) return 'not rejected'
    return difference > 0 ? 'more in the arm' : 'fewer in the arm'
  }
}

/** The outcomes of a binomial without the tails of at most a quarter of the neglected probability each. */
function bulk(n: number, p: number): { from: number; probabilities: Float64Array } {
  const all = binomialProbabilities(n, p)
  const tail = neglectedProbability / 4
  let [from, to] = [0, n]
  for (let left = all[from] ?? 0; left < tail && from < n; left += all[from] ?? 0) from += 1
  for (let right = all[to] ?? 0; right < tail && to > from; right += all[to] ?? 0) to -= 1
  return { from, probabilities: all.subarray(from, to + 1) }
}

/** Sums of the first 0, 1, 2, ... values. */
function cumulative(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] ?? 0) + value
  return sums
}

/**
 * The least probability above `against`'s at which the test has the wanted power, all else as in `powerOfTwoProportions`.
 *
 * Undefined (`too_few_cases`) where even probability 1 does not give the power.
 *
 * @example minimumDetectableProportion({ n: 5906 }, { n: 6000, probability: 62 / 6000 }, { alpha: 0.05, power: 0.8 }) // 0.0161
 */
export function minimumDetectableProportion(
  arm: { n: number },
  against: { n: number; probability: number },
  { alpha, power }: { alpha: number; power: number },
): Computation<number> {
  const short = (probability: number) =>
    powerOfTwoProportions({ arm: { n: arm.n, probability }, against }, alpha) - power
  if (short(1) < 0) {
    return undefinedBecause('too_few_cases', `No probability in ${arm.n} cases would be detected with power ${power}.`)
  }
  const start = against.probability
  if (short(start) >= 0) return computed(start)
  return computed(findRoot(short, start, 1, { relativeTolerance: 1e-10 }))
}
