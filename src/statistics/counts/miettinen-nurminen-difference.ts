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
import { eachPair, noVariationIn, type Pair } from './pair.ts'
import { proportionVariance } from './proportion.ts'

/**
 * By how much the probability of the event differs between two arms, with the interval that a score test does not reject.
 *
 * Estimand: p_1 - p_2, a declared arm minus another.
 * Formula: z(D) = (d - D) / sqrt((P_1 (1 - P_1) / n_1 + P_2 (1 - P_2) / n_2) N / (N - 1)), with P_1 and P_2 the most likely
 * probabilities that differ by D. The limits solve z(D) = +/- z; P is of z(0), so test and interval always agree.
 * z(0)^2 is (N - 1) / N times Pearson's chi-squared of the two arms. The standard error is the unpooled one.
 *
 * Takes counts of one level; strata are added up. A contrast is undefined where an arm has no case, or all cases of both
 * arms are alike. Throws `TrialError` for counts of several levels. Not to be used where the plan names Newcombe's, whose
 * limits differ in the last printed digits.
 *
 * Miettinen and Nurminen (1985).
 *
 * @example miettinenNurminenDifference.compute(counts, { level: 0.95, contrasts: [{ id: 'calls', arm: 'called', against: 'control' }] })
 */
export const miettinenNurminenDifference = defineMethod({
  id: 'miettinen-nurminen-difference',
  title: 'Differences in proportions with Miettinen-Nurminen intervals',
  requires: 'counts',
  oneLevel: true,
  pValues: 'each_contrast',
  comparable: true,
  assumesIndependence: true,
  citations: [{ key: 'miettinen-nurminen-1985' }],
  compute: (summary: Summary<'counts'>, options: MethodOptions) =>
    eachPair(summary, options, (pair, spec) => estimateOf(pair, spec, options.level)),
})

function estimateOf(pair: Pair, spec: ContrastSpec, level: number): Computation<ContrastEstimate> {
  const { arm, against } = pair
  const events = arm.events + against.events
  if (events === 0 || events === arm.n + against.n) return noVariationIn(spec)
  const estimate = (arm.events * against.n - against.events * arm.n) / (arm.n * against.n)
  const critical = normalCritical(level)
  const z = scoreOf(pair, estimate, 0)
  return computed({
    ...spec,
    estimate,
    standardError: Math.sqrt(proportionVariance(arm) + proportionVariance(against)),
    statistic: { symbol: 'z', value: z },
    degreesOfFreedom: undefined,
    pValue: 2 * normalUpperTail(Math.abs(z)),
    interval: {
      lower: estimate === -1 ? -1 : findRoot(D => scoreOf(pair, estimate, D) - critical, -1, estimate),
      upper: estimate === 1 ? 1 : findRoot(D => scoreOf(pair, estimate, D) + critical, estimate, 1),
      level,
      method: 'Miettinen-Nurminen',
    },
    intermediates: { ...pair, restrictedAtNoDifference: mostLikely(pair, 0) },
  })
}

/** z(D); infinite where D would need the impossible, and 0 at the observed difference. */
function scoreOf(pair: Pair, estimate: number, difference: number): number {
  const { arm, against } = pair
  const distance = estimate - difference
  if (distance === 0) return 0
  const [p1, p2] = mostLikely(pair, difference)
  const n = arm.n + against.n
  const variance = ((p1 * (1 - p1)) / arm.n + (p2 * (1 - p2)) / against.n) * (n / (n - 1))
  return distance / Math.sqrt(variance)
}

/** The most likely probabilities that differ by `difference`: where the derivative of the log-likelihood crosses 0. */
function mostLikely({ arm, against }: Pair, difference: number): [number, number] {
  const slope = (p: number): number =>
    part(arm.events, p + difference) -
    part(arm.n - arm.events, 1 - p - difference) +
    part(against.events, p) -
    part(against.n - against.events, 1 - p)
  const [least, most] = [Math.max(0, -difference), Math.min(1, 1 - difference)]
  if (least >= most) return difference > 0 ? [1, 0] : [0, 1]
  const p = slope(least) <= 0 ? least : slope(most) >= 0 ? most : findRoot(slope, least, most)
  return [Math.min(Math.max(p + difference, 0), 1), p]
}

/** k / p, at the edge infinite where there are cases and nothing where there are none. */
const part = (count: number, probability: number): number => (count === 0 ? 0 : count / Math.max(0, probability))
