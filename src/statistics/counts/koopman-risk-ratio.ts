import {
  type Computation,
  type ContrastEstimate,
  type ContrastSpec,
  computed,
  type MethodOptions,
} from '../../model/method.ts'
import type { Summary } from '../../model/summary.ts'
import { findRoot, normalUpperTail } from '../../numerics/index.ts'
import { defineMethod } from '../define-method.ts'
import { normalCritical } from '../inference.ts'
import { eachPair, noVariationIn, type Pair, pooledZ } from './pair.ts'
import type { Binomial } from './proportion.ts'

/**
 * By what factor the probability of the event differs between two arms, with the interval that a score test does not
 * reject.
 *
 * Estimand: p_1 / p_2, a declared arm over another.
 * Formula: U(R) = (x_1 - n_1 P_1)^2 / (n_1 P_1 (1 - P_1)) + (x_2 - n_2 P_2)^2 / (n_2 P_2 (1 - P_2)), with P_1 = R P_2 the most
 * likely probabilities of ratio R; the limits solve U(R) = z^2. With no event in the first arm the estimate and the lower
 * limit are 0; with none in the second the estimate and the upper limit are infinite. U(1) is Pearson's chi-squared of
 * the two arms, of which P is. The standard error is of the logarithm, as in the logarithmic method; infinite with no event.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined where an arm has no case, or all cases of both
 * arms are alike. Throws `TrialError` for counts of several levels. Not to be used where the plan names the logarithmic
 * interval, which is wider to one side.
 *
 * Koopman (1984).
 *
 * @example koopmanRiskRatio.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const koopmanRiskRatio = defineMethod({
  id: 'koopman-risk-ratio',
  title: "Risk ratios with Koopman's score intervals",
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  assumesIndependence: true,
  citations: [{ key: 'koopman-1984' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) =>
    eachPair(summary, options, (pair, spec) => estimateOf(pair, spec, options.level), 'ratio'),
})

function estimateOf(pair: Pair, spec: ContrastSpec, level: number): Computation<ContrastEstimate> {
  const { arm, against } = pair
  const events = arm.events + against.events
  if (events === 0 || events === arm.n + against.n) return noVariationIn(spec)
  const z = pooledZ(pair)
  const variances = [arm, against].map(({ events: x, n }) => (n - x) / (x * n))
  return computed({
    ...spec,
    estimate: against.events === 0 ? Infinity : (arm.events * against.n) / (against.events * arm.n),
    standardError: Math.sqrt((variances[0] ?? 0) + (variances[1] ?? 0)),
    statistic: { symbol: 'z', value: z },
    degreesOfFreedom: undefined,
    pValue: 2 * normalUpperTail(Math.abs(z)),
    interval: {
      lower: lowerLimit(pair, level),
      upper: 1 / lowerLimit(reversed(pair), level),
      level,
      method: 'Koopman',
    },
    intermediates: { ...pair, test: 'score test, probability pooled over the two arms' },
  })
}

const reversed = ({ arm, against }: Pair): Pair => ({ arm: against, against: arm })

/** The ratio below the observed one at which U is z^2, found on the scale of logarithms; 0 with no event in the arm. */
function lowerLimit(pair: Pair, level: number): number {
  const { arm, against } = pair
  if (arm.events === 0) return 0
  const critical = normalCritical(level) ** 2
  // With no event in the other arm U falls to 0 only at an infinite ratio, so the search starts from one at which it is less.
  let upper = against.events === 0 ? 1 : (arm.events * against.n) / (against.events * arm.n)
  while (against.events === 0 && scoreOf(pair, upper) > critical) upper *= 2
  let lower = upper / 2
  while (scoreOf(pair, lower) < critical) lower /= 2
  return Math.exp(findRoot(log => scoreOf(pair, Math.exp(log)) - critical, Math.log(lower), Math.log(upper)))
}

/** U(R). */
function scoreOf({ arm, against }: Pair, ratio: number): number {
  const [p1, p2] = mostLikely({ arm, against }, ratio)
  return distance(arm, p1) + distance(against, p2)
}

/** (x - n p)^2 / (n p (1 - p)); where every case has the event, without the cancellation at p near 1. */
function distance({ events, n }: Binomial, p: number): number {
  if (events === n) return (n * Math.max(0, 1 - p)) / p
  return (events - n * p) ** 2 / (n * p * (1 - p))
}

/** The most likely probabilities of ratio R: the smaller root of N R p^2 - (R (n_1 + x_2) + x_1 + n_2) p + x_1 + x_2 = 0. */
function mostLikely({ arm, against }: Pair, ratio: number): [number, number] {
  const squared = (arm.n + against.n) * ratio
  const linear = ratio * (arm.n + against.events) + arm.events + against.n
  const constant = arm.events + against.events
  const root = Math.sqrt(Math.max(0, linear * linear - 4 * squared * constant))
  const p2 = (2 * constant) / (linear + root)
  return [ratio * p2, p2]
}
