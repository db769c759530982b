import { sumOf } from '../../core/lists.ts'
import { integrateAdaptively, normalPdf, normalUpperTail } from '../../numerics/index.ts'

/** What is believed of a difference before the trial: a normal distribution. */
export interface Prior {
  mean: number
  standardDeviation: number
}

/** Beyond so many standard deviations lies less than a double's precision. */
const farOut = 9
const tolerance = 1e-11
/** A probability that rises from nothing to one within a fiftieth of the prior's standard deviation is still seen. */
const piece = 0.5

/**
 * The mean of a probability over what is believed of the difference: with a test's power, how probable it is that the trial will find
 * something. O'Hagan, Stevens and Campbell (2005), Pharmaceutical Statistics 4, 187-201.
 *
 * @example assurance(difference => powerOfZ(difference / 0.3, { alpha: 0.025, sides: 'one' }), { mean: 0.5, standardDeviation: 0.2 })
 */
export function assurance(probability: (difference: number) => number, { mean, standardDeviation }: Prior): number {
  if (standardDeviation === 0) return probability(mean)
  const density = (z: number): number => normalPdf(z) * probability(mean + standardDeviation * z)
  const pieces = Array.from({ length: (2 * farOut) / piece }, (_, at) =>
    integrateAdaptively(density, at * piece - farOut, (at + 1) * piece - farOut, tolerance),
  )
  return sumOf(pieces)
}

/**
 * What a trial is worth for each case to which its answer will be applied, in the unit of the benefit: how much better on average the
 * choice between two arms is with its result than without. `prior` is of the net benefit of one arm over the other, `standardError` that with
 * which the trial estimates it.
 *
 * The expected value of sample information of two normal alternatives, s (phi(u) - u (1 - Phi(u))) with u = |mean| / s and
 * s = sd^2 / sqrt(sd^2 + se^2), how far the result will move the mean. Raiffa and Schlaifer (1961), section 5.4.
 *
 * @example valueOfSample({ mean: -2, standardDeviation: 3 }, 1) // 0.46 of a pound a case
 */
export function valueOfSample({ mean, standardDeviation }: Prior, standardError: number): number {
  const variance = standardDeviation ** 2
  if (variance === 0) return 0
  const moved = variance / Math.sqrt(variance + standardError ** 2)
  const distance = Math.abs(mean) / moved
  return moved * (normalPdf(distance) - distance * normalUpperTail(distance))
}
