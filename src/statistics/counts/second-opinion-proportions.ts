import type { ArmEstimate } from '../../model/method.ts'
import { secondOpinion } from '../../numerics/index.ts'
import { type Limits, theirCritical } from '../second-opinion.ts'
import type { Binomial } from './proportion.ts'

/** Wilson limits by jStat's normal quantile, as centre plus and minus a half-width: another form than ours. */
export function theirWilsonLimits(estimate: ArmEstimate): Limits | undefined {
  const z = theirCritical(estimate.interval.level)
  return z === undefined ? undefined : wilsonAround(binomialIn(estimate), z)
}

function wilsonAround({ events, n }: Binomial, z: number): Limits {
  const p = events / n
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const halfWidth = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n)
  return { lower: centre - halfWidth, upper: centre + halfWidth }
}

/** Wilson limits half a case away from the observed count on either side. */
export function theirCorrectedWilsonLimits(estimate: ArmEstimate): Limits | undefined {
  const z = theirCritical(estimate.interval.level)
  if (z === undefined) return undefined
  const { events, n } = binomialIn(estimate)
  return {
    lower: events === 0 ? 0 : wilsonAround({ events: events - 0.5, n }, z).lower,
    upper: events === n ? 1 : wilsonAround({ events: events + 0.5, n }, z).upper,
  }
}

/** Agresti-Coull limits, centre and half-width from the proportion instead of from added cases. */
export function theirAgrestiCoullLimits(estimate: ArmEstimate): Limits | undefined {
  const z = theirCritical(estimate.interval.level)
  if (z === undefined) return undefined
  const { events, n } = binomialIn(estimate)
  const centre = (events + (z * z) / 2) / (n + z * z)
  const halfWidth = z * Math.sqrt((centre * (1 - centre)) / (n + z * z))
  return { lower: centre - halfWidth, upper: centre + halfWidth }
}

/** Jeffreys limits as jStat's beta quantiles; with no event the lower one is 0, with events only the upper one 1. */
export function theirJeffreysLimits(estimate: ArmEstimate): Limits | undefined {
  const { events, n } = binomialIn(estimate)
  return theirBetaLimits(estimate, [events + 0.5, n - events + 0.5], [events + 0.5, n - events + 0.5])
}

/** Clopper-Pearson limits as jStat's beta quantiles; with no event the lower one is 0, with events only the upper one 1. */
export function theirClopperPearsonLimits(estimate: ArmEstimate): Limits | undefined {
  const { events, n } = binomialIn(estimate)
  return theirBetaLimits(estimate, [events, n - events + 1], [events + 1, n - events])
}

type BetaParameters = readonly [a: number, b: number]

function theirBetaLimits(
  estimate: ArmEstimate,
  forLower: BetaParameters,
  forUpper: BetaParameters,
): Limits | undefined {
  const { events, n } = binomialIn(estimate)
  const { level, lower, upper } = estimate.interval
  const below = events === 0 ? exactly(0) : secondOpinion.betaQuantile(lower, (1 - level) / 2, ...forLower)
  const above = events === n ? exactly(1) : secondOpinion.betaQuantile(upper, (1 + level) / 2, ...forUpper)
  if (below === 'outside window' || above === 'outside window') return undefined
  return { lower: below.theirs, upper: above.theirs }
}

const exactly = (theirs: number) => ({ theirs })

const binomialIn = ({ estimate, n }: ArmEstimate): Binomial => ({ events: Math.round(estimate * n), n })

/**
 * Wilson limits of every proportion put together by Zou, Huang and Zhang's rule, of a weighted sum of proportions or of
 * their differences. With one stratum they are Wilson's, or Newcombe's.
 */
export function theirCombinedLimits(
  { estimate, interval }: Pick<ArmEstimate, 'estimate' | 'interval'>,
  strata: readonly { weight: number; arm: Binomial; against?: Binomial }[],
): Limits | undefined {
  const z = theirCritical(interval.level)
  if (z === undefined) return undefined
  let [below, above] = [0, 0]
  for (const { weight, arm, against } of strata) {
    const one = reachOf(arm, z)
    const other = against === undefined ? { below: 0, above: 0 } : reachOf(against, z)
    below += weight ** 2 * (one.below ** 2 + other.above ** 2)
    above += weight ** 2 * (one.above ** 2 + other.below ** 2)
  }
  return { lower: estimate - Math.sqrt(below), upper: estimate + Math.sqrt(above) }
}

/** How far the Wilson limits of a proportion lie below and above it. */
function reachOf(binomial: Binomial, z: number) {
  const p = binomial.events / binomial.n
  const { lower, upper } = wilsonAround(binomial, z)
  return { below: p - lower, above: upper - p }
}
